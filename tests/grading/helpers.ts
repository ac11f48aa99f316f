import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectRoot } from '../../kernel/project';
import type { SubmissionReport } from '../../grading/report/types';

export const lessonFile = '01-convolution-by-hand.ts';
export const fixtures = join(projectRoot, 'tests', 'fixtures', 'submissions');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the grader as its npm script does, without the set-up. */
export function runEntry(entry: string, args: readonly string[], root = projectRoot): Ended {
  const argv = ['--require', 'tsx/cjs', join(root, 'grading', entry), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    env: outsideVitest(),
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** The environment without what vitest puts there: the command starts a vitest of its own. */
export function outsideVitest(): NodeJS.ProcessEnv {
  const own = /^(?:VITEST|TEST$|NODE_ENV$|VITE_|INIT_CWD$|DEV$|PROD$|SSR$|MODE$|BASE_URL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'convlab-grading-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export function writeTree(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export interface Grades {
  readonly schema: number;
  readonly seed: number;
  readonly submissions: readonly SubmissionReport[];
}

/** Points for each exercise of a report, in their order. */
export function pointsOf(report: SubmissionReport): number[] {
  return report.lessons.flatMap(({ exercises }) => exercises.map(({ points }) => points));
}

/** A class of some of the fixtures. */
export function classOf(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) cpSync(join(fixtures, name), join(folder, name), { recursive: true });
  return folder;
}
