// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { runStep, secondsSince } from './progress.mjs';

/** The oldest Node whose require() loads the ESM-only packages that the course uses. */
export const oldestNode = '20.19.0';

/**
 * What is wrong with this Node, or nothing.
 *
 * @param {string} [version] as in process.versions.node
 */
export function nodeProblem(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode.split('.').map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return undefined;
  return `Node ${version} is too old: the course needs ${oldestNode} or newer (https://nodejs.org, or: nvm install 22)`;
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.convlab-stamp');

/**
 * The stamp names the lock file's text and the platform: packages with native parts don't survive
 * a node_modules copied from another kind of machine.
 *
 * @param {string} root
 */
function wantedStamp(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
}

/**
 * Why node_modules must be made anew, or undefined when it agrees with package-lock.json.
 * A developer's own `npm install` leaves no stamp; npm's record of what it put there is then
 * compared with the lock file, entry by entry.
 *
 * @param {string} root
 */
export function packagesProblem(root) {
  if (!existsSync(join(root, 'node_modules', 'tsx', 'package.json'))) return 'are not here yet';
  const wanted = wantedStamp(root);
  if (existsSync(stampFile(root))) {
    const found = readFileSync(stampFile(root), 'utf8');
    if (found === wanted) return undefined;
    if (found.split(' ').slice(1).join(' ') !== wanted.split(' ').slice(1).join(' '))
      return 'were installed on another platform';
  }
  return recordAgrees(root) ? undefined : 'are not those of package-lock.json';
}

/** @param {string} root */
function recordAgrees(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  /** @type {(file: string) => Record<string, { version?: string, integrity?: string, optional?: boolean }>} */
  const entries = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = entries(record);
  return Object.entries(entries(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    // npm leaves out optional packages of other platforms, and those whose install failed.
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * Makes node_modules agree with package-lock.json by `npm ci`, when it does not.
 *
 * @param {string} root
 * @returns {Promise<boolean>} false when npm failed, which has then been explained
 */
export async function ensurePackages(root) {
  if (!packagesProblem(root)) return true;
  const lock = join(root, 'build', 'npm-ci.lock');
  const onWait = () =>
    console.error('Another command is installing the npm packages: waiting for it.');
  return withLock(lock, onWait, async () => {
    const problem = packagesProblem(root);
    if (!problem) return true;
    console.error(`Installing the npm packages into node_modules (npm ci): they ${problem}.`);
    const started = Date.now();
    const { code, tail } = await runNpmCi(root);
    if (code === 0) {
      writeFileSync(stampFile(root), wantedStamp(root));
      console.error(`Installed the npm packages in ${secondsSince(started)} s.`);
      return true;
    }
    console.error(tail);
    console.error(
      `npm ci failed (exit code ${code}); the end of what it printed is above. The usual cause is a ` +
        'network that does not reach the npm registry. To see it whole: npm ci',
    );
    return false;
  });
}

/**
 * @param {string} root
 */
function runNpmCi(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const total = Object.keys(lock.packages).length;
  let fetched = 0;
  const [command, ...before] = npmCommand();
  // A NODE_ENV=production in the student's shell would leave out what the tests need.
  const wanted = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  return runStep({
    what: 'npm ci',
    command: /** @type {string} */ (command),
    args: [...before, 'ci', ...wanted, '--loglevel=http'],
    cwd: root,
    shell: process.platform === 'win32' && before.length === 0,
    progress: (line) => {
      if (!/\bhttp (fetch|cache)\b/.test(line)) return undefined;
      if (/\.tgz\b/.test(line)) fetched++;
      return `${Math.min(fetched, total)} of about ${total} packages fetched`;
    },
  });
}

/**
 * npm's own script run by this very Node, so that the `npm` on PATH can't be that of another.
 *
 * @returns {string[]}
 */
function npmCommand() {
  const here = dirname(process.execPath);
  const candidates = [
    process.env['npm_execpath'] ?? '',
    join(here, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(here, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((file) => basename(file) === 'npm-cli.js' && existsSync(file));
  return script ? [process.execPath, script] : ['npm'];
}
