/**
 * The language of the graded tests. A graded test is a vitest test that says what the student's
 * function returns; the function itself runs in the sandbox.
 *
 *     exercise('01.product-sum', () => {
 *       graded('worked-case', (student) => {
 *         student.returns([[[1, 2]], [[3, 4]]], 11, { about: 'one row' });
 *       });
 *     });
 */
import { afterAll, beforeAll, describe, test, type TestContext } from 'vitest';
import { findExercise } from '../course';
import { Sandbox } from '../sandbox/sandbox';
import { defaultLimits } from '../sandbox/limits';
import { Attempt, type FileState, type Student } from './attempt';
import { GradedFailure } from './failure';
import { writeRecord, type Meta } from './record';
import { isWanted, loadPayload, subjectNames, type Payload } from './subjects';

export type { ReturnsOptions, Student } from './attempt';

interface Group {
  readonly exerciseId: string;
  readonly subject: number;
  readonly attempt: () => Attempt;
  suiteMeta: Meta | null;
}

let payload: Payload | undefined;
let sandbox: Sandbox | undefined;
let running: Attempt | null = null;
const files = new Map<string, FileState>();
let current: Group | null = null;

/**
 * The graded tests of one exercise, for each subject of the run.
 *
 * @throws if the exercise is not in the manifest.
 */
export function exercise(exerciseId: string, define: () => void): void {
  const manifest = findExercise(exerciseId);
  if (!manifest) throw new Error(`exercise: there is no exercise ${exerciseId} in grading/course`);
  if (!isWanted(exerciseId)) return;
  subjectNames().forEach((name, subject) => {
    describe(`${name} ${exerciseId}`, () => {
      let attempt: Attempt | undefined;
      const group: Group = { exerciseId, subject, attempt: () => attempt!, suiteMeta: null };
      beforeAll(async () => {
        payload ??= await loadPayload();
        sandbox ??= new Sandbox(payload.sandbox, defaultLimits, (line) => {
          running?.console.push(line);
        });
        attempt = new Attempt(
          manifest,
          fileState(payload, subject, exerciseId),
          sandbox,
          payload.seed,
        );
      });
      afterAll(() => {
        if (!group.suiteMeta || !attempt) return;
        writeRecord(group.suiteMeta, { subject, exercise: exerciseId, mistake: attempt.mistake() });
      });
      current = group;
      define();
      current = null;
    });
  });
}

/** One graded test; its id joins it to its title and points in the manifest. */
export function graded(testId: string, body: (student: Student) => void): void {
  const group = current;
  if (!group) throw new Error(`graded: '${testId}' stands outside of exercise(…)`);
  test(testId, (context) => {
    run(group, testId, body, context);
  });
}

function run(
  group: Group,
  testId: string,
  body: (student: Student) => void,
  { task }: TestContext,
): void {
  const attempt = group.attempt();
  group.suiteMeta = (task.suite?.meta ?? null) as Meta | null;
  running = attempt;
  const record = { subject: group.subject, exercise: group.exerciseId, test: testId };
  try {
    attempt.run(testId, body);
    writeRecord(task.meta as Meta, { ...record, failure: null, console: attempt.console });
  } catch (error) {
    // Any other error is the course's own, and leaves no record.
    if (error instanceof GradedFailure) {
      const { failure } = error;
      writeRecord(task.meta as Meta, { ...record, failure, console: attempt.console });
    }
    throw error;
  } finally {
    running = null;
  }
}

function fileState({ subjects }: Payload, subject: number, exerciseId: string): FileState {
  const lesson = exerciseId.split('.')[0]!;
  const key = `${subject}/${lesson}`;
  const known = files.get(key);
  if (known) return known;
  const state: FileState = { prepared: subjects[subject]!.files[lesson]!, problem: null };
  files.set(key, state);
  return state;
}
