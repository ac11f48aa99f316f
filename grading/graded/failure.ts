import type { Difference } from '../values/compare';
import type { Frame } from '../sandbox/trace';

/** A value on its way to the report, with the name it has there. */
export interface Named {
  readonly name: string;
  readonly value: unknown;
}

/** The call that a failure is about. */
export interface CallShown {
  readonly about: string | null;
  readonly args: readonly Named[];
}

/** Why a test was not passed; plain data, made into words by ../report/words.ts. */
export type Failure =
  | {
      readonly kind: 'wrong-result';
      readonly call: CallShown;
      readonly expected: unknown;
      readonly got: unknown;
      readonly tolerance: number;
      readonly difference: Difference;
    }
  | {
      readonly kind: 'changed-input';
      readonly call: CallShown;
      /** The argument as it was, and as the function left it (null: no longer plain data). */
      readonly before: Named;
      readonly after: unknown;
    }
  | {
      readonly kind: 'threw';
      readonly call: CallShown;
      readonly error: string;
      readonly trace: readonly Frame[];
    }
  | { readonly kind: 'not-written' }
  | { readonly kind: 'out-of-time'; readonly call: CallShown }
  | { readonly kind: 'out-of-memory'; readonly call: CallShown }
  | { readonly kind: 'crashed'; readonly call: CallShown }
  | {
      readonly kind: 'endless-recursion';
      readonly call: CallShown;
      readonly trace: readonly Frame[];
    }
  | { readonly kind: 'unreadable-result'; readonly call: CallShown; readonly reason: string }
  | { readonly kind: 'no-function'; readonly exported: readonly string[] }
  /** An earlier test of the exercise took all the time or memory there is. */
  | { readonly kind: 'not-run'; readonly after: 'out-of-time' | 'out-of-memory' | 'crashed' }
  /** The file as a whole does not run, so that every test of it fails alike. */
  | { readonly kind: 'file'; readonly problem: FileProblem };

/** Why no function of a file can be called. */
export type FileProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'broken'; readonly problems: readonly import('../source/states').Problem[] }
  /** Its top level, outside all functions, did not come to an end. */
  | {
      readonly kind: 'top-level';
      readonly why: 'threw' | 'out-of-time' | 'out-of-memory' | 'crashed' | 'endless-recursion';
      readonly error: string | null;
      readonly trace: readonly Frame[];
    };

/** What a graded test throws when the student's function does not pass it. */
export class GradedFailure extends Error {
  override readonly name = 'GradedFailure';
  constructor(
    readonly failure: Failure,
    message: string,
  ) {
    super(message);
  }
}
