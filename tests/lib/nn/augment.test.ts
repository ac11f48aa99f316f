import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomShift, randn, rng, tensor, type Tensor } from '../../../lib';

/** One image of two channels, whose cells are all different and none of them 0. */
const image = (height: number, width: number): Tensor =>
  tensor(
    [1, height, width, 2],
    Array.from({ length: height * width * 2 }, (_, i) => i + 1),
  );

/** The same as the operation, said another way: each cell of the output asks where it comes from. */
function moved(x: Tensor, down: number, right: number, mirrored: boolean, fill: number): number[] {
  const [, height, width, channels] = x.shape;
  return Array.from(x.data, (_, i) => {
    const row = Math.floor(i / channels / width) - down;
    let col = (Math.floor(i / channels) % width) - right;
    if (row < 0 || row >= height || col < 0 || col >= width) return fill;
    if (mirrored) col = width - 1 - col;
    return x.data[(row * width + col) * channels + (i % channels)];
  });
}

describe('randomShift', () => {
  it('moves an image by whole cells, mirrors it or not, and fills what comes in', () => {
    const size = fc.integer({ min: 3, max: 6 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.nat(2),
        fc.boolean(),
        fc.nat(),
        (rows, cols, most, mirror, seed) => {
          const x = image(rows, cols);
          const { shape, data } = randomShift({ most, mirror, fill: -1 })(x, rng(seed));
          expect(shape).toEqual(x.shape);
          const ways = Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
          const possible = ways.flatMap((down) =>
            ways.flatMap((right) =>
              [false, ...(mirror ? [true] : [])].map((mirrored) =>
                moved(x, down, right, mirrored, -1),
              ),
            ),
          );
          expect(possible).toContainEqual(Array.from(data));
        },
      ),
    );
  });

  it('goes each way equally often, mirrored or not', () => {
    const x = image(3, 3);
    const augment = randomShift({ most: 1, mirror: true });
    const random = rng(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const key = augment(x, random).data.join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(18);
    // 500 expected of each; five standard deviations are 109.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(110);
  });

  it('moves each image of a batch by itself, the same for the same seed', () => {
    const x = randn([8, 5, 5, 1], rng(1));
    const before = Array.from(x.data);
    const augment = randomShift({ most: 2 });
    const output = augment(x, rng(3));
    expect(augment(x, rng(3))).toEqual(output);
    expect(augment(x, rng(4))).not.toEqual(output);
    expect(Array.from(x.data)).toEqual(before);
    const dark = Array.from({ length: 8 }, (_, image) =>
      Array.from(output.data.subarray(25 * image, 25 * image + 25), (cell) => +(cell === 0)).join(
        '',
      ),
    );
    expect(new Set(dark).size).toBeGreaterThan(1);
  });

  it('leaves images alone that are not to be moved', () => {
    const x = image(4, 3);
    expect(randomShift({ most: 0 })(x, rng(1))).toEqual(x);
  });

  it('refuses what makes no sense, and says what', () => {
    const x = image(3, 4);
    expect(() => randomShift({ most: -1 })).toThrow(
      'randomShift: most must be a whole number of at least 0, got -1',
    );
    expect(() => randomShift({ most: 3 })(x, rng(1))).toThrow(
      'randomShift: images of 3 by 4 cells would be moved out of sight, most is 3',
    );
    expect(() => randomShift({ most: 1 })(tensor([3, 4]), rng(1))).toThrow(
      'randomShift: images must have 4 dimensions',
    );
  });
});
