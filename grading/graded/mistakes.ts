import type { Exercise, WrongAnswer } from '../course/types';
import { same } from '../values/compare';

/** One call of the student's function that came back. */
export interface Call {
  readonly args: readonly unknown[];
  readonly result: unknown;
  /** Null when the function left something in its arguments that is not plain data. */
  readonly argsAfter: readonly unknown[] | null;
  /** Whether the test asked that the arguments stay as they were. */
  readonly keepsInput: boolean;
  readonly wrong: boolean;
}

const tolerance = 1e-4;

/**
 * The known wrong answer that does what the student's function did, on every call that came back:
 * the same results, and where the test was about it the same changes to the arguments. One of
 * the calls at least must have been wrong, or there is nothing to name. Of several that fit, the
 * first in the manifest is taken.
 */
export function findMistake(exercise: Exercise, calls: readonly Call[]): WrongAnswer | null {
  if (!calls.some(({ wrong }) => wrong)) return null;
  return (
    exercise.wrongAnswers.find((wrong) => calls.every((call) => doesTheSame(wrong, call))) ?? null
  );
}

function doesTheSame({ answer }: WrongAnswer, call: Call): boolean {
  // It may change its arguments, or throw on inputs that it was not made for.
  const args = structuredClone(call.args) as unknown[];
  let result: unknown;
  try {
    result = answer(...args);
  } catch {
    return false;
  }
  if (!same(result, call.result, tolerance)) return false;
  return !call.keepsInput || (call.argsAfter !== null && same(args, call.argsAfter, tolerance));
}
