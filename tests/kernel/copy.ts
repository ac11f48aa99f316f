import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../kernel/project';

/** What a program printed, and how it ended. */
export interface Ended {
  code: number;
  output: string;
}

/** A folder for a test's files, outside the project, by its real path; it goes when the tests end. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'convlab-')));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A second copy of the course: the files named, and the packages of this one. */
export function copyProject(...parts: string[]): string {
  const root = temporaryFolder();
  for (const part of ['package.json', 'package-lock.json', 'requirements.txt', 'kernel', ...parts])
    cpSync(join(projectRoot, part), join(root, part), { recursive: true });
  return root;
}

export function linkPackages(root: string): void {
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
}

/** A program that a test puts on PATH: a shell script, or a link to one of the machine's. */
export function putProgram(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

/** A PATH with the machine's shell programs and Node, but without any Jupyter, Python or browser. */
export function barePath(root: string): string {
  const folder = join(root, 'bare-path');
  mkdirSync(folder);
  for (const program of ['sh', 'mkdir', 'cat', 'cp', 'chmod', 'rm', 'sleep', 'touch', 'env']) {
    const place = ['/bin', '/usr/bin'].map((bin) => join(bin, program)).find(canLink);
    if (place) symlinkSync(place, join(folder, program));
  }
  symlinkSync(process.execPath, join(folder, 'node'));
  return folder;
}

function canLink(file: string): boolean {
  try {
    return realpathSync(file) !== '';
  } catch {
    return false;
  }
}

/** Runs a program to its end; stdout and stderr together. */
export function run(
  command: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(command, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? -1, output });
    });
  });
}

/** Runs a few lines of TypeScript in a copy of the course, with its set-up's functions imported. */
export function runInCopy(root: string, code: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const script = join(root, 'script.ts');
  writeFileSync(
    script,
    `import * as setup from './kernel/setup';\nvoid (async () => {\n${code}\n})().catch((error) => { console.log(String(error)); process.exitCode = 1; });\n`,
  );
  const tsx = join(projectRoot, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  return run(process.execPath, ['--import', tsx, script], { cwd: dirname(script), env });
}
