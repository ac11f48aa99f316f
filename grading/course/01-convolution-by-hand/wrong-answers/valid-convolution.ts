import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { read } from '../../wrong-answers/read';
import { layer, type Slip } from './layer';
import { sumRow } from '../../wrong-answers/matrix';

type Convolve = (x: Tensor, kernels: Tensor, bias: number[]) => Tensor;

const slippedLayer =
  (slipFor: (x: Tensor, kernels: Tensor) => Slip): Convolve =>
  (x, kernels, bias) =>
    layer(x, kernels, bias, slipFor(x, kernels));

/** The correct feature maps, for answers that go wrong only afterwards. */
const correct = slippedLayer(() => ({}));

/** The same maps with all of channel 0 first, then all of channel 1, …: [channels, height, width]. */
function channelFirst(maps: Tensor): Float32Array {
  const [height, width, channels] = maps.shape;
  return maps.data.map((_, index) => {
    const channel = Math.floor(index / (height * width));
    return maps.data[(index % (height * width)) * channels + channel];
  });
}

export const validConvolution: WrongAnswer[] = [
  {
    id: 'bias-left-out',
    when: 'the bias is left out',
    answer: slippedLayer(() => ({ bias: () => 0 })),
  },
  {
    id: 'one-bias-for-all',
    when: 'bias[0] is added to every feature map; each kernel has its own bias',
    answer: slippedLayer(() => ({ bias: (bias) => bias[0] })),
  },
  {
    id: 'bias-per-channel',
    when: 'the bias is added once for each input channel; it comes in once for the whole sum',
    answer: slippedLayer((x) => ({ bias: (bias, m) => bias[m] * x.shape[2] })),
  },
  {
    id: 'kernel-flipped',
    when: 'the kernels are turned by half a turn (true convolution; a deep-learning layer does not turn them)',
    answer: slippedLayer((_x, kernels) => ({
      weight: (i, j, c, m) => [kernels.shape[0] - 1 - i, kernels.shape[1] - 1 - j, c, m],
    })),
  },
  {
    id: 'window-transposed',
    when: 'i and j are swapped in the image: at(x, row + j, col + i, c) for at(x, row + i, col + j, c)',
    answer: slippedLayer(() => ({ input: (row, col, i, j, c) => [row + j, col + i, c] })),
  },
  {
    id: 'first-channel-only',
    when: 'only the first input channel is read',
    answer: slippedLayer(() => ({ channels: [0] })),
  },
  {
    id: 'last-channel-only',
    when: 'the sum is started anew for each input channel, so that only the last one counts',
    answer: slippedLayer((x) => ({ channels: [x.shape[2] - 1] })),
  },
  {
    id: 'channels-not-summed',
    when: 'every input channel gets feature maps of its own; the channels are to be summed into one map for each kernel',
    answer: ((x, kernels, bias) => {
      const apart = Array.from({ length: x.shape[2] }, (_, c) =>
        layer(x, kernels, bias, { channels: [c] }),
      );
      const [height, width, maps] = apart[0].shape;
      const values = Array.from({ length: height * width }, (_, pixel) =>
        apart.flatMap((t) => Array.from(t.data.subarray(pixel * maps, (pixel + 1) * maps))),
      );
      return tensor([height, width, maps * apart.length], values.flat());
    }) satisfies Convolve,
  },
  {
    id: 'first-kernel-for-all',
    when: 'the first kernel is used for every feature map',
    answer: slippedLayer(() => ({ weight: (i, j, c) => [i, j, c, 0] })),
  },
  {
    id: 'kernels-summed',
    when: 'all kernels are summed into one feature map; each kernel makes a map of its own',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      const [height, width, channels] = maps.shape;
      const sums = Array.from({ length: height * width }, (_, pixel) =>
        sumRow(Array.from(maps.data.subarray(pixel * channels, (pixel + 1) * channels))),
      );
      return tensor([height, width, 1], sums);
    }) satisfies Convolve,
  },
  {
    id: 'output-too-large',
    when: 'the output is one row and one column too large: a kernel 2 wide fits into 3 columns at 2 places, width − kernelWidth + 1',
    answer: slippedLayer((x, kernels) => ({
      outHeight: x.shape[0] - kernels.shape[0] + 2,
      outWidth: x.shape[1] - kernels.shape[1] + 2,
    })),
  },
  {
    id: 'output-too-small',
    when: 'the output is one row and one column too small: the + 1 is missing from height − kernelHeight + 1',
    answer: slippedLayer((x, kernels) => ({
      outHeight: Math.max(1, x.shape[0] - kernels.shape[0]),
      outWidth: Math.max(1, x.shape[1] - kernels.shape[1]),
    })),
  },
  {
    id: 'output-as-large-as-input',
    when: 'the output is as large as the input, with zeros read beyond the bottom and the right edge',
    answer: slippedLayer((x) => ({ outHeight: x.shape[0], outWidth: x.shape[1] })),
  },
  {
    id: 'same-padding',
    when: 'the image is padded with zeros all round to keep its size ("same"); a valid convolution does not pad',
    answer: slippedLayer((x, kernels) => ({
      outHeight: x.shape[0],
      outWidth: x.shape[1],
      input: (row, col, i, j, c) => [
        row + i - Math.floor((kernels.shape[0] - 1) / 2),
        col + j - Math.floor((kernels.shape[1] - 1) / 2),
        c,
      ],
    })),
  },
  {
    id: 'rows-and-columns-swapped',
    when: 'height and width of the output are swapped, with rows written as columns',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      const [height, width, channels] = maps.shape;
      const values = Array.from(maps.data, (_, index) => {
        const [pixel, m] = [Math.floor(index / channels), index % channels];
        return read(maps, [pixel % height, Math.floor(pixel / height), m]);
      });
      return tensor([width, height, channels], values);
    }) satisfies Convolve,
  },
  {
    id: 'channel-first-output',
    when: 'the output is laid out [channels, height, width]; here the channels come last',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      const [height, width, channels] = maps.shape;
      return tensor([channels, height, width], channelFirst(maps));
    }) satisfies Convolve,
  },
  {
    id: 'channel-first-data',
    when: 'the shape is right, but the numbers are stored one whole map after the other; here the maps of one pixel stand side by side',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      return tensor(maps.shape, channelFirst(maps));
    }) satisfies Convolve,
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side (the stride is the kernel size); here they move by one cell',
    answer: slippedLayer((x, kernels) => ({
      outHeight: Math.floor(x.shape[0] / kernels.shape[0]),
      outWidth: Math.floor(x.shape[1] / kernels.shape[1]),
      input: (row, col, i, j, c) => [row * kernels.shape[0] + i, col * kernels.shape[1] + j, c],
    })),
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not started anew for each output number, so that every number contains all before it',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      let running = 0;
      return tensor(
        maps.shape,
        Array.from(maps.data, (value) => (running += value)),
      );
    }) satisfies Convolve,
  },
  {
    id: 'negatives-cut',
    when: 'negative results are replaced by 0 (that is ReLU, a step that comes after a convolution)',
    answer: slippedLayer(() => ({ finish: (sum) => Math.max(0, sum) })),
  },
  {
    id: 'changes-the-kernels',
    when: 'the bias is added into the kernels themselves, which the caller still needs',
    answer: ((x, kernels, bias) => {
      const maps = correct(x, kernels, bias);
      kernels.data.forEach((_, k) => (kernels.data[k] += bias[k % bias.length]));
      return maps;
    }) satisfies Convolve,
  },
];
