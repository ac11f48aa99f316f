import { expect } from 'vitest';
import { compare, type Numbers, type Tolerance } from '../../lib/oracle';

/** Fails with the place where the numbers differ most. */
export function expectClose(got: Numbers, expected: Numbers, tolerance?: Tolerance): void {
  const { equal, where } = compare(got, expected, tolerance);
  expect(equal ? 'close' : where).toBe('close');
}

/** lib sums in float64 and rounds once, so it is within one rounding of the exact result. */
export const oneRounding: Tolerance = { rtol: 2 ** -24, atol: 1e-12 };

/** TensorFlow.js sums in float32, and in another order. */
export const float32Sums: Tolerance = { rtol: 1e-5, atol: 1e-4 };

/** What central differences leave of float64, and lib's one rounding. */
export const differences: Tolerance = { rtol: 1e-6, atol: 1e-6 };
