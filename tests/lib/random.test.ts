import { describe, expect, it } from 'vitest';
import { randn, rng, sizeOf } from '../../lib';

const take = (seed: number, count: number): number[] => Array.from({ length: count }, rng(seed));

describe('rng', () => {
  // The words that a C program with uint32_t arithmetic prints for sfc32, seeded in the same way.
  it.each([
    { seed: 1, words: [2012149540, 1872316204, 1707632675, 1779833415] },
    { seed: -1, words: [3339006752, 3678934910, 3081961671, 2370706465] },
    { seed: 123456789012345, words: [775307637, 940123563, 1627027731, 349040495] },
  ])('is sfc32: seed $seed', ({ seed, words }) => {
    expect(take(seed, 4).map((u) => u * 2 ** 32)).toEqual(words);
  });

  it('is uniform in [0, 1)', () => {
    const draws = take(42, 100_000);
    expect(Math.min(...draws.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    const tenths = new Array<number>(10).fill(0);
    for (const u of draws) tenths[Math.floor(u * 10)]!++;
    // 10,000 expected in each; six standard deviations are 570.
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(570);
  });

  it('gives other numbers for another seed, from the first on', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => take(seed, 1)[0]);
    expect(new Set(firsts).size).toBe(1000);
  });
});

describe('randn', () => {
  it('is the same for the same seed, whatever the shape', () => {
    const a = randn([2, 3], rng(7));
    const b = randn([6], rng(7));
    expect(a.shape).toEqual([2, 3]);
    expect(a.data).toEqual(b.data);
  });

  it('fills an odd number of elements', () => {
    const { data } = randn([3, 5, 7], rng(1));
    expect(data.length).toBe(sizeOf([3, 5, 7]));
    expect(data.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  });

  it('has the moments of the normal distribution', () => {
    const { data } = randn([100_000], rng(3));
    const moment = (power: number) => data.reduce((sum, v) => sum + v ** power, 0) / data.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('draws neighbours that have nothing to do with each other', () => {
    const { data } = randn([100_000], rng(4));
    let sum = 0;
    for (let i = 0; i + 1 < data.length; i += 2) sum += data[i] * data[i + 1];
    expect(Math.abs(sum / (data.length / 2))).toBeLessThan(0.03);
  });

  it('survives a generator that returns 0', () => {
    expect(randn([2], () => 0).data.every(Number.isFinite)).toBe(true);
  });
});
