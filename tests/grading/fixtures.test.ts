import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../kernel/project';
import type { SubmissionReport } from '../../grading/report/types';
import {
  classOf,
  fixtures,
  pointsOf,
  runEntry,
  temporaryFolder,
  type Ended,
  type Grades,
} from './helpers';

// It starts commands; how long they take is not what is tested.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const out = join(projectRoot, 'build', 'test-grades');
let ended: Ended;
let reports: ReadonlyMap<string, SubmissionReport>;

beforeAll(() => {
  ended = runEntry('grade.ts', ['--lesson', '01', fixtures, '--out', out, '--seed', '7']);
  const grades = JSON.parse(readFileSync(join(out, 'grades.json'), 'utf8')) as Grades;
  reports = new Map(grades.submissions.map((report) => [report.student, report]));
});

const report = (student: string): SubmissionReport => reports.get(student)!;
const lesson = (student: string) => report(student).lessons[0]!;
const exercise = (student: string, id: string) =>
  lesson(student).exercises.find((candidate) => candidate.id === id)!;
/** The kinds of failure of an exercise's tests, in their order; null for a passed one. */
const kinds = (student: string, id: string) =>
  exercise(student, id).tests.map(({ failure }) => failure?.kind ?? null);

test('the run says who has how many points, and ends with 0', () => {
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^perfect .* 16\/16$/m);
});

// Points of product-sum (2), one-channel (3), all-channels (4), valid-convolution (5) and
// flip-kernel (2). Where one function is at fault, all others have their full points.
test.each<[string, number[]]>([
  ['perfect', [2, 3, 4, 5, 2]],
  ['type-error', [2, 3, 4, 5, 2]],
  ['untouched', [0, 0, 0, 0, 0]],
  ['half-done', [2, 3, 0, 0, 0]],
  ['wrong-answers', [1.5, 1, 0.5, 1, 0.5]],
  ['endless-loop', [2, 3, 0, 5, 2]],
  ['native-loop', [0, 3, 4, 5, 2]],
  ['endless-recursion', [2, 0, 4, 5, 2]],
  ['unbounded-memory', [2, 3, 4, 5, 0]],
  ['process-exit', [0, 0, 4, 5, 2]],
  // Its trueConvolve returns the right numbers in a Proxy, which are read once and count.
  ['attack-on-expect', [0, 0, 4, 5, 1]],
  ['attack-on-global-this', [0, 0, 4, 5, 2]],
  // It breaks Array and Object in its own realm, where its right answers need them.
  ['attack-on-prototypes', [0, 0, 0, 0, 0]],
  ['attack-on-files', [0, 0, 0, 0, 0]],
  ['attack-on-solutions', [0, 0, 0, 0, 0]],
  ['syntax-error', [0, 0, 0, 0, 0]],
  ['missing-file', [0, 0, 0, 0, 0]],
  ['top-level-loop', [0, 0, 0, 0, 0]],
])('%s gets %j', (student, points) => {
  expect(pointsOf(report(student))).toEqual(points);
});

test('a lesson that has no exercises is refused, with those that have some', () => {
  const { code, stderr } = runEntry('grade.ts', ['--lesson', '99', fixtures]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^grade: --lesson 99: the lessons with exercises are 01/);
});

test('no fixture is without its marks here, and none is missing from the run', () => {
  expect([...reports.keys()].sort()).toEqual([...reports.keys()]);
  expect(reports.size).toBe(18);
});

describe('what the report says of', () => {
  test('a stub: not written yet, not an error', () => {
    expect(new Set(kinds('untouched', '01.valid-convolution'))).toEqual(new Set(['not-written']));
  });

  test('a loop: stopped once, its other tests not run', () => {
    expect(kinds('endless-loop', '01.all-channels')).toEqual([
      'out-of-time',
      ...Array.from({ length: 5 }, () => 'not-run'),
    ]);
    expect(kinds('native-loop', '01.product-sum')[0]).toBe('out-of-time');
  });

  test('recursion and memory: what ran out, and where', () => {
    const [first] = exercise('endless-recursion', '01.one-channel').tests;
    expect(first!.failure).toMatchObject({
      kind: 'endless-recursion',
      trace: [
        { file: 'exercises/01-convolution-by-hand.ts', line: 15, functionName: 'convolveAt' },
      ],
    });
    expect(kinds('unbounded-memory', '01.flip-kernel')[0]).toBe('out-of-memory');
  });

  test('an error: its text, and the line in the student’s own file', () => {
    const [first] = exercise('process-exit', '01.product-sum').tests;
    expect(first!.failure).toMatchObject({
      kind: 'threw',
      error: "ReferenceError: 'process' is not defined",
      trace: [{ file: 'exercises/01-convolution-by-hand.ts', line: 5, functionName: 'productSum' }],
    });
  });

  test('named mistakes: each by its name', () => {
    const names = lesson('wrong-answers').exercises.map(({ mistake }) => mistake?.id);
    expect(names).toEqual([
      'square-only',
      'position-ignored',
      'bias-left-out',
      'kernel-flipped',
      'kernel-not-flipped',
    ]);
  });

  test('a file that does not parse, or imports what it may not: line and column', () => {
    expect(lesson('syntax-error').problem).toMatchObject({
      kind: 'broken',
      problems: [{ at: { line: 35, column: 41 } }],
    });
    expect(lesson('attack-on-files').problem).toMatchObject({
      kind: 'broken',
      problems: [{ message: expect.stringContaining("import of 'node:fs' is refused") as string }],
    });
    expect(lesson('attack-on-solutions').problem).toMatchObject({ kind: 'broken' });
    expect(lesson('missing-file').problem).toEqual({ kind: 'missing' });
    expect(lesson('top-level-loop').problem).toMatchObject({ why: 'out-of-time' });
  });

  test('type errors: their lines, at no cost', () => {
    const { problems } = lesson('type-error').typeCheck;
    expect(problems[0]).toMatchObject({ at: { line: 5 } });
    expect(lesson('perfect').typeCheck).toEqual({ state: 'done', problems: [], more: 0 });
  });
});

test('the feedback page of the wrong answers is as it was read and found good', async () => {
  const page = readFileSync(join(out, 'feedback', 'wrong-answers.md'), 'utf8');
  await expect(page).toMatchFileSnapshot('golden/wrong-answers.md');
});

test('the table of the class is as it was read and found good', async () => {
  const csv = readFileSync(join(out, 'grades.csv'), 'utf8');
  await expect(csv).toMatchFileSnapshot('golden/grades.csv');
});

test('the same seed gives the same bytes, another seed other inputs', () => {
  const folder = classOf('wrong-answers', 'process-exit');
  const [first, again, other] = ['7', '7', '8'].map((seed) => {
    const target = temporaryFolder();
    runEntry('grade.ts', ['--lesson', '01', folder, '--out', target, '--seed', seed]);
    return ['grades.csv', 'grades.json', 'feedback/wrong-answers.html'].map((file) =>
      readFileSync(join(target, file), 'utf8'),
    );
  });
  expect(again).toEqual(first);
  expect(other![2]).not.toBe(first![2]);
});
