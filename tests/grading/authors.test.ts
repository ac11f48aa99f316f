// The course's content is checked like code: every stub fails, every solution passes, every known
// wrong answer loses points and is recognised.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { exerciseIds, stubOf } from '../../grading/authors/stub';
import { lessons } from '../../grading/course';
import type { Lesson } from '../../grading/course/types';
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

let ended: Ended[];
let reports: ReadonlyMap<string, SubmissionReport>;

/** Grades a lesson's solution, its stub, and each of its wrong answers, as a class of their own. */
async function gradeLesson({ id, name }: Lesson): Promise<Ended> {
  const submissions: (readonly [student: string, text: string])[] = [
    [`solution ${id}`, solution(name)],
    [`stub ${id}`, stubOf(name, solution(name))],
  ];
  for (const [lessonName, exerciseId, wrongId] of wrongAnswers) {
    if (lessonName !== name) continue;
    const text = await wrongSubmission(name, exerciseId, wrongId);
    submissions.push([`${exerciseId} ${wrongId}`, text]);
  }
  for (const [student, text] of submissions) {
    mkdirSync(join(folder, id, 'class', student, 'exercises'), { recursive: true });
    writeFileSync(join(folder, id, 'class', student, 'exercises', `${name}.ts`), text);
  }
  const paths = [join(folder, id, 'class'), '--out', join(folder, id, 'grades')];
  return runEntry('grade.ts', [...paths, '--lesson', id]);
}

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  ended = [];
  for (const lesson of lessons) ended.push(await gradeLesson(lesson));
  const graded = lessons.flatMap(({ id }) => {
    const file = join(folder, id, 'grades', 'grades.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as Grades).submissions;
  });
  reports = new Map(graded.map((report) => [report.student, report]));
});

const exerciseOf = (student: string, id: string) =>
  reports
    .get(student)!
    .lessons.flatMap(({ exercises }) => exercises)
    .find((e) => e.id === id)!;

test('the run has no errors of the course: manifest and tests know the same ids', () => {
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
  expect(new Set(ended.map(({ code }) => code))).toEqual(new Set([0]));
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
