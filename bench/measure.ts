import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds; half of the runs took less. */
  median: number;
  best: number;
  runs: number;
}

export type Work = () => void | Promise<void>;

/** Milliseconds of one run. */
export async function timeOnce(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const medianOf = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)]!;

/**
 * Times pieces of work in turn, one run of each a round: whatever else the machine does then slows
 * all of them, and their ratios stay. One that takes seconds is run but once or
 * four times.
 *
 * @param seconds how long the rounds may take altogether
 * @param rests milliseconds to wait, untimed, after each run of a piece whose threads stay busy for
 *   a while: what comes next would be slowed by them
 */
export async function measureInTurn<Name extends string>(
  work: Readonly<Record<Name, Work>>,
  seconds: number,
  rests: Readonly<Partial<Record<string, number>>> = {},
): Promise<Record<Name, Timing>> {
  const names = Object.keys(work) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  const run = async (name: Name): Promise<number> => {
    const taken = await timeOnce(work[name]);
    if (rests[name]) await sleep(rests[name]);
    return taken;
  };
  const most = new Map<Name, number>();
  for (const name of names) {
    const first = await run(name); // warms up, and tells how slow it is
    most.set(name, first > 2000 ? 0 : first > 200 ? 3 : Infinity);
    if (first > 2000) times.get(name)!.push(first);
  }
  const deadline = performance.now() + seconds * 1000;
  for (let round = 0; round < 5 || (performance.now() < deadline && round < 300); round++) {
    for (const name of names) {
      if (round < most.get(name)!) times.get(name)!.push(await run(name));
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      const sorted = times.get(name)!.sort((a, b) => a - b);
      return [name, { median: medianOf(sorted), best: sorted[0]!, runs: sorted.length }];
    }),
  ) as Record<Name, Timing>;
}
