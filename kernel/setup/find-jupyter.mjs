// @ts-check
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, programsNamed } from './programs.mjs';

/**
 * A Jupyter that works: it can run notebooks (nbconvert) and show them.
 *
 * @typedef {object} Jupyter
 * @property {string} command absolute
 * @property {'lab' | 'notebook'} interface what it shows notebooks with
 * @property {string} version of that interface
 */

/**
 * The first Jupyter on PATH that works, else the project's own in .venv. That a file is there
 * proves nothing: pyenv's shims, for one, are there when no Python has Jupyter.
 *
 * @param {string} root the project's folder
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Jupyter | undefined>}
 */
export async function findJupyter(root, env = process.env) {
  const own = venvProgram(root, 'jupyter');
  const candidates = programsNamed('jupyter', env);
  if (venvIsWhole(root) && isProgram(own)) candidates.push(own);
  for (const command of candidates) {
    const jupyter = await probe(command, env);
    if (jupyter) return jupyter;
  }
  return undefined;
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Jupyter | undefined>}
 */
async function probe(command, env) {
  const version = (/** @type {string} */ part) => versionOf(command, part, env);
  const [nbconvert, lab, notebook] = await Promise.all(
    ['nbconvert', 'lab', 'notebook'].map(version),
  );
  if (!nbconvert) return undefined;
  if (lab && Number.parseInt(lab) >= 4) return { command, interface: 'lab', version: lab };
  return notebook ? { command, interface: 'notebook', version: notebook } : undefined;
}

/**
 * @param {string} command
 * @param {string} part
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
function versionOf(command, part, env) {
  return new Promise((resolve) => {
    execFile(command, [part, '--version'], { env, timeout: 60_000 }, (error, stdout) => {
      resolve(error ? undefined : /\d+(\.\w+)+/.exec(stdout)?.[0]);
    });
  });
}

/**
 * @param {string} root
 * @param {string} name
 */
export function venvProgram(root, name) {
  return process.platform === 'win32'
    ? join(root, '.venv', 'Scripts', `${name}.exe`)
    : join(root, '.venv', 'bin', name);
}

/** Written when everything of requirements.txt is in place. @param {string} root */
export const venvStamp = (root) => join(root, '.venv', 'convlab-requirements');

/** @param {string} root */
export function requirementsHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'requirements.txt')))
    .digest('hex');
}

/**
 * Whether .venv was made to its end, with today's requirements.
 *
 * @param {string} root
 */
function venvIsWhole(root) {
  const stamp = venvStamp(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === requirementsHash(root);
}
