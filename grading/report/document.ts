import { findExercise } from '../course';
import type { CallShown, Failure, FileProblem } from '../graded/failure';
import { frameText } from '../sandbox/trace';
import type { Problem } from '../source/states';
import type { ExerciseReport, LessonReport, SubmissionReport, TestReport } from './types';
import { scalarText, valueTables, type ValueTable } from './value-tables';
import { failureText, fileProblemText, pointsText, words } from './words';

/**
 * A report as a list of blocks, from which the terminal, HTML and Markdown are made, so that all
 * three say the same. Every text may hold what a student wrote: a renderer makes it safe.
 */
export type Block =
  | {
      readonly kind: 'heading';
      readonly level: 1 | 2 | 3;
      readonly text: string;
      readonly points: string | null;
      readonly full: boolean;
    }
  | {
      readonly kind: 'paragraph';
      readonly text: string;
      readonly tone: 'plain' | 'bad' | 'quiet' | 'mistake' | 'hint';
    }
  | { readonly kind: 'tests'; readonly tests: readonly TestLine[] }
  | { readonly kind: 'tables'; readonly tables: readonly ValueTable[] }
  | { readonly kind: 'lines'; readonly title: string; readonly lines: readonly string[] };

export interface TestLine {
  readonly passed: boolean;
  readonly title: string;
  /** What went wrong, in a line; empty for a passed test and where it is told at length below. */
  readonly note: string;
  readonly points: string;
}

export interface DocumentOptions {
  /** Hints to show; unless told 1 of an exercise that was tried and is not solved. */
  readonly hints?: number;
  /** Who reads it: how a further hint is asked for. */
  readonly reader: 'terminal' | 'notebook' | 'page';
}

export function buildDocument(report: SubmissionReport, options: DocumentOptions): Block[] {
  const blocks = report.lessons.flatMap((lesson) => lessonBlocks(lesson, options));
  const notes = report.notes.map((text): Block => ({ kind: 'paragraph', text, tone: 'bad' }));
  const total: Block = {
    kind: 'heading',
    level: 1,
    text: 'Total',
    points: pointsText(report.points, report.maxPoints),
    full: report.points === report.maxPoints,
  };
  return [...notes, ...blocks, total];
}

function lessonBlocks(lesson: LessonReport, options: DocumentOptions): Block[] {
  const { title, id, points, maxPoints, problem } = lesson;
  return [
    {
      kind: 'heading',
      level: 2,
      text: `${id} ${title}`,
      points: pointsText(points, maxPoints),
      full: points === maxPoints,
    },
    ...(problem ? fileBlocks(problem, lesson.file) : []),
    ...(problem ? [] : lesson.exercises.flatMap((exercise) => exerciseBlocks(exercise, options))),
    ...typeBlocks(lesson),
  ];
}

function fileBlocks(problem: FileProblem, file: string): Block[] {
  const first: Block = {
    kind: 'paragraph',
    text: `${file}: ${fileProblemText(problem)}`,
    tone: 'bad',
  };
  if (problem.kind === 'broken') {
    return [
      first,
      {
        kind: 'lines',
        title: words.where,
        lines: problem.problems.flatMap((p) => problemLines(p, file)),
      },
    ];
  }
  if (problem.kind === 'top-level' && problem.trace.length > 0) {
    return [first, { kind: 'lines', title: words.where, lines: problem.trace.map(frameText) }];
  }
  return [first];
}

function problemLines({ message, at, lineText }: Problem, file: string): string[] {
  const place = at ? `${file}:${at.line}:${at.column}` : file;
  return [`${place}: ${message}`, ...(lineText ? [`    ${lineText.trim()}`] : [])];
}

function typeBlocks({ typeCheck, file }: LessonReport): Block[] {
  if (typeCheck.state === 'unfinished') {
    return [{ kind: 'paragraph', text: words.typeCheckUnfinished, tone: 'quiet' }];
  }
  if (typeCheck.problems.length === 0) return [];
  const more = typeCheck.more > 0 ? [words.moreTypeErrors(typeCheck.more)] : [];
  return [
    {
      kind: 'lines',
      title: `${words.typeErrors}:`,
      lines: [...typeCheck.problems.flatMap((p) => problemLines(p, file)), ...more],
    },
    { kind: 'paragraph', text: words.typeErrorsNote, tone: 'quiet' },
  ];
}

