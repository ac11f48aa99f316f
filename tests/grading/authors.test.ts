// The course's content is checked like code: every stub fails, every solution passes, every known
// wrong answer loses points and is recognised.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { exerciseIds, stubOf } from '../../grading/authors/stub';
import { lessons } from '../../grading/course';
import type { SubmissionReport } from '../../grading/report/types';
import { fixtures, lessonFile, runEntry, type Ended, type Grades } from './helpers';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const folder = join(projectRoot, 'build', 'test-authors');
const solution = (name: string): string =>
  readFileSync(join(projectRoot, 'solutions', `${name}.ts`), 'utf8');

/** The solutions of a lesson with one function replaced by a wrong answer, as one file. */
async function wrongSubmission(name: string, exerciseId: string, wrongId: string): Promise<string> {
  const result = await build({
    stdin: {
      // An export by name wins over one by `export *`.
      contents: `
        import { lesson } from './grading/course/${name}/lesson';
        export * from './solutions/${name}';
        const exercise = lesson.exercises.find(({ id }) => id === '${exerciseId}');
        const { answer } = exercise.wrongAnswers.find(({ id }) => id === '${wrongId}');
        const call = (...args) => answer(...args);
        export { call as ${functionNameOf(exerciseId)} };`,
      resolveDir: projectRoot,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: '{}',
  });
  return result.outputFiles[0]!.text;
}

function functionNameOf(exerciseId: string): string {
  return allExercises.find(({ id }) => id === exerciseId)!.functionName;
}

const allExercises = lessons.flatMap(({ exercises }) => exercises);
const wrongAnswers = lessons.flatMap(({ name, exercises }) =>
  exercises.flatMap(({ id, wrongAnswers: answers }) =>
    answers.map((wrong): [string, string, string] => [name, id, wrong.id]),
  ),
);

let ended: Ended;
let reports: ReadonlyMap<string, SubmissionReport>;

beforeAll(async () => {
  const submissions = [
    ...lessons.flatMap(({ name, id }): [string, string, string][] => [
      [`solution ${id}`, name, solution(name)],
      [`stub ${id}`, name, stubOf(name, solution(name))],
    ]),
    ...(await Promise.all(
      wrongAnswers.map(async ([name, exerciseId, wrongId]): Promise<[string, string, string]> => [
        `${exerciseId} ${wrongId}`,
        name,
        await wrongSubmission(name, exerciseId, wrongId),
      ]),
    )),
  ];
  for (const [student, name, text] of submissions) {
    mkdirSync(join(folder, 'class', student, 'exercises'), { recursive: true });
    writeFileSync(join(folder, 'class', student, 'exercises', `${name}.ts`), text);
  }
  ended = runEntry('grade.ts', [join(folder, 'class'), '--out', join(folder, 'grades')]);
  const grades = JSON.parse(readFileSync(join(folder, 'grades', 'grades.json'), 'utf8')) as Grades;
  reports = new Map(grades.submissions.map((report) => [report.student, report]));
});

const exerciseOf = (student: string, id: string) =>
  reports
    .get(student)!
    .lessons.flatMap(({ exercises }) => exercises)
    .find((e) => e.id === id)!;

test('the run has no errors of the course: manifest and tests know the same ids', () => {
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
});

describe.each(lessons.map((lesson) => [lesson.name, lesson] as const))('%s', (name, lesson) => {
  test('the solution earns every point, without a type error', () => {
    const report = reports.get(`solution ${lesson.id}`)!;
    const own = report.lessons.find(({ id }) => id === lesson.id)!;
    expect(own.points).toBe(own.maxPoints);
    expect(own.typeCheck.problems).toEqual([]);
  });

  test('the stub fails every test as not written, without a type error', () => {
    const report = reports.get(`stub ${lesson.id}`)!;
    const own = report.lessons.find(({ id }) => id === lesson.id)!;
    const failures = own.exercises.flatMap(({ tests }) =>
      tests.map(({ failure }) => failure?.kind),
    );
    expect(own.points).toBe(0);
    expect(new Set(failures)).toEqual(new Set(['not-written']));
    expect(own.typeCheck.problems).toEqual([]);
  });

  test('manifest and solution know the same exercises, in the same order', () => {
    expect(exerciseIds(solution(name))).toEqual(lesson.exercises.map(({ id }) => id));
    expect(exerciseIds(stubOf(name, solution(name)))).toEqual(exerciseIds(solution(name)));
  });

  test.each(lesson.exercises.map((exercise) => [exercise.id, exercise] as const))(
    '%s has three hints and more, known wrong answers, and points for each test',
    (_id, { hints, wrongAnswers: answers, tests }) => {
      expect(hints.length).toBeGreaterThanOrEqual(3);
      expect(answers.length).toBeGreaterThanOrEqual(6);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
      expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
      expect(tests.every(({ points }) => points > 0)).toBe(true);
    },
  );
});

test.each(wrongAnswers)('%s %s %s loses points and is named', (_name, exerciseId, wrongId) => {
  const { points, maxPoints, mistake } = exerciseOf(`${exerciseId} ${wrongId}`, exerciseId);
  expect(points).toBeLessThan(maxPoints);
  expect(mistake?.id).toBe(wrongId);
});

test('the fixtures of the perfect and the untouched submission are in step with the solution', () => {
  const name = lessonFile.replace('.ts', '');
  const text = (fixture: string): string =>
    readFileSync(join(fixtures, fixture, 'exercises', lessonFile), 'utf8');
  expect(text('perfect')).toBe(solution(name));
  expect(exerciseIds(text('untouched'))).toEqual(exerciseIds(solution(name)));
});
