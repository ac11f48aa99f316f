import type { Limits } from './limits';

/** One line that the student's code printed. */
export interface ConsoleLine {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  readonly text: string;
}

/** An error that the student's code threw, as read inside the sandbox; every text is cut. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What ended a call other than a result. */
export type SandboxFailure =
  | { readonly status: 'threw'; readonly error: Thrown }
  | { readonly status: 'out-of-time' }
  | { readonly status: 'out-of-memory' }
  | { readonly status: 'stack-overflow'; readonly stack: string }
  /** The result is not plain data; `reason` completes "the function returned …". */
  | { readonly status: 'unreadable'; readonly reason: string }
  | { readonly status: 'no-function'; readonly exported: readonly string[] }
  /** QuickJS itself gave up; its thread is replaced. */
  | { readonly status: 'crashed' };

/** What the guest answers: texts in the form of ../values/wire.ts. */
export type GuestReply =
  | {
      readonly status: 'returned';
      readonly result: string;
      /** The arguments as they are after the call; `{ reason }` where they are no longer data. */
      readonly args: string | { readonly reason: string };
    }
  | SandboxFailure;

export type Request =
  | { readonly kind: 'open'; readonly code: string }
  | { readonly kind: 'call'; readonly functionName: string; readonly args: string };

export type Reply = { readonly status: 'opened' } | { readonly status: 'ready' } | GuestReply;

/** From the sandbox's thread: lines as they are printed, and one reply to each request. */
export type Message =
  | { readonly line: ConsoleLine }
  /** `worn`: the thread's memory has grown to its limit, and never shrinks. */
  | { readonly reply: Reply; readonly worn: boolean };

export interface WorkerData {
  readonly signal: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly guest: string;
  readonly limits: Limits;
}
type MessagePort = import('node:worker_threads').MessagePort;

/** What QuickJS calls the submission in its stack traces. */
export const submissionFile = 'submission.js';
