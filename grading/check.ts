// npm run check -- [01 | 01.product-sum …] [--watch] [--json] [--hints N]
// Exit code: 0 when every point is earned, 1 when not, 2 when nothing could be checked.
import { parseArgs } from 'node:util';
import { projectRoot } from '../kernel/project';
import { findExercise, findLesson, lessons as allLessons } from './course';
import type { Lesson } from './course/types';
import { gradeSubmissions } from './engine';
import { buildDocument } from './report/document';
import { toHtml } from './report/html';
import { toText } from './report/terminal';
import { schemaVersion, type GradeRun, type SubmissionReport } from './report/types';
import { words } from './report/words';
import { exercisePath, readFolder } from './source/read';
import { TypeChecker } from './source/type-check';
import { watchFiles } from './watch';

/** What is checked: lessons, or one exercise of one of them. */
interface Target {
  readonly lessons: readonly Lesson[];
  readonly exercise?: string;
}

interface Options {
  readonly json: boolean;
  readonly hints?: number;
}

/** @throws with what there is, when a name is none of it. */
function parseTargets(names: readonly string[]): Target {
  if (names.length === 0) return { lessons: allLessons };
  if (names.length === 1 && findExercise(names[0]!)) {
    const [exercise] = names as [string];
    return { lessons: [findLesson(exercise.split('.')[0]!)!], exercise };
  }
  const lessons = names.map((name) => {
    const lesson = findLesson(name.padStart(2, '0'));
    if (lesson) return lesson;
    const list = allLessons.map(({ id, title, exercises }) =>
      [`  ${id}  ${title}`, ...exercises.map((e) => `      ${e.id}  ${e.title}`)].join('\n'),
    );
    throw new Error(
      `check: there is no lesson or exercise ${name}. There are:\n${list.join('\n')}`,
    );
  });
  return { lessons };
}

async function check(target: Target, options: Options, typeChecker: TypeChecker): Promise<number> {
  const run = await gradeSubmissions([() => readFolder(projectRoot, target.lessons, 'you')], {
    ...target,
    typeChecker,
  });
  const report = run.reports[0]!;
  console.log(options.json ? toJson(run, report, options) : toTerminal(report, options));
  if (run.errors.length > 0) {
    console.error([words.graderErrors, ...run.errors].join('\n  '));
    return 2;
  }
  return report.points === report.maxPoints ? 0 : 1;
}

function toTerminal(report: SubmissionReport, { hints }: Options): string {
  const colours = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  return toText(buildDocument(report, { hints, reader: 'terminal' }), colours);
}

/** For programs, and for the notebook, which shows `html` and `text` as they are. */
function toJson(run: GradeRun, report: SubmissionReport, { hints }: Options): string {
  const blocks = buildDocument(report, { hints, reader: 'notebook' });
  const { errors } = run;
  const { points, maxPoints, lessons } = report;
  return JSON.stringify({
    schema: schemaVersion,
    points,
    maxPoints,
    errors,
    lessons,
    html: toHtml(blocks),
    text: toText(blocks),
  });
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      watch: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      hints: { type: 'string' },
    },
  });
  const target = parseTargets(positionals);
  const hints = values.hints === undefined ? undefined : Number(values.hints);
  if (hints !== undefined && !(Number.isInteger(hints) && hints >= 0)) {
    throw new Error(`check: --hints takes a number, got ${values.hints}`);
  }
  const options: Options = { json: values.json, hints };
  const typeChecker = new TypeChecker();
  if (!values.watch) {
    const code = await check(target, options, typeChecker);
    await typeChecker.close();
    return code;
  }
  await watchFiles(
    target.lessons.map((lesson) => exercisePath(lesson)),
    async () => {
      if (process.stdout.isTTY) console.clear();
      await check(target, options, typeChecker);
      console.log('\nWatching; checked again at each save. Ctrl-C ends.');
    },
  );
  await typeChecker.close();
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exit(2);
  },
);
