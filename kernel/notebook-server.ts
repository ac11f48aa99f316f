import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from './project';
import { type Jupyter, jupyterEnv, SetupError } from './setup';

const logFile = join(projectRoot, 'build', 'jupyter.log');
const firstPort = 8888;
const startMs = 90_000;
const stopMs = 10_000;

/** A running Jupyter that shows the project's folder. */
export interface NotebookServer {
  /** The address of a notebook, token included; `path` is relative to the project's folder. */
  urlOf: (path: string) => string;
  /** Resolves when Jupyter has ended, by `stop` or by itself. */
  ended: Promise<void>;
  /** Ends Jupyter and its kernels. */
  stop: () => Promise<void>;
}

/**
 * Starts Jupyter and waits until it answers.
 *
 * @throws SetupError when the port is taken, or Jupyter does not come up
 */
export async function startNotebookServer(
  jupyter: Jupyter,
  wantedPort: number | undefined,
): Promise<NotebookServer> {
  const port = wantedPort ?? (await freePort());
  if (wantedPort !== undefined && !(await isFree(wantedPort)))
    throw new SetupError(
      `Port ${wantedPort} is in use, perhaps by an earlier npm start. Give another: npm start -- --port ${wantedPort + 1}`,
    );
  const token = randomBytes(24).toString('hex');
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const child = spawn(jupyter.command, serverArguments(jupyter, port), {
    cwd: projectRoot,
    // In the environment the token can't be read from the list of processes.
    env: { ...jupyterEnv(projectRoot), JUPYTER_TOKEN: token },
    stdio: ['ignore', log, log],
    // In a process group of its own the terminal's Ctrl-C does not reach it: `stop` ends it.
    detached: process.platform !== 'win32',
  });
  closeSync(log);
  const ended = once(child, 'exit').then(() => undefined);
  const base = `http://127.0.0.1:${port}`;
  const stop = () => stopServer(child, ended, base, token);
  try {
    await untilItAnswers(child, `${base}/api/status?token=${token}`);
  } catch (error) {
    await stop();
    throw error;
  }
  const page = jupyter.interface === 'lab' ? 'lab/tree' : 'notebooks';
  return { urlOf: (path) => `${base}/${page}/${path}?token=${token}`, ended, stop };
}

function serverArguments(jupyter: Jupyter, port: number): string[] {
  const classic = jupyter.interface === 'notebook' && Number.parseInt(jupyter.version) < 7;
  const app = classic ? 'NotebookApp' : 'ServerApp';
  const limits = classic ? 'NotebookApp' : 'ZMQChannelsWebsocketConnection';
  return [
    jupyter.interface,
    '--no-browser',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    `--${app}.ip=127.0.0.1`,
    `--${app}.port=${port}`,
    `--${app}.port_retries=0`,
    `--${app}.${classic ? 'notebook_dir' : 'root_dir'}=${projectRoot}`,
    // Jupyter drops outputs of more than a megabyte a second; the figures' library has several.
    `--${limits}.iopub_data_rate_limit=1000000000`,
    `--${limits}.iopub_msg_rate_limit=100000`,
  ];
}

async function freePort(): Promise<number> {
  for (let port = firstPort; port < firstPort + 200; port++) if (await isFree(port)) return port;
  throw new SetupError(
    `Every port from ${firstPort} to ${firstPort + 199} is in use. Give one: npm start -- --port N`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

async function untilItAnswers(child: ChildProcess, url: string): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (const started = Date.now(); Date.now() - started < startMs; await sleep(100)) {
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
  }
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n  ');
  throw new SetupError(
    `Jupyter did not start${failure ? ` (${failure.message})` : ''}. The end of build/jupyter.log:\n  ${tail}`,
  );
}

async function stopServer(
  child: ChildProcess,
  ended: Promise<void>,
  base: string,
  token: string,
): Promise<void> {
  const running = () => child.exitCode === null && child.signalCode === null && child.pid;
  if (!running()) return;
  // Windows has no signal that Jupyter could answer by ending its kernels.
  if (process.platform === 'win32')
    await fetch(`${base}/api/shutdown`, {
      method: 'POST',
      headers: { Authorization: `token ${token}` },
    }).catch(() => undefined);
  else child.kill('SIGTERM');
  await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
  if (!running()) return;
  // Its kernels end by themselves once they see that it is gone.
  child.kill('SIGKILL');
  await ended;
}
