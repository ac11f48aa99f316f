import { tensor, type Tensor } from '../../../lib/tensor';
import { layer, type Slip } from './layer';
import { read } from './read';

type Maps = (
  x: Tensor,
  kernels: Tensor,
  bias: number[],
  stride: readonly [rows: number, cols: number],
) => Tensor;

const slipped =
  (slipFor: (x: Tensor, kernels: Tensor) => Slip): Maps =>
  (x, kernels, bias, stride) =>
    layer(x, kernels, bias, { stride, ...slipFor(x, kernels) });

/** The correct feature maps, for answers that go wrong only afterwards. */
const correct = slipped(() => ({}));

/** The same maps with all of channel 0 first, then all of channel 1, …: [channels, height, width]. */
function channelFirst(maps: Tensor): Float32Array {
  const [height, width, channels] = maps.shape;
  return maps.data.map((_, index) => {
    const channel = Math.floor(index / (height * width));
    return maps.data[(index % (height * width)) * channels + channel];
  });
}

/** What can go wrong in a whole layer, whatever its stride. */
export const anyLayer: readonly { id: string; when: string; maps: Maps }[] = [
  {
    id: 'bias-left-out',
    when: 'the bias is left out',
    maps: slipped(() => ({ bias: () => 0 })),
  },
  {
    id: 'one-bias-for-all',
    when: 'bias[0] is added to every feature map; each kernel has its own bias',
    maps: slipped(() => ({ bias: (bias) => bias[0] })),
  },
  {
    id: 'bias-per-channel',
    when: 'the bias is added once for each input channel; it comes in once for the whole sum',
    maps: slipped((x) => ({ bias: (bias, m) => bias[m] * x.shape[2] })),
  },
  {
    id: 'kernel-flipped',
    when: 'the kernels are turned by half a turn (true convolution; a deep-learning layer does not turn them)',
    maps: slipped((_x, kernels) => ({
      weight: (i, j, c, m) => [kernels.shape[0] - 1 - i, kernels.shape[1] - 1 - j, c, m],
    })),
  },
  {
    id: 'window-transposed',
    when: 'i and j are swapped in the image: j is added to the row and i to the column',
    maps: slipped(() => ({ input: (top, left, i, j, c) => [top + j, left + i, c] })),
  },
  {
    id: 'first-channel-only',
    when: 'only the first input channel is read',
    maps: slipped(() => ({ channels: [0] })),
  },
  {
    id: 'last-channel-only',
    when: 'the sum is started anew for each input channel, so that only the last one counts',
    maps: slipped((x) => ({ channels: [x.shape[2] - 1] })),
  },
  {
    id: 'channels-not-summed',
    when: 'every input channel gets feature maps of its own; the channels are to be summed into one map for each kernel',
    maps(x, kernels, bias, stride) {
      const apart = Array.from({ length: x.shape[2] }, (_, c) =>
        layer(x, kernels, bias, { stride, channels: [c] }),
      );
      const [height, width, maps] = apart[0].shape;
      const values = Array.from({ length: height * width }, (_, pixel) =>
        apart.flatMap((t) => Array.from(t.data.subarray(pixel * maps, (pixel + 1) * maps))),
      );
      return tensor([height, width, maps * apart.length], values.flat());
    },
  },
  {
    id: 'first-kernel-for-all',
    when: 'the first kernel is used for every feature map',
    maps: slipped(() => ({ weight: (i, j, c) => [i, j, c, 0] })),
  },
  {
    id: 'kernels-summed',
    when: 'all kernels are summed into one feature map; each kernel makes a map of its own',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      const [height, width, channels] = maps.shape;
      const sums = Array.from({ length: height * width }, (_, pixel) =>
        maps.data
          .subarray(pixel * channels, (pixel + 1) * channels)
          .reduce((sum, value) => sum + value, 0),
      );
      return tensor([height, width, 1], sums);
    },
  },
  {
    id: 'rows-and-columns-swapped',
    when: 'height and width of the output are swapped, with rows written as columns',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      const [height, width, channels] = maps.shape;
      const values = Array.from(maps.data, (_, index) => {
        const [pixel, m] = [Math.floor(index / channels), index % channels];
        return read(maps, [pixel % height, Math.floor(pixel / height), m]);
      });
      return tensor([width, height, channels], values);
    },
  },
  {
    id: 'channel-first-output',
    when: 'the output is laid out [channels, height, width]; here the channels come last',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      const [height, width, channels] = maps.shape;
      return tensor([channels, height, width], channelFirst(maps));
    },
  },
  {
    id: 'channel-first-data',
    when: 'the shape is right, but the numbers are stored one whole map after the other; here the maps of one pixel stand side by side',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      return tensor(maps.shape, channelFirst(maps));
    },
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not started anew for each output number, so that every number contains all before it',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      let running = 0;
      return tensor(
        maps.shape,
        Array.from(maps.data, (value) => (running += value)),
      );
    },
  },
  {
    id: 'negatives-cut',
    when: 'negative results are replaced by 0 (that is ReLU, a step that comes after a convolution)',
    maps: slipped(() => ({ finish: (sum) => Math.max(0, sum) })),
  },
  {
    id: 'changes-the-kernels',
    when: 'the bias is added into the kernels themselves, which the caller still needs',
    maps(x, kernels, bias, stride) {
      const maps = correct(x, kernels, bias, stride);
      kernels.data.forEach((_, k) => (kernels.data[k] += bias[k % bias.length]));
      return maps;
    },
  },
];
