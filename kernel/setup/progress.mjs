// @ts-check
import { spawn } from 'node:child_process';

/**
 * A step of the set-up that runs another program.
 *
 * @typedef {object} Step
 * @property {string} command
 * @property {string[]} args
 * @property {string} what what the progress line says, such as `npm ci`
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell]
 * @property {(line: string) => string | undefined} [progress] reads a line that the program
 *   printed: a text says how far it is, and keeps the line out of the tail
 */

/**
 * Runs the step, keeping what it prints to itself. On a terminal one line tells how far it is and
 * updates in place; elsewhere a line comes every ten seconds.
 *
 * @param {Step} step
 * @returns {Promise<{ code: number, tail: string }>} the exit code (127: it could not be started,
 *   130: it was ended by a signal), and the last lines it printed, indented
 */
export function runStep({ command, args, what, cwd, env, shell, progress }) {
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = Date.now();
  let reached = '';
  /** @type {string[]} */
  const tail = [];
  for (const stream of [child.stdout, child.stderr])
    readLines(stream, (line) => {
      const now = progress?.(line);
      if (now !== undefined) reached = now;
      else if (line.trim() !== '' && tail.push(`  ${line}`) > 25) tail.shift();
    });
  const terminal = process.stderr.isTTY;
  const tell = () => {
    const text = `${what}: ${reached && `${reached}, `}${secondsSince(started)} s`;
    process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
  };
  const ticking = setInterval(tell, terminal ? 500 : 10_000);
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGINT', passOn);
  process.on('SIGTERM', passOn);
  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      clearInterval(ticking);
      process.off('SIGINT', passOn);
      process.off('SIGTERM', passOn);
      if (terminal) process.stderr.write('\r\x1b[K');
      resolve({ code, tail: tail.join('\n') });
    };
    child.on('error', (error) => {
      tail.push(`  ${error.message}`);
      end(127);
    });
    child.on('close', (code) => {
      end(code ?? 130);
    });
  });
}

/** @param {number} started as of Date.now() */
export const secondsSince = (started) => Math.round((Date.now() - started) / 1000);

/**
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} read
 */
function readLines(stream, read) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ chunk) => {
    const parts = (rest + chunk).split(/\r?\n/);
    rest = parts.pop() ?? '';
    parts.forEach(read);
  });
  stream.on('end', () => {
    if (rest) read(rest);
  });
}
