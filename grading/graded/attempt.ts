import type { Exercise } from '../course/types';
import type { Outcome, Sandbox } from '../sandbox/sandbox';
import type { ConsoleLine, SandboxFailure } from '../sandbox/protocol';
import { mapTrace } from '../sandbox/trace';
import { failureText } from '../report/words';
import { difference, same } from '../values/compare';
import { GradedFailure, type CallShown, type Failure, type FileProblem } from './failure';
import { findMistake, type Call } from './mistakes';
import type { Prepared } from '../source/states';
import { parameterNames } from '../source/parameters';
import { testRng } from './rng';

export interface ReturnsOptions {
  /** What the case is about, in a few words: `a 2×2 window`. */
  readonly about?: string;
  /** How far a number may be off, as a share of the expected one; 1e-4 unless told. */
  readonly tolerance?: number;
}

/** What a graded test says of the student's function. */
export interface Student {
  /** The function, called with `args`, returns `expected`. */
  returns(args: readonly unknown[], expected: unknown, options?: ReturnsOptions): void;
  /** The function leaves its arguments as they were. */
  keepsInput(args: readonly unknown[], options?: { readonly about?: string }): void;
  /** Uniform in [0, 1), by the seed of the run and the test's id. */
  readonly rng: () => number;
}

/** What the files of a subject share: a top level that fails is run once, not for each test. */
export interface FileState {
  readonly prepared: Prepared;
  problem: FileProblem | null;
}

/** Grades one exercise of one subject: its tests one after the other, and what they saw. */
export class Attempt {
  private readonly calls: Call[] = [];
  private stopped: 'out-of-time' | 'out-of-memory' | 'crashed' | null = null;
  private made = 0;
  console: ConsoleLine[] = [];

  constructor(
    private readonly exercise: Exercise,
    private readonly file: FileState,
    private readonly sandbox: Sandbox,
    private readonly seed: number,
  ) {}

  /** @throws GradedFailure when the student's function does not pass. */
  run(testId: string, body: (student: Student) => void): void {
    this.console = [];
    this.made = 0;
    if (this.stopped) this.fail({ kind: 'not-run', after: this.stopped });
    this.open();
    body({
      returns: (args, expected, options) => {
        this.returns(args, expected, options ?? {});
      },
      keepsInput: (args, options) => {
        this.keepsInput(args, options?.about ?? null);
      },
      rng: testRng(this.seed, `${this.exercise.id}/${testId}`),
    });
    if (this.made === 0) {
      throw new Error(`${this.exercise.id} ${testId}: the test never calls the function`);
    }
  }

  /** The id of the known wrong answer that did the same as the student's function. */
  mistake(): string | null {
    return findMistake(this.exercise, this.calls)?.id ?? null;
  }

  private open(): void {
    const { prepared } = this.file;
    if (prepared.state === 'runnable' && !this.file.problem) {
      const failure = this.sandbox.open(prepared.code);
      if (failure) this.file.problem = topLevelProblem(failure, prepared.map);
    } else if (prepared.state !== 'runnable') {
      this.file.problem ??= fileProblem(prepared);
    }
    if (this.file.problem) this.fail({ kind: 'file', problem: this.file.problem });
  }

  private returns(args: readonly unknown[], expected: unknown, options: ReturnsOptions): void {
    const tolerance = options.tolerance ?? 1e-4;
    const outcome = this.call(args, options.about ?? null);
    const { result, argsAfter } = outcome;
    const found = difference(expected, result, tolerance);
    this.calls.push({ args, result, argsAfter, keepsInput: false, wrong: found !== null });
    if (!found) return;
    const call = this.shown(args, options.about ?? null);
    this.fail({
      kind: 'wrong-result',
      call,
      expected,
      got: result,
      tolerance,
      difference: found,
    });
  }

  private keepsInput(args: readonly unknown[], about: string | null): void {
    const { result, argsAfter } = this.call(args, about);
    const changed = args.findIndex(
      (arg, index) => argsAfter === null || !same(arg, argsAfter[index], 0),
    );
    this.calls.push({ args, result, argsAfter, keepsInput: true, wrong: changed >= 0 });
    if (changed < 0) return;
    const call = this.shown(args, about);
    const after = argsAfter === null ? null : argsAfter[changed];
    this.fail({ kind: 'changed-input', call, before: call.args[changed]!, after });
  }

  private call(
    args: readonly unknown[],
    about: string | null,
  ): Extract<Outcome, { status: 'returned' }> {
    this.made++;
    const outcome = this.sandbox.call(this.exercise.functionName, args);
    if (outcome.status === 'returned') return outcome;
    if (
      outcome.status === 'out-of-time' ||
      outcome.status === 'out-of-memory' ||
      outcome.status === 'crashed'
    ) {
      this.stopped = outcome.status;
    }
    return this.fail(this.failureOf(outcome, this.shown(args, about)));
  }

  private failureOf(outcome: SandboxFailure, call: CallShown): Failure {
    const map = this.file.prepared.state === 'runnable' ? this.file.prepared.map : '';
    switch (outcome.status) {
      case 'threw':
        if (outcome.error.message === `${this.exercise.id}: not written yet`) {
          return { kind: 'not-written' };
        }
        return {
          kind: 'threw',
          call,
          error: errorText(outcome.error),
          trace: mapTrace(outcome.error.stack, map),
        };
      case 'stack-overflow':
        return { kind: 'endless-recursion', call, trace: mapTrace(outcome.stack, map) };
      case 'unreadable':
        return { kind: 'unreadable-result', call, reason: outcome.reason };
      case 'no-function':
        return { kind: 'no-function', exported: outcome.exported.slice(0, 20) };
      default:
        return { kind: outcome.status, call };
    }
  }

  /** A call with the names that the student gave its arguments. */
  private shown(args: readonly unknown[], about: string | null): CallShown {
    const { prepared } = this.file;
    const names =
      prepared.state === 'runnable'
        ? parameterNames(prepared.code, this.exercise.functionName)
        : [];
    return {
      about,
      args: args.map((value, index) => ({ name: names[index] ?? `argument ${index + 1}`, value })),
    };
  }

  private fail(failure: Failure): never {
    throw new GradedFailure(failure, failureText(failure, this.exercise));
  }
}

function errorText({ name, message }: { name: string; message: string }): string {
  return name === '' ? message : `${name}: ${message}`;
}

function fileProblem(prepared: Exclude<Prepared, { state: 'runnable' }>): FileProblem {
  switch (prepared.state) {
    case 'missing':
      return { kind: 'missing' };
    case 'refused':
      return { kind: 'refused', reason: prepared.reason };
    case 'broken':
      return { kind: 'broken', problems: prepared.problems };
  }
}

function topLevelProblem(failure: SandboxFailure, map: string): FileProblem {
  switch (failure.status) {
    case 'threw':
      return {
        kind: 'top-level',
        why: 'threw',
        error: errorText(failure.error),
        trace: mapTrace(failure.error.stack, map),
      };
    case 'stack-overflow':
      return {
        kind: 'top-level',
        why: 'endless-recursion',
        error: null,
        trace: mapTrace(failure.stack, map),
      };
    case 'out-of-time':
    case 'out-of-memory':
    case 'crashed':
      return { kind: 'top-level', why: failure.status, error: null, trace: [] };
    default:
      throw new Error(`Sandbox.open: unexpected ${failure.status}`);
  }
}
