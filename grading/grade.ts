// npm run grade -- DIR [--lesson NN] [--out DIR] [--seed N] [--tests DIR]
// DIR holds a folder or a zip for each student, with exercises/*.ts in it (or the files themselves).
// --lesson may be given several times; all lessons are graded unless it is.
// Exit code: 0 when all were graded, whatever their marks; 2 when they could not be.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../kernel/project';
import { findLesson, lessons as allLessons } from './course';

import { readPrivateTests } from './course/private';
import type { Lesson } from './course/types';
import { gradeSubmissions } from './engine';
import { gradesCsv } from './report/csv';
import { buildDocument } from './report/document';
import { fileNames } from './report/file-names';
import { toPage } from './report/html';
import { toMarkdown } from './report/markdown';
import { summaryTable } from './report/summary';
import { schemaVersion, type GradeRun } from './report/types';
import { words } from './report/words';
import { readClass } from './source/read';

interface Options {
  readonly folder: string;
  readonly lessons: readonly Lesson[];
  readonly out: string;
  readonly seed: number;
  readonly tests: string | null;
}

/** @throws with the usage, when the arguments are none. */
function parseOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      lesson: { type: 'string', multiple: true },
      out: { type: 'string', default: join(projectRoot, 'build', 'grades') },
      seed: { type: 'string', default: '1' },
      tests: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new Error(
      'usage: npm run grade -- DIR [--lesson NN] [--out DIR] [--seed N] [--tests DIR]',
    );
  }
  // npm runs scripts in the project's folder; INIT_CWD is where the person stands.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const path = resolve(from, folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new Error(`grade: ${path} is not a folder`);
  }
  const seed = Number(values.seed);
  if (!Number.isInteger(seed))
    throw new Error(`grade: --seed takes a whole number, got ${values.seed}`);
  return {
    folder: path,
    lessons: values.lesson === undefined ? allLessons : chosen(values.lesson),
    out: resolve(from, values.out),
    seed,
    tests: values.tests === undefined ? null : resolve(from, values.tests),
  };
}

/** The lessons by their numbers, in the order of the course. @throws if one has no exercises. */
function chosen(numbers: readonly string[]): readonly Lesson[] {
  const unknown = numbers.find((number) => !findLesson(number));
  if (unknown !== undefined) {
    const known = allLessons.map(({ id }) => id).join(', ');
    throw new Error(`grade: --lesson ${unknown}: the lessons with exercises are ${known}`);
  }
  return allLessons.filter(({ id }) => numbers.includes(id));
}

async function main(): Promise<number> {
  const { folder, lessons, out, seed, tests } = parseOptions();
  const privateTests = tests === null ? null : readPrivateTests(tests);
  const submissions = readClass(folder, lessons);
  if (submissions.length === 0) throw new Error(`grade: ${folder} holds no folder and no zip`);
  console.log(`Grading ${submissions.length} submissions of ${folder}`);
  const run = await gradeSubmissions(submissions, {
    lessons,
    seed,
    privateTests,
    onProgress: (graded) => {
      console.log(`  ${graded} of ${submissions.length}`);
    },
  });
  if (run.errors.length > 0) {
    console.error([words.graderErrors, ...run.errors].join('\n  '));
    return 2;
  }
  writeResults(run, out, seed);
  console.log(`\n${summaryTable(run.reports)}\n`);
  console.log(
    `Written to ${relative(process.cwd(), out) || out}: grades.csv, grades.json, feedback/`,
  );
  return 0;
}

/** The same bytes for the same submissions and seed: nothing here knows the time. */
function writeResults(run: GradeRun, out: string, seed: number): void {
  const feedback = join(out, 'feedback');
  rmSync(feedback, { recursive: true, force: true });
  mkdirSync(feedback, { recursive: true });
  writeFileSync(join(out, 'grades.csv'), gradesCsv(run.reports));
  const { reports } = run;
  const grades = { schema: schemaVersion, seed, submissions: reports };
  writeFileSync(join(out, 'grades.json'), `${JSON.stringify(grades, jsonValue, 2)}\n`);
  const names = fileNames(reports.map(({ student }) => student));
  reports.forEach((report, index) => {
    const blocks = buildDocument(report, { reader: 'page' });
    const file = join(feedback, names[index]!);
    writeFileSync(`${file}.html`, toPage(report.student, blocks));
    writeFileSync(`${file}.md`, toMarkdown(report.student, blocks));
  });
}

/** Values of a failure that JSON would lose: a Float32Array's form, NaN and the infinities. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
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
