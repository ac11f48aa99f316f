import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { projectRoot } from '../project';
import { hasKernel, kernelFile, kernelJson, projectKernels } from './kernelspec.mjs';
import { ensureJupyter, type Jupyter } from './jupyter';
import { systemInstallsOff } from './programs.mjs';

/**
 * Registers the course's kernel: in the project's folder for its own commands, and where Jupyter
 * keeps a user's kernels, for VS Code or a Jupyter that the student starts by hand.
 */
export async function ensureKernel(): Promise<void> {
  const own = projectKernels(projectRoot);
  if (!hasKernel(projectRoot, own)) write(own);
  if (systemInstallsOff()) return;
  const users = dataFolder(await ensureJupyter());
  if (!users || hasKernel(projectRoot, users)) return;
  const before = launcherIn(users);
  const change =
    before && before !== launcher(kernelJson(projectRoot)) ? `, instead of ${before}` : '';
  console.error(
    `Registering the kernel "convlab (TypeScript)" for your account, so that VS Code and other ` +
      `Jupyters find it: ${kernelFile(users)}${change}.`,
  );
  try {
    write(users);
  } catch (error) {
    // The course's own commands don't need it.
    console.error(`It could not be written: ${(error as Error).message}`);
  }
}

function write(folder: string): void {
  const file = kernelFile(folder);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, kernelJson(projectRoot));
}

function dataFolder({ command }: Jupyter): string | undefined {
  try {
    return execFileSync(command, ['--data-dir'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

function launcherIn(folder: string): string | undefined {
  const file = kernelFile(folder);
  return existsSync(file) ? launcher(readFileSync(file, 'utf8')) : undefined;
}

function launcher(json: string): string | undefined {
  try {
    const { argv } = JSON.parse(json) as { argv?: string[] };
    return argv?.find((argument) => /launcher\.\w+$/.test(argument));
  } catch {
    return undefined;
  }
}
