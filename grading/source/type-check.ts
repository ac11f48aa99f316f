import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../kernel/project';
import { bundleWorker } from '../sandbox/build';
import { processorTime } from '../sandbox/limits';
import type { Problem } from './states';

export interface TypeCheckWorkerData {
  readonly tensorText: string;
}

export interface TypeCheckRequest {
  readonly path: string;
  readonly text: string;
}

export interface TypeCheckReply {
  readonly problems: readonly Problem[];
  /** How many more there are. */
  readonly more: number;
}

/** Types can be made to take the checker for ever, too; in processor time, as in the sandbox. */
const deadlineMs = 20_000;
const watchMs = 250;

/**
 * Checks exercise files one after the other in a thread of its own, so that a file whose types
 * never end costs its deadline and no more.
 */
export class TypeChecker {
  private worker: Promise<Worker>;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly known = new Map<string, TypeCheckReply | null>();

  /** Starts at once: loading TypeScript is what takes long. */
  constructor() {
    this.worker = this.start();
  }

  /** The type errors of a file; null when the check did not come to an end. */
  check(request: TypeCheckRequest): Promise<TypeCheckReply | null> {
    const result = this.queue.then(() => this.next(request));
    this.queue = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    await (await this.worker).terminate();
  }

  /** A file that many hand in, as the untouched stub, is checked once. */
  private async next(request: TypeCheckRequest): Promise<TypeCheckReply | null> {
    const key = `${request.path}\n${request.text}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const reply = await this.ask(request);
    this.known.set(key, reply);
    return reply;
  }

  private async ask(request: TypeCheckRequest): Promise<TypeCheckReply | null> {
    const worker = await this.worker;
    return new Promise((resolve) => {
      const end = processorTime() + deadlineMs;
      const finish = (reply: TypeCheckReply | null): void => {
        clearInterval(timer);
        worker.removeAllListeners();
        if (reply === null) {
          void worker.terminate();
          this.worker = this.start();
        }
        resolve(reply);
      };
      const timer = setInterval(() => {
        if (processorTime() > end) finish(null);
      }, watchMs);
      worker.once('message', finish);
      worker.once('error', () => {
        finish(null);
      });
      worker.postMessage(request);
    });
  }

  private async start(): Promise<Worker> {
    const code = await bundleWorker(join(projectRoot, 'grading', 'source', 'type-check.worker.ts'));
    const workerData: TypeCheckWorkerData = {
      tensorText: readFileSync(join(projectRoot, 'lib', 'tensor.ts'), 'utf8'),
    };
    const worker = new Worker(code, { eval: true, workerData, execArgv: [] });
    return worker;
  }
}
