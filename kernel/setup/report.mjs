// @ts-check
import { findChromium } from './find-chromium.mjs';
import { findJupyter } from './find-jupyter.mjs';
import { hasKernel, projectKernels } from './kernelspec.mjs';
import { nodeProblem, oldestNode, packagesProblem } from './packages.mjs';

/**
 * One part of the set-up, and the command that mends it when it is not as it should be.
 *
 * @typedef {object} Finding
 * @property {string} part
 * @property {'ok' | 'missing' | 'optional'} state optional: missing, but the lessons do without
 * @property {string} detail
 * @property {string} [mend]
 */

/**
 * What can be said of the set-up in plain Node.
 *
 * @param {string} root the project's folder
 * @returns {Promise<Finding[]>}
 */
export async function plainFindings(root) {
  return [node(), packages(root), await jupyter(root), kernel(root), chromium()];
}

/** @returns {Finding} */
function node() {
  const problem = nodeProblem();
  if (!problem)
    return { part: 'Node', state: 'ok', detail: `${process.version} (${process.execPath})` };
  const mend = `install Node ${oldestNode} or newer: https://nodejs.org, or nvm install 22`;
  return { part: 'Node', state: 'missing', detail: problem, mend };
}

/**
 * @param {string} root
 * @returns {Finding}
 */
function packages(root) {
  const problem = packagesProblem(root);
  if (!problem) return { part: 'npm packages', state: 'ok', detail: 'those of package-lock.json' };
  return { part: 'npm packages', state: 'missing', detail: `they ${problem}`, mend: 'npm ci' };
}

/**
 * @param {string} root
 * @returns {Promise<Finding>}
 */
async function jupyter(root) {
  const found = await findJupyter(root);
  const part = 'Jupyter';
  if (found)
    return { part, state: 'ok', detail: `${found.interface} ${found.version} (${found.command})` };
  const detail = 'no Jupyter here can both run notebooks (nbconvert) and show them';
  return { part, state: 'missing', detail, mend: 'npm start' };
}

/**
 * @param {string} root
 * @returns {Finding}
 */
function kernel(root) {
  if (hasKernel(root, projectKernels(root)))
    return { part: 'kernel', state: 'ok', detail: 'convlab, run by this Node from this folder' };
  const detail = 'not registered yet, or for another Node or folder';
  return { part: 'kernel', state: 'missing', detail, mend: 'npm start' };
}

/** @returns {Finding} */
function chromium() {
  const found = findChromium();
  if (found) return { part: 'Chromium', state: 'ok', detail: found };
  const detail =
    'no Chromium or Chrome found: the browser tests are skipped (CHROME_PATH names one)';
  const mend =
    process.platform === 'linux'
      ? 'apt-get install chromium (npm test does so, as root on Debian)'
      : 'install Chrome: https://www.google.com/chrome';
  return { part: 'Chromium', state: 'optional', detail, mend };
}

/**
 * Prints the findings.
 *
 * @param {Finding[]} findings
 * @returns {number} the exit code: 1 when a part that the course needs is missing
 */
export function printFindings(findings) {
  const width = Math.max(...findings.map(({ part }) => part.length));
  for (const { part, state, detail, mend } of findings) {
    console.log(
      `${{ ok: 'ok      ', missing: 'MISSING ', optional: 'missing ' }[state]} ${part.padEnd(width)}  ${detail}`,
    );
    if (state !== 'ok' && mend) console.log(`${' '.repeat(width + 11)}mend: ${mend}`);
  }
  const missing = findings.filter(({ state }) => state === 'missing').map(({ part }) => part);
  console.log(
    missing.length ? `Missing: ${missing.join(', ')}.` : 'All that the lessons need is there.',
  );
  console.log('CONVLAB_SYSTEM_INSTALL=0 keeps every install inside this folder.');
  return missing.length ? 1 : 0;
}

/**
 * The doctor's report where its other half can't run, since the packages are missing.
 *
 * @param {string} root
 */
export async function reportWithoutPackages(root) {
  /** @type {Finding[]} */
  const unknown = ['TensorFlow.js', 'data', 'sandbox'].map((part) => ({
    part,
    state: 'missing',
    detail: 'part of the npm packages',
    mend: 'npm ci',
  }));
  return printFindings([...(await plainFindings(root)), ...unknown]);
}
