import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { projectRoot } from '../../kernel/project';
import { withLock } from '../../kernel/setup/lock.mjs';
import { runStep, secondsSince } from '../../kernel/setup/progress.mjs';

const folder = join(projectRoot, 'bench');

/** Loads from bench/node_modules. */
export const requirePeer = createRequire(join(folder, 'package.json'));

/** Packages of a lock file, or of npm's record of what it installed, by their folder. */
function packagesIn(file: string): Record<string, { version?: string; integrity?: string }> {
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { packages: ReturnType<typeof packagesIn> })
    .packages;
}

function installed(): boolean {
  const found = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  const wanted = Object.entries(packagesIn(join(folder, 'package-lock.json')));
  return wanted.every(([path, { integrity }]) => !path || found[path]?.integrity === integrity);
}

/**
 * Brings bench/node_modules in step with bench/package-lock.json. The peers take hundreds of
 * megabytes, so they are not among the packages that every student installs.
 *
 * @returns what went wrong, or undefined
 */
export async function ensurePeers(): Promise<string | undefined> {
  if (installed()) return undefined;
  const say = (text: string): void => console.error(text);
  const onWait = (): void => say('Another benchmark is installing its packages: waiting for it.');
  return withLock(join(projectRoot, 'build', 'bench-npm-ci.lock'), onWait, async () => {
    if (installed()) return undefined;
    say(
      'Installing the libraries to compare with into bench/node_modules, once (npm ci, about 440 MB).',
    );
    const started = Date.now();
    // npm's own script, by this very Node; without it a shell finds npm.cmd on Windows.
    const script = process.env.npm_execpath;
    const npm = script && basename(script) === 'npm-cli.js' ? [process.execPath, script] : ['npm'];
    // Their scripts fetch what is not used here, and fail on a network that does not reach it.
    const args = [...npm.slice(1), 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const shell = process.platform === 'win32' && npm.length === 1;
    const { code, tail } = await runStep({
      what: 'npm ci',
      command: npm[0],
      args,
      cwd: folder,
      shell,
    });
    if (code === 0) {
      say(`Installed them in ${secondsSince(started)} s.`);
      return undefined;
    }
    say(tail);
    return `npm ci in bench/ failed (exit code ${code}), usually for want of a network`;
  });
}
