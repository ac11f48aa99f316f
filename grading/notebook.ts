/**
 * What a lesson's cells call: `await check('01.product-sum')` and `hint('01.product-sum', 2)`.
 * The grader runs in a process of its own, so that neither an endless loop nor a grader's
 * package touches the kernel. This file imports little, for the kernel type-checks what it imports.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { display, markdown } from '../lib/show/display';

const root = join(__dirname, '..');

/** What grading/check.ts prints with --json, as far as it is shown here. */
interface CheckResult {
  readonly html: string;
  readonly text: string;
  readonly errors: readonly string[];
}

/**
 * Checks an exercise (`01.product-sum`) or a whole lesson (`01`) as it is saved, and shows the
 * report. A failed exercise is a report, not an error.
 *
 * @throws if there is no such exercise, or if the grader itself fails.
 */
export async function check(id: string): Promise<void> {
  const { code, stdout, stderr } = await run('check.ts', [id, '--json']);
  if (code !== 0 && code !== 1)
    throw new Error(stderr.trim() || `check: the grader ended with ${code}`);
  const { html, text } = JSON.parse(stdout) as CheckResult;
  display({ 'text/html': html, 'text/plain': text });
}

/**
 * Shows the hints of an exercise, up to a level: 1 is a nudge, the last is nearly the code.
 *
 * @throws if there is no such exercise.
 */
export async function hint(id: string, level = 1): Promise<void> {
  const { code, stdout, stderr } = await run('hint.ts', [id, String(level)]);
  if (code !== 0) throw new Error(stderr.trim());
  markdown(stdout.trim());
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(entry: string, args: readonly string[]): Promise<Ended> {
  // As kernel/bootstrap.mjs starts the command in a terminal.
  const argv = ['--require', 'tsx/cjs', join(root, 'grading', entry), ...args];
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => stdout.push(data));
  child.stderr.on('data', (data: Buffer) => stderr.push(data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
  });
}
