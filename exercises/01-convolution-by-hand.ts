// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or `npm run check -- 01 --watch` in a terminal.

import { at, offsetOf, tensor, type Tensor } from '../lib/tensor';

/**
 * Multiplies a window by a kernel, cell by cell, and adds up the products.
 *
 * productSum([[1, 2], [3, 4]], [[1, 0], [0, -1]]) is 1·1 + 2·0 + 3·0 + 4·(−1) = −3.
 *
 * @param window rows × columns of the input; do not change it
 * @param kernel the weights, as many rows and columns as the window (any number of either)
 * @returns one number
 * @exercise 01.product-sum
 */
export function productSum(window: number[][], kernel: number[][]): number {
  throw new Error('01.product-sum: not written yet');
}

/**
 * Lays the kernel on a one-channel image, with its top left weight on the cell (row, col), and
 * returns the sum of the products.
 *
 * For x = [[1, 2, 3], [4, 5, 6], [7, 8, 9]] and kernel = [[1, 0], [0, -1]], at row 1 and column 0:
 * the window is [[4, 5], [7, 8]], the sum 4·1 + 5·0 + 7·0 + 8·(−1) = −4.
 *
 * @param x the image, height × width
 * @param kernel the weights, at most as large as the image
 * @param row the image's row under the kernel's first row, counted from 0
 * @param col the image's column under the kernel's first column, counted from 0
 * @returns one number
 * @exercise 01.one-channel
 */
export function convolveAt(x: number[][], kernel: number[][], row: number, col: number): number {
  throw new Error('01.one-channel: not written yet');
}

/**
 * One output number of a convolution, from all channels of the input: the products of the window
 * and the kernel summed over rows, columns and channels, plus the bias (once).
 *
 * `at(x, row, col, channel)` reads one number of a tensor.
 *
 * For x of shape [1, 1, 2] holding 3 and 5, a kernel of shape [1, 1, 2] holding 2 and −1, and
 * bias 10, at row 0 and column 0: 3·2 + 5·(−1) + 10 = 11.
 *
 * @param x the image, [height, width, channels]
 * @param kernel one kernel, [kernelHeight, kernelWidth, channels]
 * @param bias added to the sum
 * @param row the image's row under the kernel's first row
 * @param col the image's column under the kernel's first column
 * @returns one number
 * @exercise 01.all-channels
 */
export function outputAt(
  x: Tensor,
  kernel: Tensor,
  bias: number,
  row: number,
  col: number,
): number {
  throw new Error('01.all-channels: not written yet');
}

/**
 * A whole layer: every kernel at every position where it lies fully inside the image ("valid"
 * convolution, stride 1, kernels not flipped). One kernel makes one channel of the output.
 *
 * `tensor(shape)` makes a tensor of zeros, `offsetOf(t, row, col, channel)` says where in
 * `t.data` one of its numbers stands.
 *
 * For x of shape [1, 3, 1] holding 1, 2, 4, kernels of shape [1, 2, 1, 1] holding −1 and 1 (the
 * right neighbour minus the cell), and bias [0], the output has shape [1, 2, 1] and holds 1, 2.
 *
 * @param x the image, [height, width, inChannels]
 * @param kernels the kernels, [kernelHeight, kernelWidth, inChannels, outChannels]
 * @param bias one number for each kernel, outChannels in all
 * @returns the feature maps, [outHeight, outWidth, outChannels]
 * @exercise 01.valid-convolution
 */
export function convolve(x: Tensor, kernels: Tensor, bias: number[]): Tensor {
  throw new Error('01.valid-convolution: not written yet');
}

/**
 * Convolution as mathematics defines it, of one channel, "valid": the kernel is turned by half a
 * turn (its rows in reverse order, and each row reversed), then slid over the image and
 * multiplied as usual. Deep learning leaves the turn out.
 *
 * For x = [[0, 0, 0], [0, 1, 0], [0, 0, 0]] (one bright cell) and kernel = [[1, 2], [3, 4]] the
 * result is the kernel itself, [[1, 2], [3, 4]]; without the turn it would be [[4, 3], [2, 1]].
 *
 * @param x the image, height × width
 * @param kernel the weights, at most as large as the image; do not change it
 * @returns (height − kernelHeight + 1) rows of (width − kernelWidth + 1) numbers
 * @exercise 01.flip-kernel
 */
export function trueConvolve(x: number[][], kernel: number[][]): number[][] {
  throw new Error('01.flip-kernel: not written yet');
}
