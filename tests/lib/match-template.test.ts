import { describe, expect, it } from 'vitest';
import { findMatches, fromNested, matchTemplate, randn, rng, tensor } from '../../lib';

const picture = (rows: number[][]) => fromNested([rows.map((row) => row.map((v) => [v]))]);
const kernel = (rows: number[][]) => fromNested(rows.map((row) => row.map((v) => [[v]])));

/** The definition, in float64: the correlation of two windows, each freed of its mean. */
function correlation(a: number[], b: number[]): number {
  const free = (values: number[]): number[] => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return values.map((v) => v - mean);
  };
  const [p, q] = [free(a), free(b)];
  const product = p.reduce((sum, v, i) => sum + v * q[i]!, 0);
  return product / Math.hypot(...p) / Math.hypot(...q);
}

describe('matchTemplate', () => {
  const template = [
    [0, 1],
    [1, 0],
  ];

  it('is 1 for the template, brighter or with more contrast too, and −1 for its negative', () => {
    const x = picture([
      [0, 1, 5, 9, 1, 0],
      [1, 0, 9, 5, 0, 1],
    ]);
    const { shape, data } = matchTemplate(x, kernel(template));
    expect(shape).toEqual([1, 1, 5, 1]);
    expect(data[0]).toBeCloseTo(1, 5);
    expect(data[2]).toBeCloseTo(1, 5);
    expect(data[4]).toBeCloseTo(-1, 5);
  });

  it('is 0 where the window is of one brightness', () => {
    const { data } = matchTemplate(picture([[7, 7, 7], [7, 7, 7]]), kernel(template)); // prettier-ignore
    expect(Array.from(data)).toEqual([0, 0]);
  });

  it('equals the definition on random pictures', () => {
    const x = randn([2, 6, 7, 1], rng(1));
    const t = randn([3, 2, 1, 1], rng(2));
    const { shape, data } = matchTemplate(x, t);
    expect(shape).toEqual([2, 4, 6, 1]);
    const cell = (n: number, r: number, c: number): number => x.data[(n * 6 + r) * 7 + c]!;
    for (let n = 0; n < 2; n++) {
      for (let r = 0; r < 4; r++) {
        for (let c = 0; c < 6; c++) {
          const window = [0, 1, 2].flatMap((i) => [0, 1].map((j) => cell(n, r + i, c + j)));
          const expected = correlation(window, Array.from(t.data));
          expect(data[(n * 4 + r) * 6 + c]).toBeCloseTo(expected, 4);
        }
      }
    }
  });

  it('refuses a template of one brightness, of several channels, or larger than the picture', () => {
    const x = picture([[1, 2, 3]]);
    expect(() => matchTemplate(x, kernel([[2, 2]]))).toThrow('all of one brightness');
    expect(() => matchTemplate(x, tensor([1, 2, 2, 1]))).toThrow('must be [height, width, 1, 1]');
    expect(() => matchTemplate(x, kernel(template))).toThrow('conv2d');
  });
});

describe('findMatches', () => {
  const scores = picture([
    [0.9, 0.8, 0.1, 0.7],
    [0.2, 0.6, 0.1, 0.95],
  ]);

  it('gives the best first, and none that lies near a better one', () => {
    const found = findMatches(scores, 0.6, 1).map(({ row, col }) => [row, col]);
    expect(found).toEqual([
      [1, 3],
      [0, 0],
    ]);
  });

  it('gives every place above the threshold when none is near another', () => {
    expect(findMatches(scores, 0.6, 0)).toHaveLength(5);
    expect(findMatches(scores, 0.96, 0)).toEqual([]);
  });
});
