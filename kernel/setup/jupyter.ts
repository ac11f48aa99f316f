import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project';
import { aptInstall } from './apt';
import {
  findJupyter,
  type Jupyter,
  requirementsHash,
  venvProgram,
  venvStamp,
} from './find-jupyter.mjs';
import { withLock } from './lock.mjs';
import { programsNamed } from './programs.mjs';
import { runStep } from './progress.mjs';
import { SetupError } from './setup-error';

export type { Jupyter };

/**
 * A Jupyter that works: the machine's; else one in .venv; else Debian's.
 *
 * @throws SetupError that says what to install, when none of it succeeds
 */
export function ensureJupyter(): Promise<Jupyter> {
  return (once ??= setUp());
}

let once: Promise<Jupyter> | undefined;

async function setUp(): Promise<Jupyter> {
  const found = await findJupyter(projectRoot);
  if (found) return found;
  const onWait = () => {
    console.error('Another command is setting up Jupyter: waiting for it.');
  };
  return withLock(join(projectRoot, 'build', 'jupyter.lock'), onWait, async () => {
    const jupyter =
      (await findJupyter(projectRoot)) ??
      ((await makeVenv()) ? await findJupyter(projectRoot) : undefined) ??
      ((await aptInstall(
        ['jupyter-notebook', 'jupyter-nbconvert'],
        'no working Jupyter was found, and .venv could not be made',
      ))
        ? await findJupyter(projectRoot)
        : undefined);
    if (!jupyter) throw new SetupError(howToInstall());
    return jupyter;
  });
}

/** Makes .venv; whatever of it does not come to its end is removed. */
async function makeVenv(): Promise<boolean> {
  const venv = join(projectRoot, '.venv');
  for (const maker of venvMakers(venv)) {
    console.error(`Making .venv with Jupyter by ${maker.name}: no working Jupyter was found.`);
    rmSync(venv, { recursive: true, force: true });
    let failure = '';
    for (const [command, ...args] of maker.steps) {
      const { code, tail } = await runStep({
        command: command!,
        args,
        what: `.venv by ${maker.name}`,
        env: { ...process.env, UV_HTTP_TIMEOUT: '15', UV_HTTP_RETRIES: '1' },
        progress: (line) => /^(?:Collecting|Downloading) [^ ]+/.exec(line.trim())?.[0],
      });
      if (code === 0) continue;
      failure = tail;
      break;
    }
    if (!failure) {
      writeFileSync(venvStamp(projectRoot), requirementsHash(projectRoot));
      return true;
    }
    rmSync(venv, { recursive: true, force: true });
    const lastLines = failure.split('\n').slice(-3).join('\n');
    console.error(`${lastLines}\n.venv could not be made by ${maker.name}: trying the next way.`);
  }
  return false;
}

interface VenvMaker {
  name: string;
  steps: string[][];
}

/** Without a network they should fail in seconds, not after minutes of retrying. */
function venvMakers(venv: string): VenvMaker[] {
  const python = venvProgram(projectRoot, 'python');
  const requirements = join(projectRoot, 'requirements.txt');
  const makers: VenvMaker[] = [];
  const [uv] = programsNamed('uv');
  if (uv)
    makers.push({
      name: 'uv',
      steps: [
        [uv, 'venv', '--python', '>=3.9', venv],
        [uv, 'pip', 'install', '--python', python, '-r', requirements],
      ],
    });
  const [system] = [...programsNamed('python3'), ...programsNamed('python')];
  if (system) {
    const options = ['--retries', '1', '--timeout', '10', '--disable-pip-version-check'];
    makers.push({
      name: 'python3 and pip',
      steps: [
        [system, '-m', 'venv', venv],
        [python, '-m', 'pip', 'install', ...options, '-r', requirements],
      ],
    });
  }
  return makers;
}

function howToInstall(): string {
  const ways: Partial<Record<NodeJS.Platform, string>> = {
    darwin: '  brew install jupyterlab',
    win32: '  winget install Python.Python.3.12, then: py -m pip install jupyterlab',
    linux:
      '  Debian, Ubuntu:  sudo apt-get install jupyter-notebook jupyter-nbconvert\n' +
      '  Fedora:          sudo dnf install python3-notebook python3-nbconvert\n' +
      '  elsewhere:       python3 -m pip install --user jupyterlab nbconvert',
  };
  return (
    'There is no working Jupyter on this machine, and the set-up could not install one. ' +
    'Install it, then run the command again:\n' +
    (ways[process.platform] ?? '  python3 -m pip install jupyterlab nbconvert') +
    '\nWith a network that reaches PyPI, Python 3.9 or newer is all the set-up needs.'
  );
}
