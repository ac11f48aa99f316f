import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../kernel/project';
import { ensureChromium, ensureJupyter, ensureKernel, SetupError } from '../kernel/setup';
import { closingLine, countTests, type VitestReport } from './run-count';

const reportFile = join(projectRoot, 'build', 'vitest.json');

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof SetupError ? error.message : error);
    console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
    process.exitCode = 1;
  },
);

/** `npm test -- tests/lib`: sets up what the tests need, then runs all, or those whose path matches. */
async function main(filters: string[]): Promise<number> {
  await ensureJupyter();
  await ensureKernel();
  await ensureChromium();
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  const exitCode = await vitest(filters);
  const report = existsSync(reportFile)
    ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
    : undefined;
  const count = countTests(report, exitCode);
  console.log(closingLine(count));
  return count.failed > 0 ? exitCode || 1 : 0;
}

function vitest(filters: string[]): Promise<number> {
  const script = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [script, 'run', ...reporters, ...filters], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  // The terminal's Ctrl-C reaches vitest by itself; its end is ours.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 130);
    });
  });
}
