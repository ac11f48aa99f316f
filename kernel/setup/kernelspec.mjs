// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const kernelName = 'convlab';

/**
 * Where the course's own commands look for kernels first, so that two copies of the course on one
 * machine don't run each other's.
 *
 * @param {string} root the project's folder
 */
export const projectKernels = (root) => join(root, '.jupyter');

/**
 * The environment in which the course runs Jupyter: with this copy's kernel, and without settings
 * of the student's own that could put a password, another folder or an extension in the way.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnv(root, env = process.env) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [projectKernels(root), env['JUPYTER_PATH']].filter(Boolean).join(separator);
  return { ...env, JUPYTER_PATH: path, JUPYTER_CONFIG_DIR: join(projectKernels(root), 'config') };
}

/**
 * @param {string} folder a Jupyter data folder
 */
export const kernelFile = (folder) => join(folder, 'kernels', kernelName, 'kernel.json');

/**
 * The text of kernel.json. Node and the launcher are absolute: Jupyter looks for neither. The flag
 * lets Node survive the end of a running cell that is interrupted after an await or in a timer.
 *
 * @param {string} root
 */
export function kernelJson(root) {
  const argv = [
    process.execPath,
    '--no-force-async-hooks-checks',
    join(root, 'kernel', 'launcher.mjs'),
    '{connection_file}',
  ];
  const spec = {
    argv,
    display_name: 'convlab (TypeScript)',
    language: 'typescript',
    interrupt_mode: 'message',
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/**
 * Whether a Jupyter data folder has this copy's kernel, with this Node.
 *
 * @param {string} root
 * @param {string} folder
 */
export function hasKernel(root, folder) {
  const file = kernelFile(folder);
  return existsSync(file) && readFileSync(file, 'utf8') === kernelJson(root);
}
