import { describe } from '../ops/check';

/** The learning rate of each step; steps are counted from 0. */
export type Schedule = (step: number) => number;

function checkRate(where: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new Error(`${where}: ${name} must be a number of at least 0, got ${describe(value)}`);
  }
}

function checkSteps(where: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(
      `${where}: ${name} must be a whole number of at least 1, got ${describe(value)}`,
    );
  }
}

/**
 * A rate that is multiplied by `factor` at each of some steps.
 *
 * Source: He et al., "Deep residual learning" (2015), section 4.2: a tenth, twice.
 *
 * @param options initial: the first rate. at: the steps that have a lower rate than the one
 * before. factor: a tenth unless given.
 */
export function stepDecay({
  initial,
  at,
  factor = 0.1,
}: {
  initial: number;
  at: readonly number[];
  factor?: number;
}): Schedule {
  checkRate('stepDecay', 'initial', initial);
  checkRate('stepDecay', 'factor', factor);
  at.forEach((step) => checkSteps('stepDecay', 'every step in at', step));
  return (step) => initial * factor ** at.filter((change) => step >= change).length;
}

/**
 * A rate that falls along half a wave of the cosine, from `initial` at step 0 to `final` at step
 * `steps`, and stays there.
 *
 * Source: Loshchilov and Hutter, "SGDR" (2017), equation 5.
 */
export function cosineDecay({
  initial,
  steps,
  final = 0,
}: {
  initial: number;
  steps: number;
  final?: number;
}): Schedule {
  checkRate('cosineDecay', 'initial', initial);
  checkRate('cosineDecay', 'final', final);
  checkSteps('cosineDecay', 'steps', steps);
  return (step) => {
    const progress = Math.min(step / steps, 1);
    return final + ((initial - final) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}

/**
 * Another schedule, whose rates grow linearly to their own size over the first `steps` steps.
 *
 * Source: Goyal et al., "Accurate, large minibatch SGD" (2017), section 2.2.
 *
 * @param rate a number or a schedule
 */
export function warmUp(rate: number | Schedule, steps: number): Schedule {
  checkSteps('warmUp', 'steps', steps);
  const schedule = scheduleOf('warmUp', rate);
  return (step) => schedule(step) * Math.min((step + 1) / steps, 1);
}

/** A schedule of a rate that may be one number for all steps. */
export function scheduleOf(where: string, rate: number | Schedule): Schedule {
  if (typeof rate === 'function') return rate;
  if (typeof rate !== 'number') {
    throw new Error(
      `${where}: the learning rate must be a number or a function of the step, got ${describe(rate)}`,
    );
  }
  checkRate(where, 'the learning rate', rate);
  return () => rate;
}