function exerciseBlocks(exercise: ExerciseReport, options: DocumentOptions): Block[] {
  const { id, title, points, maxPoints, tests, mistake } = exercise;
  const failed = tests.filter(({ passed }) => !passed);
  const heading: Block = {
    kind: 'heading',
    level: 3,
    text: `${id} ${title}`,
    points: pointsText(points, maxPoints),
    full: points === maxPoints,
  };
  const shown = failed.find((test) => !test.private && test.failure?.kind !== 'not-run') ?? null;
  if (shown?.failure?.kind === 'not-written' && points === 0) {
    return [
      heading,
      { kind: 'paragraph', text: `${words.notWritten}.`, tone: 'quiet' },
      ...hintBlocks(exercise, options, 0),
    ];
  }
  return [
    heading,
    { kind: 'tests', tests: tests.map((test) => testLine(test, exercise, shown)) },
    ...(shown?.failure ? failureBlocks(shown.failure, exercise) : []),
    ...(mistake
      ? [{ kind: 'paragraph', text: words.mistake(mistake.when), tone: 'mistake' } as const]
      : []),
    ...consoleBlocks(tests, shown),
    ...(failed.length > 0 ? hintBlocks(exercise, options, 1) : []),
  ];
}

/** A failed test in a line; the one that is told at length below says nothing here. */
function testLine(test: TestReport, exercise: ExerciseReport, shown: TestReport | null): TestLine {
  const title = test.private ? `${test.title} (${words.privateTest})` : test.title;
  const text = test.failure ? failureText(test.failure, exercise) : '';
  const told = shown?.failure ? failureText(shown.failure, exercise) : '';
  const note = test === shown ? '' : text !== '' && text === told ? words.same : text;
  return { passed: test.passed, title, note, points: `${test.points}/${test.maxPoints}` };
}

function failureBlocks(failure: Failure, exercise: ExerciseReport): Block[] {
  return [
    { kind: 'paragraph', text: failureText(failure, exercise), tone: 'bad' },
    ...('call' in failure ? callBlocks(failure.call) : []),
    ...(failure.kind === 'wrong-result' ? resultBlocks(failure) : []),
    ...(failure.kind === 'changed-input' ? changeBlocks(failure) : []),
    ...('trace' in failure && failure.trace.length > 0
      ? [{ kind: 'lines', title: words.where, lines: failure.trace.map(frameText) } as const]
      : []),
  ];
}

/** The arguments: lists as tables, single numbers in a line. */
function callBlocks({ about, args }: CallShown): Block[] {
  const scalars = args.flatMap(({ name, value }): [string, string][] => {
    const text = scalarText(value);
    return text === null ? [] : [[name, text]];
  });
  const tables = args
    .filter(({ value }) => scalarText(value) === null)
    .flatMap(({ name, value }) => valueTables(name, value));
  return [
    { kind: 'paragraph', text: words.call(about), tone: 'plain' },
    ...(tables.length > 0 ? [{ kind: 'tables', tables } as const] : []),
    ...(scalars.length > 0
      ? [{ kind: 'paragraph', text: words.scalars(scalars), tone: 'plain' } as const]
      : []),
  ];
}

function resultBlocks({
  expected,
  got,
  tolerance,
}: Extract<Failure, { kind: 'wrong-result' }>): Block[] {
  const [wanted, found] = [scalarText(expected), scalarText(got)];
  if (wanted !== null && found !== null) {
    return [{ kind: 'paragraph', text: words.expectedGot(wanted, found), tone: 'plain' }];
  }
  const tables = [
    ...valueTables(words.expected, expected),
    ...valueTables(words.got, got, { value: expected, tolerance }),
  ];
  return [{ kind: 'tables', tables }];
}

function changeBlocks({ before, after }: Extract<Failure, { kind: 'changed-input' }>): Block[] {
  const tables = [
    ...valueTables(words.before(before.name), before.value),
    ...valueTables(words.after(before.name), after ?? words.nothingLeft, {
      value: before.value,
      tolerance: 0,
    }),
  ];
  return [{ kind: 'tables', tables }];
}

/** What was printed in the test that is told at length, else in the first that printed anything. */
function consoleBlocks(tests: readonly TestReport[], shown: TestReport | null): Block[] {
  const printed = tests.filter((test) => test.console.length > 0);
  const test = printed.find((candidate) => candidate === shown) ?? printed[0];
  if (!test) return [];
  const lines = test.console.map(({ level, text }) =>
    level === 'log' ? text : `${level}: ${text}`,
  );
  return [{ kind: 'lines', title: words.printed(test.title), lines }];
}

function hintBlocks({ id }: ExerciseReport, options: DocumentOptions, unlessTold: number): Block[] {
  const { hints = unlessTold, reader } = options;
  const all = findExercise(id)?.hints ?? [];
  const shown = all.slice(0, hints).map((text, index): Block => ({
    kind: 'paragraph',
    text: `${words.hint(index + 1, all.length)}: ${text}`,
    tone: 'hint',
  }));
  const level = Math.min(hints, all.length) + 1;
  if (level > all.length) return shown;
  const more =
    reader === 'notebook'
      ? words.moreByNotebook(id, level)
      : words.moreByCheck(id.split('.')[0]!, level);
  return [...shown, { kind: 'paragraph', text: more, tone: 'quiet' }];
}
