/** Programs that have a process of their own, so that its memory is theirs: fork(file, [label]). */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a file of this folder that sends one message, its result.
 *
 * @returns the result, or why there is none
 */
export function inOwnProcess<T>(file: string, label = ''): Promise<T | { problem: string }> {
  return new Promise((resolve) => {
    const child = fork(join(__dirname, file), [label], {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    let result: T | undefined;
    child.stderr!.on('data', (text: Buffer) => (complaint += text.toString()));
    child.on('message', (message) => {
      result = message as T;
    });
    child.on('error', ({ message }) => resolve({ problem: message }));
    child.on('close', (code, signal) => {
      if (result !== undefined) resolve(result);
      else
        resolve({
          problem: complaint.trim().split('\n').pop() || `it ended with ${code ?? signal}`,
        });
    });
  });
}

export const succeeded = <T extends object>(
  result: T | { problem: string } | undefined,
): result is T => result !== undefined && !('problem' in result);

/** In such a program: sends what the work for the label finds, and ends the process, its threads too. */
export function answer(work: (label: string) => Promise<unknown>): void {
  work(process.argv[2]!).then(
    (result) => process.send!(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message.split('\n')[0] : error);
      process.exit(1);
    },
  );
}
