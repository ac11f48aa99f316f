import { at, offsetOf, tensor, type Tensor } from '../lib/tensor';

/**
 * How many outputs a row of cells gives: the places of a kernel that slides along it, padded, in
 * steps of the stride, as long as it fits.
 *
 * outputSize(8, 3, 2, 1): the padded row has 10 cells, so there are 7 cells to go in steps of 2;
 * 3 whole steps, and the place to begin with, make 4.
 *
 * @param n cells in the row
 * @param k cells in the kernel, at most as many as in the padded row
 * @param stride how many cells the kernel moves from one output to the next
 * @param padding cells added on each side of the row
 * @returns a whole number
 * @exercise 02.output-size
 */
export function outputSize(n: number, k: number, stride: number, padding: number): number {
  return Math.floor((n + 2 * padding - k) / stride) + 1;
}

/**
 * The cells of a row that no window covers: those that the window jumps over when the stride is
 * larger than the kernel, and those left over at the end, where it does not fit any more. There is
 * no padding.
 *
 * unvisited(9, 2, 3): the windows cover 0 and 1, 3 and 4, 6 and 7; the result is [2, 5, 8].
 *
 * @param n cells in the row
 * @param k cells in the kernel, at most n
 * @param stride how many cells the kernel moves from one output to the next
 * @returns the indices of the cells, counted from 0, in ascending order; [] if all are covered
 * @exercise 02.unvisited
 */
export function unvisited(n: number, k: number, stride: number): number[] {
  const isVisited = new Array<boolean>(n).fill(false);
  for (let start = 0; start + k <= n; start += stride) {
    for (let i = 0; i < k; i++) isVisited[start + i] = true;
  }
  const cells: number[] = [];
  for (let cell = 0; cell < n; cell++) {
    if (!isVisited[cell]) cells.push(cell);
  }
  return cells;
}

/**
 * A whole layer with strides: every kernel at every place that the strides lead to and where it lies
 * fully inside the image (no padding, kernels not flipped). The windows begin at the top left; each
 * output one to the right is `strideCols` columns further, each one down `strideRows` rows.
 *
 * `tensor(shape)` makes a tensor of zeros, `at(t, row, col, channel)` reads one of its numbers, and
 * `offsetOf(t, row, col, channel)` says where in `t.data` it stands.
 *
 * For x of shape [1, 5, 1] holding 1, 2, 3, 4, 5, kernels of shape [1, 2, 1, 1] holding 1 and 10,
 * bias [0], strideRows 1 and strideCols 2, the windows are (1, 2) and (3, 4): the output has shape
 * [1, 2, 1] and holds 1·1 + 2·10 = 21 and 3·1 + 4·10 = 43.
 *
 * @param x the image, [height, width, inChannels]
 * @param kernels the kernels, [kernelHeight, kernelWidth, inChannels, outChannels], at most as high
 * and wide as the image
 * @param bias one number for each kernel, outChannels in all
 * @param strideRows how many rows the window moves down
 * @param strideCols how many columns the window moves to the right
 * @returns the feature maps, [outHeight, outWidth, outChannels]
 * @exercise 02.strided
 */
export function convolveStrided(
  x: Tensor,
  kernels: Tensor,
  bias: number[],
  strideRows: number,
  strideCols: number,
): Tensor {
  const [height, width, inChannels] = x.shape;
  const [kernelHeight, kernelWidth, , outChannels] = kernels.shape;
  const outHeight = Math.floor((height - kernelHeight) / strideRows) + 1;
  const outWidth = Math.floor((width - kernelWidth) / strideCols) + 1;
  const output = tensor([outHeight, outWidth, outChannels]);
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let m = 0; m < outChannels; m++) {
        let sum = bias[m];
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            for (let c = 0; c < inChannels; c++) {
              sum += at(x, row * strideRows + i, col * strideCols + j, c) * at(kernels, i, j, c, m);
            }
          }
        }
        output.data[offsetOf(output, row, col, m)] = sum;
      }
    }
  }
  return output;
}

/**
 * A layer of sliding windows, along one dimension: a convolution or a pooling.
 *
 * @given
 */
export interface SlidingLayer {
  /** The size of its windows, in cells of the layer before. */
  kernel: number;
  /** How many cells of the layer before its window moves. */
  stride: number;
}

/**
 * How many cells of the input one output of the last layer spans, along one dimension: from the first
 * that it depends on to the last, and those between them that a large stride jumps over count, too.
 *
 * receptiveField([{ kernel: 3, stride: 2 }, { kernel: 3, stride: 1 }]): after the first layer an
 * output spans 1 + (3 − 1)·1 = 3 cells, and neighbours lie 2 cells apart; after the second it spans
 * 3 + (3 − 1)·2 = 7.
 *
 * @param layers from the one that reads the input to the last, at least one; do not change them
 * @returns a number of cells
 * @exercise 02.receptive-field
 */
export function receptiveField(layers: SlidingLayer[]): number {
  let field = 1;
  let jump = 1;
  for (const { kernel, stride } of layers) {
    field += (kernel - 1) * jump;
    jump *= stride;
  }
  return field;
}
