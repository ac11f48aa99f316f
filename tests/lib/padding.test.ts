import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convOutputSize, pad2d, pad2dBackward, randn, rng, tensor, toNested } from '../../lib';

describe('convOutputSize', () => {
  // prettier-ignore
  it.each([
    // Dumoulin and Visin (2016), the examples of sections 2 and 5
    { n: 4, k: 3, s: 1, padding: 'valid', d: 1, out: 2 },
    { n: 5, k: 4, s: 1, padding: 2, d: 1, out: 6 },
    { n: 5, k: 3, s: 2, padding: 'valid', d: 1, out: 2 },
    { n: 5, k: 3, s: 2, padding: 1, d: 1, out: 3 },
    { n: 6, k: 3, s: 2, padding: 1, d: 1, out: 3 },
    { n: 7, k: 3, s: 1, padding: 'valid', d: 2, out: 3 },
    // the frame of the CS231n demo, and what it would be with one more ring of zeros
    { n: 7, k: 3, s: 2, padding: 'valid', d: 1, out: 3 },
    { n: 7, k: 3, s: 2, padding: 1, d: 1, out: 4 },
    // 'same' is ⌈n / s⌉ whatever the kernel
    { n: 28, k: 3, s: 1, padding: 'same', d: 1, out: 28 },
    { n: 28, k: 4, s: 2, padding: 'same', d: 1, out: 14 },
    { n: 5, k: 2, s: 2, padding: 'same', d: 3, out: 3 },
    { n: 1, k: 9, s: 4, padding: 'same', d: 1, out: 1 },
    { n: 224, k: 7, s: 2, padding: 3, d: 1, out: 112 },
    { n: 3, k: 2, s: 1, padding: [0, 1], d: 1, out: 3 },
    { n: 1, k: 1, s: 1, padding: 'valid', d: 5, out: 1 },
  ] as const)('$n cells, kernel $k, stride $s, padding $padding, dilation $d: $out', ({ n, k, s, padding, d, out }) => {
    expect(convOutputSize(n, k, s, padding, d)).toBe(out);
  });

  it('takes stride 1, no padding and no dilation unless told otherwise', () => {
    expect(convOutputSize(5, 3)).toBe(3);
  });

  it('counts the places where the kernel lies inside', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const margin = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(size, size, size, margin, margin, size, (n, k, s, before, after, d) => {
        const reach = (k - 1) * d;
        fc.pre(reach < before + n + after);
        let places = 0;
        for (let start = -before; start + reach < n + after; start += s) places++;
        expect(convOutputSize(n, k, s, [before, after], d)).toBe(places);
      }),
    );
  });
});

describe('pad2d', () => {
  it('puts rows and columns where they were asked for', () => {
    const padded = pad2d(tensor([1, 1, 2, 1], [1, 2]), [
      [1, 0],
      [2, 1],
    ]);
    expect(toNested(padded)).toEqual([
      [
        [[0], [0], [0], [0], [0]],
        [[0], [0], [1], [2], [0]],
      ],
    ]);
  });

  it('fills the new cells of every channel with the value', () => {
    const padded = pad2d(tensor([1, 1, 1, 2], [1, 2]), 1, -3);
    expect(padded.shape).toEqual([1, 3, 3, 2]);
    expect(Array.from(padded.data)).toEqual(
      [-3, -3, -3, -3, -3, -3, -3, -3, 1, 2, -3, -3, -3, -3, -3, -3, -3, -3],
    ); // prettier-ignore
  });

  it('takes a value that no finite number is below, as maximum pooling needs', () => {
    const padded = pad2d(tensor([1, 1, 1, 1], [5]), [[0, 0], [0, 1]], -Infinity); // prettier-ignore
    expect(Array.from(padded.data)).toEqual([5, -Infinity]);
  });

  const sides = fc.tuple(fc.nat(3), fc.nat(3));
  const images = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.nat())
    .map(([n, h, w, c, seed]) => randn([n, h, w, c], rng(seed))); // prettier-ignore

  it('is undone by its backward pass', () => {
    fc.assert(
      fc.property(images, sides, sides, (x, rows, cols) => {
        expect(pad2dBackward(pad2d(x, [rows, cols], 9), [rows, cols])).toEqual(x);
      }),
    );
  });

  it('has a backward pass that is its adjoint', () => {
    fc.assert(
      fc.property(images, sides, sides, (x, rows, cols) => {
        const padded = pad2d(x, [rows, cols]);
        const gradOutput = randn(padded.shape, rng(1));
        const gradX = pad2dBackward(gradOutput, [rows, cols]);
        const dot = (a: Float32Array, b: Float32Array) =>
          a.reduce((sum, v, i) => sum + v * b[i], 0);
        expect(gradX.shape).toEqual(x.shape);
        expect(dot(gradX.data, x.data)).toBeCloseTo(dot(gradOutput.data, padded.data), 10);
      }),
    );
  });

  it('makes a new tensor even when there is nothing to add', () => {
    const x = tensor([1, 1, 1, 1], [5]);
    expect(pad2d(x, 0)).toEqual(x);
    expect(pad2d(x, 0).data).not.toBe(x.data);
  });
});
