import { describe, expect, it } from 'vitest';
import { rng, tensor, type Tensor } from '../../lib';
import { shufflePixels } from '../../lib/data';

/** Two images of 5 × 7 pixels with two channels: pixel n of all holds n and −n. */
const numbered = tensor(
  [2, 5, 7, 2],
  Array.from({ length: 2 * 5 * 7 * 2 }, (_, k) => (k % 2 === 0 ? 1 : -1) * Math.floor(k / 2)),
);

/** For each place the number of the pixel that stands there now. */
const pixelsOf = (t: Tensor): number[] => Array.from(t.data).filter((_, k) => k % 2 === 0);

const blockOf = (pixel: number, rows: number, cols: number): string =>
  [
    Math.floor(pixel / 35),
    Math.floor((pixel % 35) / 7 / rows),
    Math.floor((pixel % 7) / cols),
  ].join();

describe('shufflePixels', () => {
  it.each([
    ['the whole image', undefined, [5, 7]],
    ['blocks, cut off at the end', [2, 3] as const, [2, 3]],
    ['blocks larger than the image', [9, 4] as const, [9, 4]],
  ])('moves pixels within %s, each to one place', (_name, within, [rows, cols]) => {
    const before = Array.from(numbered.data);
    const mixed = shufflePixels(numbered, rng(1), { within });
    const now = pixelsOf(mixed);
    expect(now).not.toEqual(pixelsOf(numbered));
    expect([...now].sort((a, b) => a - b)).toEqual(pixelsOf(numbered));
    now.forEach((pixel, place) => {
      expect(blockOf(pixel, rows!, cols!)).toBe(blockOf(place, rows!, cols!));
    });
    // The channels of a pixel stay together, and x stays as it was.
    now.forEach((pixel, place) => expect(mixed.data[2 * place + 1]).toBe(-pixel));
    expect(Array.from(numbered.data)).toEqual(before);
  });

  it('leaves pixels in blocks of one where they are', () => {
    expect(shufflePixels(numbered, rng(1), { within: [1, 1] })).toEqual(numbered);
  });

  it('refuses what it cannot shuffle', () => {
    expect(() => shufflePixels(tensor([2, 2]), rng(1))).toThrow('shufflePixels: x');
    expect(() => shufflePixels(numbered, rng(1), { within: [0, 2] })).toThrow(
      'shufflePixels: within must be [rows, cols], whole numbers of at least 1, got [0, 2]',
    );
  });
});
