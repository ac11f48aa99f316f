import { shapeText } from '../tensor';

/** Numbers in a shape: a Tensor, or the same with float64 numbers. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface Tolerance {
  /** Allowed difference as a share of the expected number; 1e-4 unless given. */
  rtol?: number;
  /** Allowed difference besides; 1e-4 unless given. */
  atol?: number;
}

export interface Comparison {
  /** Whether |got − expected| ≤ atol + rtol·|expected| holds everywhere. */
  equal: boolean;
  /** The largest difference; Infinity if shapes differ or a number is NaN. */
  maxAbs: number;
  /** The largest difference as a share of the expected number, where that is not 0. */
  maxRel: number;
  /** Where they differ most, in words: `at [0, 1, 2, 0]: got 3, expected 4`; '' if nowhere. */
  where: string;
}

/** NaN is far from everything, itself too: two results that are both NaN are not a success. */
function distance(got: number, expected: number): number {
  if (got === expected) return 0;
  const difference = Math.abs(got - expected);
  return Number.isNaN(difference) ? Infinity : difference;
}

function indicesOf(shape: readonly number[], offset: number): number[] {
  const indices: number[] = [];
  let rest = offset;
  for (const size of [...shape].reverse()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}

/**
 * Compares numbers with those expected.
 *
 * @returns a report; it never throws, since numbers that differ are its subject. Shapes that
 * differ, a NaN and a missing number count as an infinite difference.
 */
export function compare(
  got: Numbers,
  expected: Numbers,
  { rtol = 1e-4, atol = 1e-4 }: Tolerance = {},
): Comparison {
  if (shapeText(got.shape) !== shapeText(expected.shape)) {
    const where = `got shape ${shapeText(got.shape)}, expected ${shapeText(expected.shape)}`;
    return { equal: false, maxAbs: Infinity, maxRel: Infinity, where };
  }
  if (got.data.length !== expected.data.length) {
    const where = `got ${got.data.length} numbers, expected ${expected.data.length}`;
    return { equal: false, maxAbs: Infinity, maxRel: Infinity, where };
  }
  const report: Comparison = { equal: true, maxAbs: 0, maxRel: 0, where: '' };
  for (let i = 0; i < expected.data.length; i++) {
    const difference = distance(got.data[i], expected.data[i]);
    const size = Math.abs(expected.data[i]);
    if (!(difference <= atol + rtol * (Number.isFinite(size) ? size : 0))) report.equal = false;
    if (size > 0) report.maxRel = Math.max(report.maxRel, difference / size || 0);
    if (difference > report.maxAbs) {
      report.maxAbs = difference;
      const at = shapeText(indicesOf(expected.shape, i));
      report.where = `at ${at}: got ${got.data[i]}, expected ${expected.data[i]}`;
    }
  }
  return report;
}

/** The largest difference between two blocks of numbers; Infinity if their shapes differ. */
export function maxAbsDifference(got: Numbers, expected: Numbers): number {
  return compare(got, expected).maxAbs;
}
