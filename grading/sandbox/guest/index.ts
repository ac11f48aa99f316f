import type { GuestReply } from '../protocol';
import { makeConsole, type Print } from './console';
import { apply, cut, isArray, keysOf, stringifyJson } from './intrinsics';
import { decode, encode, Unreadable } from './wire';

export interface GuestLimits {
  readonly consoleLines: number;
  readonly consoleCharacters: number;
  readonly resultCharacters: number;
}

/** What the host keeps a handle on: calls a function of the submission, by texts in and out. */
export type Call = (submission: unknown, functionName: string, args: string) => string;

/**
 * Prepares the realm for the student's code: a console, chance that repeats, no clock. Nothing
 * here guards a secret, for there is none in the realm; it only sees to it that what comes out is
 * what the student's function returned, or says plainly what is wrong with it.
 */
export function prepare(print: Print, limits: GuestLimits): Call {
  Object.defineProperty(globalThis, 'console', {
    value: makeConsole(print, limits.consoleLines, limits.consoleCharacters),
    writable: true,
    configurable: true,
  });
  Math.random = repeatableRandom();
  return (submission, functionName, args) =>
    call(submission, functionName, args, limits.resultCharacters);
}

function call(
  submission: unknown,
  functionName: string,
  argsText: string,
  maxCharacters: number,
): string {
  const exported = submission as Record<string, unknown>;
  const student = exported[functionName];
  if (typeof student !== 'function') {
    return reply({ status: 'no-function', exported: keysOf(exported) });
  }
  const args = decode(argsText) as unknown[];
  // The arguments themselves are encoded later, not this list, which the callee can't reach.
  const passed = decode('[]') as unknown[];
  for (let i = 0; i < args.length; i++) passed[i] = args[i];
  let returned: unknown;
  try {
    returned = apply(student as () => unknown, undefined, passed);
  } catch (error) {
    return reply(thrown(error));
  }
  const result = read(returned, maxCharacters);
  if (typeof result !== 'string') return reply({ status: 'unreadable', reason: result.reason });
  return reply({ status: 'returned', result, args: read(args, maxCharacters) });
}

/** A value as text, or why it can't be read. */
function read(value: unknown, maxCharacters: number): string | { reason: string } {
  try {
    return encode(value, maxCharacters);
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.reason };
    const failure = thrown(error);
    const why =
      failure.status === 'threw'
        ? `${failure.error.name}: ${failure.error.message}`
        : failure.status;
    return { reason: `data that can't be read (${why})` };
  }
}

/** What was thrown, whatever it is: reading it may throw again. */
export function thrown(error: unknown): GuestReply {
  const name = textOf(error, 'name');
  const message = textOf(error, 'message');
  const stack = cut(textOf(error, 'stack') ?? '', 1500);
  if (name === 'InternalError' && message === 'out of memory') return { status: 'out-of-memory' };
  if (name === 'InternalError' && message === 'stack overflow') {
    return { status: 'stack-overflow', stack };
  }
  if (name !== undefined && message !== undefined) {
    return { status: 'threw', error: { name: cut(name, 80), message: cut(message, 1000), stack } };
  }
  const kind = error === null ? 'null' : typeof error;
  const text =
    kind === 'object' || kind === 'function' || kind === 'symbol' ? kind : `${error as string}`;
  return { status: 'threw', error: { name: '', message: cut(text, 1000), stack } };
}

function textOf(error: unknown, property: 'name' | 'message' | 'stack'): string | undefined {
  if ((typeof error !== 'object' || error === null) && typeof error !== 'function')
    return undefined;
  try {
    const text = (error as Record<string, unknown>)[property];
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** As JSON, in a way that no toJSON of the student's can see. */
function reply(parts: GuestReply | string | object): string {
  if (typeof parts !== 'object') return stringifyJson(parts);
  let text = '';
  const keys = keysOf(parts);
  const list = isArray(parts);
  for (let i = 0; i < keys.length; i++) {
    const part = reply((parts as Record<string, string | object>)[keys[i]!]!);
    text += (i > 0 ? ',' : '') + (list ? part : `${stringifyJson(keys[i])}:${part}`);
  }
  return list ? `[${text}]` : `{${text}}`;
}

/** Mulberry32 (Tommy Ettinger, 2017): a student's Math.random gives the same in each run. */
function repeatableRandom(): () => number {
  let state = 0x6d2b79f5;
  const imul = Math.imul;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** For the host: what an error that ended the submission's top level, or the guest, was. */
export function thrownText(error: unknown): string {
  return reply(thrown(error));
}
