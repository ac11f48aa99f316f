import { describe, isWholeNumber } from './check';

/** Cells added before and after the input, along one dimension. */
export type Margins = readonly [before: number, after: number];

/**
 * Padding of images: `'valid'` adds nothing; `'same'` adds as many cells as it takes for
 * ⌈size / stride⌉ outputs, as TensorFlow does; a number adds so many cells on all four sides; and
 * [[top, bottom], [left, right]] says each.
 */
export type Padding2d = 'valid' | 'same' | number | readonly [rows: Margins, cols: Margins];

/** How many cells a kernel of `kernel` cells spans when they lie `dilation` cells apart. */
export const extentOf = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/**
 * The margins that a padding means along one dimension. With 'same' the missing cells are split
 * evenly, and an odd one goes after the input (at the bottom, at the right).
 *
 * Source: TensorFlow, tf.nn, "Notes on padding".
 */
export function marginsOf(
  size: number,
  kernel: number,
  stride: number,
  padding: 'valid' | 'same' | number | Margins,
  dilation: number,
): Margins {
  if (padding === 'valid') return [0, 0];
  if (padding === 'same') {
    const outputs = Math.ceil(size / stride);
    const missing = Math.max(0, (outputs - 1) * stride + extentOf(kernel, dilation) - size);
    const before = Math.floor(missing / 2);
    return [before, missing - before];
  }
  return typeof padding === 'number' ? [padding, padding] : padding;
}

/**
 * How many places a kernel has along one dimension: ⌊(padded size − extent) / stride⌋ + 1. Cells
 * left over at the end, fewer than a stride, are not visited. Less than 1 if the kernel is larger
 * than its input.
 *
 * Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
 * relationships 6 and 15.
 */
export function placesOf(
  size: number,
  kernel: number,
  stride: number,
  [before, after]: Margins,
  dilation: number,
): number {
  return Math.floor((before + size + after - extentOf(kernel, dilation)) / stride) + 1;
}

export const isMargins = (value: unknown): value is Margins =>
  Array.isArray(value) && value.length === 2 && value.every((cells) => isWholeNumber(cells, 0));

/** How a padding that is none was probably meant. */
export function paddingHint(given: unknown): string {
  if (typeof given === 'string' && ['valid', 'same'].includes(given.toLowerCase())) {
    return ` (write it in small letters: '${given.toLowerCase()}')`;
  }
  if (isMargins(given)) {
    const [rows, cols] = given;
    return ` (one number for rows and one for columns is [[${rows}, ${rows}], [${cols}, ${cols}]])`;
  }
  return '';
}

/**
 * The number of outputs of a convolution or pooling along one dimension.
 *
 * convOutputSize(5, 3, 2, 1) is 3: ⌊(5 + 1 + 1 − 3) / 2⌋ + 1.
 *
 * @param n the input's size, in cells
 * @param k the kernel's size, in cells
 * @param s the stride: how many cells the kernel moves from one output to the next
 * @param padding 'valid', 'same' as in TensorFlow, a number of cells on both sides, or
 * [before, after]
 * @param d the dilation: how far apart the kernel's cells lie; 1 is side by side
 * @throws if n, k, s or d is no whole number ≥ 1, if padding is none of the four forms, or if the
 * kernel is larger than the padded input.
 */
export function convOutputSize(
  n: number,
  k: number,
  s = 1,
  padding: 'valid' | 'same' | number | Margins = 'valid',
  d = 1,
): number {
  const sizes = { n, k, s, d };
  const meanings = { n: 'the input', k: 'the kernel', s: 'the stride', d: 'the dilation' };
  for (const name of ['n', 'k', 's', 'd'] as const) {
    if (!isWholeNumber(sizes[name], 1)) {
      throw new Error(
        `convOutputSize: ${name} (${meanings[name]}) must be a whole number of at least 1, got ${describe(sizes[name])}`,
      );
    }
  }
  if (padding !== 'valid' && padding !== 'same') {
    if (!isWholeNumber(padding, 0) && !isMargins(padding)) {
      const given: unknown = padding;
      const hint =
        Array.isArray(given) && given.length === 2 && given.every(isMargins)
          ? ' (this is one dimension: give rows and columns apart)'
          : paddingHint(given);
      throw new Error(
        `convOutputSize: padding must be 'valid', 'same', a whole number of at least 0, or [before, after], got ${describe(padding)}${hint}`,
      );
    }
  }
  const margins = marginsOf(n, k, s, padding, d);
  const places = placesOf(n, k, s, margins, d);
  if (places < 1) {
    const span = d === 1 ? '' : ` (${extentOf(k, d)} with dilation ${d})`;
    throw new Error(
      `convOutputSize: a kernel of ${k} cells${span} does not fit into ${n} cells with padding ${describe(padding)}`,
    );
  }
  return places;
}
