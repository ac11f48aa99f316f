import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  at,
  fromNested,
  offsetOf,
  randn,
  rng,
  shapeText,
  sizeOf,
  tensor,
  toNested,
  zeros,
  type Nested,
} from '../../lib';

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });
const wrong = (value: unknown) => value as never;

describe('tensor', () => {
  it('comes back from nested arrays as it went in', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => {
        const t = randn(shape, rng(seed));
        expect(fromNested(toNested(t))).toEqual(t);
      }),
    );
  });

  it('comes through structuredClone as it is', () => {
    const t = tensor([2, 2], [1, 2, 3, 4]);
    expect(structuredClone(t)).toEqual(t);
  });

  it('holds copies, so that nobody else changes it', () => {
    const shape = [2];
    const values = new Float32Array([1, 2]);
    const t = tensor(shape, values);
    shape[0] = 9;
    values[0] = 9;
    expect(t).toEqual({ shape: [2], data: new Float32Array([1, 2]) });
  });

  it('is made of zeros when no values are given', () => {
    expect(zeros([1, 2])).toEqual(tensor([1, 2], [0, 0]));
  });

  it('stores the last dimension side by side', () => {
    const t = fromNested([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(t).toEqual(tensor([2, 3], [1, 2, 3, 4, 5, 6]));
    expect(offsetOf(t, 1, 0)).toBe(3);
    expect(at(t, 1, 2)).toBe(6);
  });

  it('finds every element where the nested arrays have it', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), (shape, seed, pick) => {
        const t = randn(shape, rng(seed));
        const indices = shape.map((size, i) => (pick + 7 * i) % size);
        const nested = indices.reduce<Nested>((part, i) => (part as Nested[])[i]!, toNested(t));
        expect(at(t, ...indices)).toBe(nested);
      }),
    );
  });

  it('has one number when it has no dimension', () => {
    expect(sizeOf([])).toBe(1);
    expect(toNested(fromNested(5))).toBe(5);
  });

  it('writes a shape as it is written in code', () => {
    expect(shapeText([1, 28, 28, 1])).toBe('[1, 28, 28, 1]');
  });

  // prettier-ignore
  it.each<[string, () => unknown, string]>([
    ['too few values', () => tensor([2, 2], [1, 2, 3]), 'tensor: shape [2, 2] holds 4 numbers, 3 were given'],
    ['a size of 0', () => tensor([2, 0]), 'tensor: every size must be a whole number of at least 1, the shape is [2, 0]'],
    ['a size that is NaN', () => zeros([NaN]), 'tensor: every size must be a whole number of at least 1, the shape is [NaN]'],
    ['rows of different lengths', () => fromNested([[1, 2], [3]]),
      'fromNested: expected an array of length 2 at [1], got length 1 (all arrays at one depth must be equally long)'],
    ['a number among arrays', () => fromNested([[1], 2]),
      'fromNested: expected an array of length 1 at [1], got number (all arrays at one depth must be equally long)'],
    ['an array among numbers', () => fromNested([[1, 2], [3, [4]]]), 'fromNested: expected a number at [1][1], got object'],
    ['a word', () => fromNested(wrong([['1']])), 'fromNested: expected a number at [0][0], got string'],
    ['an empty array', () => fromNested([]), 'tensor: every size must be a whole number of at least 1, the shape is [0]'],
    ['too few indices', () => at(zeros([2, 3]), 1), 'offsetOf: a tensor of shape [2, 3] takes 2 indices, got 1'],
    ['an index past the end', () => at(zeros([2, 3]), 1, 3), 'offsetOf: index 3 is outside dimension 1 of shape [2, 3] (0 to 2)'],
    ['a negative index', () => offsetOf(zeros([2]), -1), 'offsetOf: index -1 is outside dimension 0 of shape [2] (0 to 1)'],
    ['an index that is NaN', () => at(zeros([2]), NaN), 'offsetOf: index NaN is outside dimension 0 of shape [2] (0 to 1)'],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(new Error(message));
  });
});
