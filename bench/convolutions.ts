import { cases, convolutionCase, operations, type Case, type Operation } from './cases';
import type { Contender, ConvolutionCase, OperationWork, PreparedConvolution } from './contender';
import { measureInTurn, timeOnce, type Timing, type Turn } from './measure';
import { checkResults, expectedResults } from './peers/check';

/** By label. */
export type Times = Partial<Record<string, Timing>>;

export interface ConvolutionTimes {
  times: Record<Operation, Times>;
  /** By label, what it can't do, and why, in a word or two. */
  lacks: Record<string, Partial<Record<Operation, string>>>;
}

const forEachOperation = <T>(value: () => T): Record<Operation, T> =>
  Object.fromEntries(operations.map((operation) => [operation, value()])) as Record<Operation, T>;

/** Untimed runs make the code warm: so many milliseconds of them, or so many runs. */
const warmUp = { milliseconds: 50, runs: 5 };

/** Runs it for the first time, and then until it is warm. @returns milliseconds of the first run, or the last */
async function firstRuns(run: OperationWork['run']): Promise<number> {
  let last = await timeOnce(run);
  let total = last;
  for (let i = 1; i < warmUp.runs && total < warmUp.milliseconds; i++) {
    last = await timeOnce(run);
    total += last;
  }
  return last;
}

/** Brings a case to one that computes it, and runs each of its operations. */
async function prepareOn(
  { engine, label, spins }: Contender,
  convolution: ConvolutionCase,
  check: (who: string, work: OperationWork) => void,
): Promise<{ turns: Partial<Record<Operation, Turn>>; prepared: PreparedConvolution }> {
  const prepared = await engine.prepare(convolution);
  const turns: Partial<Record<Operation, Turn>> = {};
  for (const [operation, work] of Object.entries(prepared.operations)) {
    const { run, scaledBy } = work;
    await engine.use?.();
    const first = await firstRuns(run);
    check(label, work);
    turns[operation as Operation] = { run, before: engine.use, rest: spins, scaledBy, first };
  }
  return { turns, prepared };
}

/** Seconds for the rounds of an operation. */
const secondsFor = (name: Case): number => (name === 'd' ? 12 : 4);

/**
 * Times a case on everything that computes it, all of it checked first against the readable loops:
 * what computes something else is not to be compared.
 *
 * @param progress is told what is being done
 */
export async function measureCase(
  name: Case,
  contenders: readonly Contender[],
  progress: (what: string) => void,
): Promise<ConvolutionTimes> {
  const convolution = convolutionCase(cases[name]);
  progress('what is expected');
  const expected = expectedResults(convolution);
  const turns = forEachOperation<Record<string, Turn>>(() => ({}));
  const result: ConvolutionTimes = { times: forEachOperation(() => ({})), lacks: {} };
  const closings: PreparedConvolution['close'][] = [];
  for (const contender of contenders) {
    const { label } = contender;
    progress(`${label} is checked`);
    const on = await prepareOn(contender, convolution, (who, { results, scaledBy }) => {
      if (scaledBy === undefined) checkResults(`${name} on ${who}`, results(), expected);
    });
    closings.push(on.prepared.close);
    result.lacks[label] = on.prepared.lacks ?? {};
    for (const [operation, turn] of Object.entries(on.turns)) {
      turns[operation as Operation][label] = turn;
    }
  }
  for (const operation of operations) {
    progress(operation);
    result.times[operation] = await measureInTurn(turns[operation], secondsFor(name));
  }
  for (const close of closings) await close();
  return result;
}

/** Times the forward pass alone, of any convolution; the cases have shown that it is computed rightly. */
export async function measureForward(
  convolution: ConvolutionCase,
  contenders: readonly Contender[],
  seconds: number,
): Promise<Times> {
  const turns: Record<string, Turn> = {};
  const closings: PreparedConvolution['close'][] = [];
  for (const { engine, label, spins } of contenders) {
    const { operations: on, close } = await engine.prepare(convolution);
    closings.push(close);
    const { run } = on.forward!;
    await engine.use?.();
    turns[label] = { run, before: engine.use, rest: spins, first: await firstRuns(run) };
  }
  const times = await measureInTurn(turns, seconds);
  for (const close of closings) await close();
  return times;
}
