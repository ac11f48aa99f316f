// @ts-check
// What every command starts with, in plain Node, since no package may be there yet:
//   node kernel/bootstrap.mjs [--no-install] ENTRY.ts ARGUMENTS…
// It checks Node, brings node_modules in step with package-lock.json, then runs ENTRY.ts by tsx.
// With --no-install it installs nothing; ENTRY.ts runs if it can, else the plain report is given.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, nodeProblem, packagesProblem } from './setup/packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const install = process.argv[2] !== '--no-install';
const [entry, ...args] = process.argv.slice(install ? 2 : 3);
if (!entry) throw new Error('bootstrap.mjs: no entry file given');

process.exitCode = await run(entry);

/**
 * @param {string} file the entry, relative to the project's folder
 * @returns {Promise<number>} the exit code
 */
async function run(file) {
  const problem = nodeProblem();
  if (problem && install) {
    console.error(problem);
    return 1;
  }
  if (install) return (await ensurePackages(root)) ? runEntry(file) : 1;
  if (!problem && packagesProblem(root) !== 'are not here yet') return runEntry(file);
  const { reportWithoutPackages } = await import('./setup/report.mjs');
  return reportWithoutPackages(root);
}

/**
 * @param {string} file
 * @returns {Promise<number>}
 */
function runEntry(file) {
  // Of tsx the hook for require alone: the one for import would also read every file of the packages
  // that an entry imports, which made vitest's start five times as long.
  const hook = createRequire(import.meta.url).resolve('tsx/cjs');
  const argv = ['--require', hook, join(root, file), ...args];
  const child = spawn(process.execPath, argv, { cwd: root, stdio: 'inherit' });
  // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone does not.
  // The entries take a second signal for the first one's echo.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  // An npm that was killed outright passes nothing on; what it started must not outlive it.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'])
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 1000).unref();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]);
    });
  });
}
