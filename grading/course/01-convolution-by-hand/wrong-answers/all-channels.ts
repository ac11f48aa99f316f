import type { Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { layer, type Slip } from '../../wrong-answers/layer';
import { read } from '../../wrong-answers/read';

/** One output number with one slip in it: the layer's cell (row, col), for a single kernel. */
function cellOfLayer(
  x: Tensor,
  kernel: Tensor,
  bias: number,
  row: number,
  col: number,
  slip: Slip,
): number {
  const kernels: Tensor = { shape: [...kernel.shape, 1], data: kernel.data };
  const input = slip.input ?? ((r, q, i, j, c) => [r + i, q + j, c]);
  return layer(x, kernels, [bias], {
    ...slip,
    input: (_r, _q, i, j, c) => input(row, col, i, j, c),
    outHeight: 1,
    outWidth: 1,
  }).data[0];
}

type OutputAt = (x: Tensor, kernel: Tensor, bias: number, row: number, col: number) => number;

const slippedCell =
  (slipFor: (x: Tensor, kernel: Tensor, bias: number) => Slip): OutputAt =>
  (x, kernel, bias, row, col) =>
    cellOfLayer(x, kernel, bias, row, col, slipFor(x, kernel, bias));

export const allChannels: WrongAnswer[] = [
  {
    id: 'bias-left-out',
    when: 'the bias is left out',
    answer: slippedCell(() => ({ bias: () => 0 })),
  },
  {
    id: 'bias-per-channel',
    when: 'the bias is added once for each channel; it comes in once for the whole sum',
    answer: slippedCell((x) => ({ bias: ([b]) => b * x.shape[2] })),
  },
  {
    id: 'bias-per-product',
    when: 'the bias is added to each product; it comes in once for the whole sum',
    answer: slippedCell((_x, kernel) => ({ bias: ([b]) => b * kernel.data.length })),
  },
  {
    id: 'bias-subtracted',
    when: 'the bias is subtracted',
    answer: slippedCell(() => ({ bias: ([b]) => -b })),
  },
  {
    id: 'first-channel-only',
    when: 'only the first channel is read',
    answer: slippedCell(() => ({ channels: [0] })),
  },
  {
    id: 'last-channel-only',
    when: 'the sum is set back to 0 for each channel, so that only the last channel counts',
    answer: slippedCell((x) => ({ channels: [x.shape[2] - 1] })),
  },
  {
    id: 'one-sheet-for-all-channels',
    when: "the first channel's weights are used for every channel; each channel has its own",
    answer: slippedCell(() => ({ weight: (i, j, _c, m) => [i, j, 0, m] })),
  },
  {
    id: 'channels-reversed',
    when: 'the channels of the image meet the weights in reverse order',
    answer: slippedCell((x) => ({ weight: (i, j, c, m) => [i, j, x.shape[2] - 1 - c, m] })),
  },
  {
    id: 'channels-averaged',
    when: 'the channels are averaged; their sums are to be added',
    answer: slippedCell((x, _kernel, bias) => ({
      bias: () => 0,
      finish: (sum) => sum / x.shape[2] + bias,
    })),
  },
  {
    id: 'kernel-flipped',
    when: 'the kernel is turned by half a turn (true convolution; a deep-learning layer does not turn it)',
    answer: slippedCell((_x, kernel) => ({
      weight: (i, j, c, m) => [kernel.shape[0] - 1 - i, kernel.shape[1] - 1 - j, c, m],
    })),
  },
  {
    id: 'row-and-column-swapped',
    when: 'row and col are swapped',
    answer: slippedCell(() => ({ input: (row, col, i, j, c) => [col + i, row + j, c] })),
  },
  {
    id: 'position-ignored',
    when: 'row and col are not used: the window is always the top left one',
    answer: slippedCell(() => ({ input: (_row, _col, i, j, c) => [i, j, c] })),
  },
  {
    id: 'channel-first-image',
    when: 'the numbers of the image are read as if channel 0 came first as a whole; here the channels of one pixel stand side by side',
    answer: ((x, kernel, bias, row, col) => {
      const [height, width, channels] = x.shape;
      return slippedCell(() => ({
        input: (r, q, i, j, c) => {
          const offset = (c * height + r + i) * width + q + j;
          const pixel = Math.floor(offset / channels);
          return [Math.floor(pixel / width), pixel % width, offset % channels];
        },
      }))(x, kernel, bias, row, col);
    }) satisfies OutputAt,
  },
  {
    id: 'negatives-cut',
    when: 'a negative result is replaced by 0 (that is ReLU, a step that comes after a convolution)',
    answer: slippedCell(() => ({ finish: (sum) => Math.max(0, sum) })),
  },
  {
    id: 'changes-the-image',
    when: 'the products are written into the image itself, which the next window still needs',
    answer: ((x, kernel, bias, row, col) => {
      const result = slippedCell(() => ({}))(x, kernel, bias, row, col);
      const [kernelHeight, kernelWidth, channels] = kernel.shape;
      for (let i = 0; i < kernelHeight; i++) {
        for (let j = 0; j < kernelWidth; j++) {
          for (let c = 0; c < channels; c++) {
            x.data[((row + i) * x.shape[1] + col + j) * channels + c] *= read(kernel, [i, j, c]);
          }
        }
      }
      return result;
    }) satisfies OutputAt,
  },
];
