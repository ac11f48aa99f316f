// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or `npm run check -- 04 --watch` in a terminal.

import { at, offsetOf, tensor, type Tensor } from '../lib/tensor';

/**
 * How many numbers training has to find for a convolution layer: the weights of all kernels, and
 * one bias for each kernel.
 *
 * parameterCount([10, 12, 4], 2, 3, 5) is 125: each of the 5 kernels has 2·3·4 = 24 weights and
 * 1 bias.
 *
 * @param inputShape the layer's input, [height, width, inChannels]
 * @param kernelHeight rows of a kernel
 * @param kernelWidth columns of a kernel
 * @param outChannels how many kernels there are
 * @returns one number
 * @exercise 04.parameters
 */
export function parameterCount(
  inputShape: number[],
  kernelHeight: number,
  kernelWidth: number,
  outChannels: number,
): number {
  throw new Error('04.parameters: not written yet');
}

/**
 * The matrix of a convolution: its product with the picture, laid out line by line, gives the
 * feature map, laid out line by line. The convolution is valid (no padding), with stride 1, of
 * pictures with one channel; the kernel is not flipped.
 *
 * convolutionMatrix([[1, 2], [3, 4]], 2, 3) is [[1, 2, 0, 3, 4, 0], [0, 1, 2, 0, 3, 4]]: the
 * picture has 6 cells, and the kernel fits at 2 places. At the first, its top left weight lies on
 * cell 0; its second line begins one line of the picture, 3 cells, further on.
 *
 * @param kernel the weights, at most as large as the picture; do not change it
 * @param height rows of the picture
 * @param width columns of the picture
 * @returns a row for each output, (height − kernelHeight + 1) · (width − kernelWidth + 1) of them,
 * and in it a number for each cell of the picture, height · width of them
 * @exercise 04.convolution-matrix
 */
export function convolutionMatrix(kernel: number[][], height: number, width: number): number[][] {
  throw new Error('04.convolution-matrix: not written yet');
}

/**
 * The loss's gradient in the weights of a valid convolution with stride 1. A weight is used at
 * every place of the window; its gradient is the sum over all places of gradOutput there, times
 * the number of x that lies under the weight there.
 *
 * `tensor(shape)` makes a tensor of zeros, `offsetOf(t, …)` says where in `t.data` one of its
 * numbers stands, `at(t, …)` reads one.
 *
 * For x of shape [1, 3, 1] holding 1, 2, 4, gradOutput of shape [1, 2, 1] holding 10, 100, and a
 * kernel of 1 × 2, the result has shape [1, 2, 1, 1] and holds 1·10 + 2·100 = 210 and
 * 2·10 + 4·100 = 420.
 *
 * @param x the input of the convolution, [height, width, inChannels]
 * @param gradOutput the loss's gradient in its output, [outHeight, outWidth, outChannels]
 * @param kernelHeight rows of a kernel: height − outHeight + 1
 * @param kernelWidth columns of a kernel: width − outWidth + 1
 * @returns the gradient, [kernelHeight, kernelWidth, inChannels, outChannels]
 * @exercise 04.kernel-gradient
 */
export function kernelGradient(
  x: Tensor,
  gradOutput: Tensor,
  kernelHeight: number,
  kernelWidth: number,
): Tensor {
  throw new Error('04.kernel-gradient: not written yet');
}

/**
 * The loss's gradient in the input of a valid convolution with stride 1. Each output gives to each
 * cell of its window its own gradient times the weight that lay on the cell; what a cell is given,
 * by several windows and by all kernels, adds up.
 *
 * For gradOutput of shape [1, 2, 1] holding 10, 100 and kernels of shape [1, 2, 1, 1] holding 1, 2,
 * the result has shape [1, 3, 1] and holds 10·1 = 10, 10·2 + 100·1 = 120 and 100·2 = 200.
 *
 * @param gradOutput the loss's gradient in the output, [outHeight, outWidth, outChannels]
 * @param kernels [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns the gradient, of the shape that the input had: [height, width, inChannels] with
 * height = outHeight + kernelHeight − 1 and width = outWidth + kernelWidth − 1
 * @exercise 04.input-gradient
 */
export function inputGradient(gradOutput: Tensor, kernels: Tensor): Tensor {
  throw new Error('04.input-gradient: not written yet');
}
