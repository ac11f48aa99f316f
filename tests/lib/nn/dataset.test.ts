import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batches,
  normalise,
  pixelStatistics,
  rng,
  shuffled,
  take,
  tensor,
  type LabelledImages,
} from '../../../lib';

/** Image i is two pixels of the value i, its class is i too. */
const numbered = (count: number): LabelledImages => ({
  images: tensor(
    [count, 1, 2, 1],
    Array.from({ length: 2 * count }, (_, i) => Math.floor(i / 2)),
  ),
  labels: Array.from({ length: count }, (_, i) => i),
});

describe('shuffled', () => {
  it('is every number once, in an order that the seed decides', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(1_000_000), (count, seed) => {
        const order = shuffled(count, rng(seed));
        expect([...order].sort((a, b) => a - b)).toEqual(
          numbered(Math.max(count, 1)).labels.slice(0, count),
        );
        expect(shuffled(count, rng(seed))).toEqual(order);
      }),
    );
  });

  it('finds every order of three equally often', () => {
    const counts = new Map<string, number>();
    const random = rng(1);
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(3, random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 expected of each; five standard deviations are 144.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(144);
  });
});

describe('take', () => {
  it('copies images with their labels, in the order asked for', () => {
    const data = numbered(5);
    const some = take(data, [3, 0, 3]);
    expect(some).toEqual({ images: tensor([3, 1, 2, 1], [3, 3, 0, 0, 3, 3]), labels: [3, 0, 3] });
    some.images.data.fill(9);
    expect(data).toEqual(numbered(5));
  });
});

describe('batches', () => {
  it('goes through the images in order, the last batch smaller', () => {
    const labels = [...batches(numbered(7), 3)].map((batch) => batch.labels);
    expect(labels).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it('shows every image once with its own label, whatever the size and order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(1_000_000),
        (count, size, seed) => {
          const all = [...batches(numbered(count), size, rng(seed))];
          expect(all.flatMap(({ labels }) => labels).sort((a, b) => a - b)).toEqual(
            numbered(count).labels,
          );
          expect(all.length).toBe(Math.ceil(count / size));
          for (const { images, labels } of all) {
            expect(images.shape).toEqual([labels.length, 1, 2, 1]);
            expect(Array.from(images.data)).toEqual(labels.flatMap((label) => [label, label]));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('shuffles anew each time it is given the same generator', () => {
    const random = rng(1);
    const order = (): number[] => [...batches(numbered(20), 20, random)][0].labels;
    expect(order()).not.toEqual(order());
  });
});

describe('normalise', () => {
  it('brings images to mean 0 and deviation 1, by statistics that can be kept', () => {
    const images = tensor([2, 1, 2, 1], [1, 3, 5, 7]);
    const statistics = pixelStatistics(images);
    expect(statistics).toEqual({ mean: 4, deviation: Math.sqrt(5) });
    const after = pixelStatistics(normalise(images, statistics));
    expect(after.mean).toBeCloseTo(0, 7);
    expect(after.deviation).toBeCloseTo(1, 7);
    expect(normalise(images, { mean: 3, deviation: 2 })).toEqual(
      tensor([2, 1, 2, 1], [-1, 0, 1, 2]),
    );
  });
});
