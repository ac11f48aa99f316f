import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import { decode, encode } from '../values/wire';
import type { SandboxCode } from './build';
import { defaultLimits, type Limits } from './limits';
import { parameterNames } from './parameters';
import type { ConsoleLine, Message, Reply, Request, SandboxFailure, WorkerData } from './protocol';

/** A call that came back: the result, and the arguments as the function left them. */
export interface Returned {
  readonly status: 'returned';
  readonly result: unknown;
  /** Copies; null where the function left something in them that is not plain data. */
  readonly argsAfter: readonly unknown[] | null;
  /** The names of the function's parameters, as far as its text shows them. */
  readonly parameters: readonly string[];
}

export type Outcome = Returned | SandboxFailure;

/** Time for a thread to start and to compile QuickJS, on a machine that is busy. */
const startMs = 60_000;

/**
 * Runs a submission in QuickJS, in a thread of its own, and waits for it: to the tests a call is
 * as synchronous as a local one. The thread can be ended from outside whatever it does, and is
 * replaced when it was.
 */
export class Sandbox {
  private worker: Worker | null = null;
  private port: MessagePort | null = null;
  private posted = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly code: SandboxCode,
    private readonly limits: Limits = defaultLimits,
    private readonly print: (line: ConsoleLine) => void = () => undefined,
  ) {}

  /** Loads a bundled submission into a fresh realm; null when its top level ran to the end. */
  open(code: string): SandboxFailure | null {
    const reply = this.request({ kind: 'open', code });
    return reply.status === 'opened' ? null : (reply as SandboxFailure);
  }

  /** Calls a function of what was opened last, with copies of `args`. */
  call(functionName: string, args: readonly unknown[]): Outcome {
    const reply = this.request({ kind: 'call', functionName, args: encode(args) });
    if (reply.status !== 'returned') return reply as SandboxFailure;
    return {
      status: 'returned',
      result: decode(reply.result),
      argsAfter: typeof reply.args === 'string' ? (decode(reply.args) as unknown[]) : null,
      parameters: parameterNames(reply.source),
    };
  }

  /** Ends the thread; the next `open` starts another. */
  close(): void {
    this.port?.close();
    void this.worker?.terminate();
    this.worker = null;
    this.port = null;
  }

  private request(request: Request): Reply {
    if (!this.worker) this.start();
    this.port!.postMessage(request);
    const answered = this.wait(this.limits.watchdogMs);
    const reply: Reply = answered ?? { status: 'out-of-time' };
    if (reply.status === 'crashed' || reply.status === 'out-of-memory' || !answered) this.close();
    return reply;
  }

  private start(): void {
    const { port1, port2 } = new MessageChannel();
    this.posted = new Int32Array(new SharedArrayBuffer(4));
    this.port = port1;
    const data: WorkerData = {
      signal: this.posted.buffer as SharedArrayBuffer,
      port: port2,
      guest: this.code.guest,
      limits: this.limits,
    };
    this.worker = new Worker(this.code.worker, {
      eval: true,
      workerData: data,
      transferList: [port2],
      execArgv: [],
      env: {},
      stdin: false,
      stdout: true,
      stderr: true,
    });
    // Neither may keep the process alive, nor an error of the thread end it.
    this.worker.unref();
    this.worker.on('error', () => undefined);
    port1.unref();
    if (!this.wait(startMs)) {
      this.close();
      throw new Error(`Sandbox: QuickJS did not start within ${startMs / 1000} s`);
    }
  }

  /** The next reply; null when none came in time. Lines printed before it are passed on. */
  private wait(milliseconds: number): Reply | null {
    const end = Date.now() + milliseconds;
    for (;;) {
      const seen = Atomics.load(this.posted, 0);
      for (let received = this.receive(); received; received = this.receive()) {
        if ('reply' in received) return received.reply;
        this.print(received.line);
      }
      const left = end - Date.now();
      if (left <= 0) return null;
      Atomics.wait(this.posted, 0, seen, left);
    }
  }

  private receive(): Message | null {
    return (receiveMessageOnPort(this.port!)?.message as Message | undefined) ?? null;
  }
}
