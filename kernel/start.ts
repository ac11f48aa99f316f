import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startNotebookServer } from './notebook-server';
import { ensureJupyter, ensureKernel, SetupError } from './setup';

const firstLesson = 'notebooks/00-why-convolution.ipynb';

main().catch((error: unknown) => {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
});

/** `npm start`: opens the lessons in Jupyter, until Ctrl-C. */
async function main(): Promise<void> {
  const { port, browser } = options();
  // A signal that comes while Jupyter is still starting ends it as soon as it has started.
  const signalled = new Promise<'signal'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve('signal');
      });
  });
  const jupyter = await ensureJupyter();
  await ensureKernel();
  console.log(
    `Starting Jupyter (${jupyter.interface} ${jupyter.version}); its log is build/jupyter.log.`,
  );
  const server = await startNotebookServer(jupyter, port);
  const url = server.urlOf(firstLesson);
  if (browser) open(url);
  console.log('The first lesson is at this address; Ctrl-C ends Jupyter.');
  console.log(url);
  const reason = await Promise.race([signalled, server.ended]);
  await server.stop();
  console.log(reason === 'signal' ? '\nJupyter has ended.' : 'Jupyter was shut down.');
  // A signal passed on twice, by the terminal and by npm, has nothing left to hit.
  process.exit(0);
}

function options(): { port: number | undefined; browser: boolean } {
  const usage = 'npm start -- [--no-browser] [--port N]';
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, 'no-browser': { type: 'boolean' } },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
      throw new Error(`--port wants a number from 1 to 65535, got '${values.port}'`);
    return { port, browser: !values['no-browser'] };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\nUsage: ${usage}`);
  }
}

/** Opens the page in the student's browser; where that fails, the printed address has to do. */
function open(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open', url],
    win32: ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open', url];
  const child = spawn(command!, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
