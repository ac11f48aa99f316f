import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds; half of the runs took less. */
  median: number;
  best: number;
  runs: number;
  /** The runs did one part in so many of the work, and the times are theirs times that. */
  scaledBy?: number;
}

export type Work = () => void | Promise<void>;

/** A piece of work that is timed in turn with others. */
export interface Turn {
  run: Work;
  /** What has to be done before a run, untimed: to put an engine to use. */
  before?: Work;
  /** Milliseconds that its threads spin on after a run; what comes next would be slowed by them. */
  rest?: number;
  /** `run` does one part in so many of the work. */
  scaledBy?: number;
  /** Milliseconds that its first run took. */
  first: number;
}

/** Milliseconds of one run. */
export async function timeOnce(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The middle one; of an even number, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Milliseconds. Longer, and a run says enough; shorter than `quick`, and it hangs on what was run before. */
const [verySlow, slow, quick] = [4000, 1000, 200];

/** Untimed runs before a quick one: for so many milliseconds, but no more than so many runs. */
const untimed = { milliseconds: 8, runs: 8 };

/**
 * How many rounds a piece of work takes part in.
 *
 * @param share milliseconds that it may take altogether, if that makes five rounds
 */
export function roundsFor(
  { first, rest = 0 }: Pick<Turn, 'first' | 'rest'>,
  share: number,
): number {
  if (first > verySlow) return 0;
  if (first > slow) return 3;
  const before =
    first < quick ? Math.max(first, Math.min(untimed.milliseconds, untimed.runs * first)) : 0;
  const round = before + first + rest;
  return Math.max(5, Math.min(101, Math.floor(share / round)));
}

/** Whether one that takes part in `own` of `all` rounds does so in this one: spread evenly over them. */
export const takesPart = (round: number, own: number, all: number): boolean =>
  Math.floor(((round + 1) * own) / all) > Math.floor((round * own) / all);

/** Waits, for some seconds at most, until the process does nothing: code is compiled behind the program's back. */
async function untilIdle(): Promise<void> {
  for (let look = 0; look < 50; look++) {
    const before = process.cpuUsage();
    await sleep(100);
    const { user, system } = process.cpuUsage(before);
    if (user + system < 10_000) return; // microseconds: a tenth of one core
  }
}

async function runUntimed(run: Work): Promise<void> {
  const until = performance.now() + untimed.milliseconds;
  for (let runs = 0; runs < untimed.runs && performance.now() < until; runs++) await run();
}

/**
 * Times pieces of work in turn, one run of each a round: whatever else the machine does then slows
 * all of them, and their ratios stay. Before a quick run the same is run untimed, so that each finds
 * its own numbers in the caches, and its threads awake, as in a training that goes on.
 *
 * @param seconds how long the rounds may take altogether; slow work may take longer
 */
export async function measureInTurn<Name extends string>(
  turns: Readonly<Record<Name, Turn>>,
  seconds: number,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(turns) as Name[];
  const share = (1000 * seconds) / names.length;
  const entries = names.map((name) => {
    const turn = turns[name];
    const rounds = roundsFor(turn, share);
    return { name, turn, rounds, times: rounds === 0 ? [turn.first] : [] };
  });
  const all = Math.max(...entries.map(({ rounds }) => rounds));
  await untilIdle();
  for (let round = 0; round < all; round++) {
    for (const { turn, rounds, times } of entries) {
      if (!takesPart(round, rounds, all)) continue;
      const { run, before, rest, first } = turn;
      await before?.();
      if (first < quick) await runUntimed(run);
      times.push(await timeOnce(run));
      if (rest) await sleep(rest);
    }
  }
  return Object.fromEntries(
    entries.map(({ name, turn: { scaledBy }, times }) => {
      const by = scaledBy ?? 1;
      const timing = {
        median: by * median(times),
        best: by * Math.min(...times),
        runs: times.length,
      };
      return [name, scaledBy === undefined ? timing : { ...timing, scaledBy }];
    }),
  ) as Record<Name, Timing>;
}
