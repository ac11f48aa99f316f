import { describe, expect, it } from 'vitest';
import { measureInTurn, median, roundsFor, takesPart } from '../../bench/measure';

describe('the median', () => {
  it.each([
    { of: [3], is: 3 },
    { of: [5, 1, 30], is: 5 },
    { of: [10, 9, 100, 1], is: 9.5 }, // as text, 10 and 100 would come before 9
  ])('of $of is $is', ({ of, is }) => {
    expect(median(of)).toBe(is);
  });

  it('leaves what it is given in order', () => {
    const values = [2, 1];
    median(values);
    expect(values).toEqual([2, 1]);
  });
});

describe('how many rounds a piece of work takes part in', () => {
  it.each([
    { first: 5000, rounds: 0, why: 'its first run is its figure' },
    { first: 2000, rounds: 3, why: 'it is slow' },
    { first: 900, rounds: 5, why: 'five is the least, whatever its share of the time' },
    { first: 20, rounds: 25, why: 'each run has an untimed one before it' },
    { first: 2, rounds: 100, why: 'quick ones have several, for 8 ms' },
    { first: 20, rest: 10, rounds: 20, why: 'each rest takes time, too' },
    { first: 0.01, rounds: 101, why: 'more would tell nothing new' },
  ])('after $first ms is $rounds: $why', ({ first, rest, rounds }) => {
    expect(roundsFor({ first, rest }, 1000)).toBe(rounds);
  });

  it.each([
    [5, 101],
    [3, 5],
    [7, 7],
    [0, 9],
  ])('%i of %i are spread over all of them', (own, all) => {
    const rounds = Array.from({ length: all }, (_, i) => i).filter((i) => takesPart(i, own, all));
    expect(rounds).toHaveLength(own);
    const gaps = rounds.slice(1).map((round, i) => round - rounds[i]!);
    for (const gap of gaps) expect(Math.abs(gap - all / own)).toBeLessThan(1);
  });
});

describe('measuring in turn', () => {
  it('runs one after the other in each round, each after untimed runs of its own', async () => {
    const done: string[] = [];
    const turn = (name: string) => ({
      before: () => void done.push(`use ${name}`),
      run: () => void done.push(name),
      first: 150,
    });
    const times = await measureInTurn({ a: turn('a'), b: turn('b') }, 0.001);
    // A run that takes no time: eight untimed ones and the timed one.
    const round = ['a', 'b'].flatMap((name) => [`use ${name}`, ...new Array<string>(9).fill(name)]);
    expect(done).toEqual(Array.from({ length: 5 }, () => round).flat());
    expect(times.a.runs).toBe(5);
    expect(times.b.best).toBeLessThanOrEqual(times.b.median);
  });

  it('runs slow work without an untimed run, and very slow work no more', async () => {
    const done: string[] = [];
    const work = (name: string, first: number) => ({ run: () => void done.push(name), first });
    const times = await measureInTurn(
      { slow: work('slow', 1500), slower: work('slower', 9000) },
      1,
    );
    expect(done).toEqual(['slow', 'slow', 'slow']);
    expect(times.slower).toEqual({ median: 9000, best: 9000, runs: 1 });
  });

  it('scales the times of a part, and says so', async () => {
    const times = await measureInTurn({ a: { run: () => undefined, first: 5000, scaledBy: 8 } }, 1);
    expect(times.a).toEqual({ median: 40_000, best: 40_000, runs: 1, scaledBy: 8 });
  });

  it('waits for work that is not done at once', async () => {
    let ended = 0;
    const run = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      ended++;
    };
    await measureInTurn({ a: { run, first: 500 } }, 0);
    expect(ended).toBe(5);
  });
});
