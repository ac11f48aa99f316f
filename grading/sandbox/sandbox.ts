import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
} from 'node:worker_threads';
import { decode, encode } from '../values/wire';
import type { SandboxCode } from './build';
import { defaultLimits, processorTime, type Limits } from './limits';
import type { ConsoleLine, Message, Reply, Request, SandboxFailure, WorkerData } from './protocol';

/** A call that came back: the result, and the arguments as the function left them. */
export interface Returned {
  readonly status: 'returned';
  readonly result: unknown;
  /** Copies; null where the function left something in them that is not plain data. */
  readonly argsAfter: readonly unknown[] | null;
}

export type Outcome = Returned | SandboxFailure;

/** Time for a thread to start and to compile QuickJS, on a machine that is busy. */
const startMs = 60_000;

/** How often the watchdog looks at the clocks. */
const watchMs = 200;

/**
 * Runs a submission in QuickJS, in a thread of its own, and waits for it: to the tests a call is
 * as synchronous as a local one. The thread can be ended from outside whatever it does, and is
 * replaced when it was.
 */
export class Sandbox {
  private worker: Worker | null = null;
  private port: MessagePort | null = null;
  private worn = false;
  private posted = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly code: SandboxCode,
    private readonly limits: Limits = defaultLimits,
    private readonly print: (line: ConsoleLine) => void = () => undefined,
  ) {}

  /** Loads a bundled submission into a fresh realm; null when its top level ran to the end. */
  open(code: string): SandboxFailure | null {
    // Its memory would be as good as full before the submission begins.
    if (this.worn) this.close();
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
    };
  }

  /** Ends the thread; the next `open` starts another. */
  close(): void {
    this.port?.close();
    void this.worker?.terminate();
    this.worker = null;
    this.port = null;
    this.worn = false;
  }

  private request(request: Request): Reply {
    if (!this.worker) this.start();
    this.port!.postMessage(request);
    const answered = this.wait(this.limits.clockMs, this.limits.watchdogMs);
    if (!answered || answered.status === 'crashed') this.close();
    return answered ?? { status: 'out-of-time' };
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
    if (!this.wait(startMs, Infinity)) {
      this.close();
      throw new Error(`Sandbox: QuickJS did not start within ${startMs / 1000} s`);
    }
  }

  /** The next reply; null when none came in time. Lines printed before it are passed on. */
  private wait(clockMs: number, processorMs: number): Reply | null {
    const clockEnd = Date.now() + clockMs;
    const processorEnd = processorTime() + processorMs;
    for (;;) {
      const seen = Atomics.load(this.posted, 0);
      for (let received = this.receive(); received; received = this.receive()) {
        if ('reply' in received) {
          this.worn = received.worn;
          return received.reply;
        }
        this.print(received.line);
      }
      if (Date.now() > clockEnd || processorTime() > processorEnd) return null;
      Atomics.wait(this.posted, 0, seen, watchMs);
    }
  }

  private receive(): Message | null {
    return (receiveMessageOnPort(this.port!)?.message as Message | undefined) ?? null;
  }
}
