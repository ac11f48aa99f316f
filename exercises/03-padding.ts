// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or `npm run check -- 03 --watch` in a terminal.

import { at, offsetOf, tensor, type Tensor } from '../lib/tensor';

/**
 * Puts rows and columns of zeros around a picture. Every channel is padded alike.
 *
 * `tensor(shape)` makes a tensor of zeros, `at(t, row, col, channel)` reads one of its numbers, and
 * `offsetOf(t, row, col, channel)` says where in `t.data` it stands.
 *
 * For x of shape [1, 2, 1] holding 5, 6 and the padding [[1, 0], [0, 2]] (one row above, two columns
 * on the right) the result has shape [2, 4, 1] and holds 0, 0, 0, 0 and 5, 6, 0, 0.
 *
 * @param x the picture, [height, width, channels]; do not change it
 * @param padding how many rows and columns to add, [[top, bottom], [left, right]]
 * @returns a new tensor, [top + height + bottom, left + width + right, channels]
 * @exercise 03.pad
 */
export function padZeros(x: Tensor, padding: [[number, number], [number, number]]): Tensor {
  throw new Error('03.pad: not written yet');
}

/**
 * How often each cell of a row is visited. The row gets `before` cells of padding in front and
 * `after` cells behind; a window of `k` cells moves over all of it, one cell at a time, and visits
 * the cells that it covers.
 *
 * visits(4, 3, 1, 0) is [2, 3, 2, 1]: with the padding the row has 5 cells, the window has 3 places,
 * and the 4 cells of the row itself lie in 2, 3, 2 and 1 of them.
 *
 * @param n the number of cells of the row, without padding
 * @param k the number of cells of the window, at most n + before + after
 * @param before cells of padding before the row
 * @param after cells of padding after the row
 * @returns n counts, one for each cell of the row; none for the padding
 * @exercise 03.visits
 */
export function visits(n: number, k: number, before: number, after: number): number[] {
  throw new Error('03.visits: not written yet');
}

/**
 * The cells that "same" padding adds along one dimension, as in TensorFlow: there are to be
 * n / stride outputs, rounded up; what the last window needs and the row has not got is added, half
 * before and half after, and an odd cell after. Never less than nothing is added.
 *
 * samePadding(5, 4, 2) is [1, 2]: 3 outputs; the last window starts at 4 and needs 4 cells, 8 in
 * all; there are 5, so 3 are missing.
 *
 * @param n the number of cells of the input
 * @param k the number of cells of the kernel
 * @param stride how many cells the kernel moves from one output to the next
 * @returns [before, after]
 * @exercise 03.same-padding
 */
export function samePadding(n: number, k: number, stride: number): [number, number] {
  throw new Error('03.same-padding: not written yet');
}

/**
 * A convolution of one channel that keeps the size: stride 1, "same" padding by zeros (the odd row
 * and column of an even kernel at the bottom and at the right), the kernel not flipped.
 *
 * sameConvolve([[1, 2, 4]], [[1, 1]]) is [[3, 6, 4]]: the kernel is 2 wide, so one zero is added, on
 * the right: 1 + 2, 2 + 4, 4 + 0.
 *
 * @param x the picture, height × width; do not change it
 * @param kernel the weights, kernelHeight × kernelWidth, each odd or even
 * @returns as many rows and columns as x
 * @exercise 03.same-convolution
 */
export function sameConvolve(x: number[][], kernel: number[][]): number[][] {
  throw new Error('03.same-convolution: not written yet');
}
