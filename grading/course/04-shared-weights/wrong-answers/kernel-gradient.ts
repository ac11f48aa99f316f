import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { gradientWith, rearranged, type Sizes, type Slip } from './products';

type KernelGradient = (
  x: Tensor,
  gradOutput: Tensor,
  kernelHeight: number,
  kernelWidth: number,
) => Tensor;

const slipped =
  (slip: Slip): KernelGradient =>
  (x, gradOutput, kernelHeight, kernelWidth) => {
    const [outHeight, outWidth, outChannels] = gradOutput.shape;
    const inChannels = x.shape[2];
    return gradientWith(
      gradOutput,
      x,
      { outHeight, outWidth, kernelHeight, kernelWidth, inChannels, outChannels },
      {
        factor: ({ row, col, i, j, c }) => [row + i, col + j, c],
        target: ({ i, j, c, m }) => [i, j, c, m],
        shape: (sizes) => [
          sizes.kernelHeight,
          sizes.kernelWidth,
          sizes.inChannels,
          sizes.outChannels,
        ],
      },
      slip,
    );
  };

const correct = slipped({});
const places = ({ outHeight, outWidth }: Sizes): number => outHeight * outWidth;

/** For answers that go wrong only after the gradient is there. */
const afterwards =
  (change: (gradient: Tensor) => Tensor): KernelGradient =>
  (...args) =>
    change(correct(...args));

export const kernelGradient: WrongAnswer[] = [
  {
    id: 'last-place-only',
    when: 'the gradient is set (=) at each place of the window instead of growing by it (+=), so that only the last place counts',
    answer: slipped({ add: (_old, product) => product }),
  },
  {
    id: 'first-place-only',
    when: 'only the first place of the window counts; the gradient of a shared weight is the sum over all places',
    answer: slipped({ counts: ({ row, col }) => row === 0 && col === 0 }),
  },
  {
    id: 'first-row-of-places-only',
    when: 'only the first row of places counts; the gradient of a shared weight is the sum over all of them',
    answer: slipped({ counts: ({ row }) => row === 0 }),
  },
  {
    id: 'last-row-of-places-only',
    when: 'the sum is started anew in each row of places, so that only the last row counts',
    answer: slipped({ counts: ({ row }, { outHeight }) => row === outHeight - 1 }),
  },
  {
    id: 'mean-over-places',
    when: 'the mean over the places is taken; a shared weight gets the sum',
    answer: slipped({ scale: (sizes) => 1 / places(sizes) }),
  },
  {
    id: 'stops-one-short',
    when: 'the loops over the places stop one row and one column too early',
    answer: slipped({
      counts: ({ row, col }, { outHeight, outWidth }) => row < outHeight - 1 && col < outWidth - 1,
    }),
  },
  {
    id: 'gradient-flipped',
    when: 'the result is turned by half a turn: weight (i, j) lies on x[row + i][col + j], no turn is needed',
    answer: slipped({
      target: ({ i, j, c, m }, { kernelHeight, kernelWidth }) => [
        kernelHeight - 1 - i,
        kernelWidth - 1 - j,
        c,
        m,
      ],
    }),
  },
  {
    id: 'grad-output-flipped',
    when: 'gradOutput is turned by half a turn before it is laid on x; only the gradient in the input needs a turn, and there it is the kernel that is turned',
    answer: slipped({
      gradient: ({ row, col, m }, { outHeight, outWidth }) => [
        outHeight - 1 - row,
        outWidth - 1 - col,
        m,
      ],
    }),
  },
  {
    id: 'window-to-the-left',
    when: 'x is read at row − i and col − j; the window reaches down and to the right, row + i and col + j',
    answer: slipped({ factor: ({ row, col, i, j, c }) => [row - i, col - j, c] }),
  },
  {
    id: 'weight-place-ignored',
    when: 'x is read at (row, col) for every weight; weight (i, j) lies on (row + i, col + j)',
    answer: slipped({ factor: ({ row, col, c }) => [row, col, c] }),
  },
  {
    id: 'window-place-ignored',
    when: 'x is read at (i, j) for every place, that is always under the top left window',
    answer: slipped({ factor: ({ i, j, c }) => [i, j, c] }),
  },
  {
    id: 'i-and-j-swapped',
    when: 'i and j are swapped in x: row + j and col + i for row + i and col + j',
    answer: slipped({ factor: ({ row, col, i, j, c }) => [row + j, col + i, c] }),
  },
  {
    id: 'row-and-col-swapped',
    when: 'row and col are swapped in x: col + i and row + j for row + i and col + j',
    answer: slipped({ factor: ({ row, col, i, j, c }) => [col + i, row + j, c] }),
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side (row times the kernel height); here they move by one cell',
    answer: slipped({
      factor: ({ row, col, i, j, c }, { kernelHeight, kernelWidth }) => [
        row * kernelHeight + i,
        col * kernelWidth + j,
        c,
      ],
    }),
  },
  {
    id: 'grad-output-left-out',
    when: 'gradOutput is left out: the cells are added up as they are',
    answer: slipped({ gradient: null }),
  },
  {
    id: 'x-left-out',
    when: 'x is left out: the sum of gradOutput is the gradient in the bias',
    answer: slipped({ factor: null }),
  },
  {
    id: 'first-channel-for-all',
    when: 'channel 0 of x is read for every weight; a weight of channel c lies on channel c',
    answer: slipped({ factor: ({ row, col, i, j }) => [row + i, col + j, 0] }),
  },
  {
    id: 'first-map-for-all',
    when: 'map 0 of gradOutput is read for every kernel; kernel m made map m',
    answer: slipped({ gradient: ({ row, col }) => [row, col, 0] }),
  },
  {
    id: 'channels-summed',
    when: 'the channels are added up as in the forward pass; each weight belongs to one channel and has a gradient of its own',
    answer: ((...args) => {
      const own = correct(...args);
      const [, , inChannels] = own.shape;
      return rearrangedSum(own, inChannels, ([i, j, , m], c) => [i, j, c, m]);
    }) satisfies KernelGradient,
  },
  {
    id: 'maps-summed',
    when: 'the maps of gradOutput are added up, so that all kernels get the same gradient; each kernel made one map only',
    answer: ((...args) => {
      const own = correct(...args);
      const [, , , outChannels] = own.shape;
      return rearrangedSum(own, outChannels, ([i, j, c], m) => [i, j, c, m]);
    }) satisfies KernelGradient,
  },
  {
    id: 'channels-and-kernels-swapped',
    when: 'the result is laid out [kernelHeight, kernelWidth, outChannels, inChannels]; the input channels come before the kernels',
    answer: afterwards((own) => {
      const [kernelHeight, kernelWidth, inChannels, outChannels] = own.shape;
      return rearranged(
        own,
        [kernelHeight, kernelWidth, outChannels, inChannels],
        ([i, j, m, c]) => [i, j, c, m],
      );
    }),
  },
  {
    id: 'kernels-before-channels',
    when: 'the shape is right, but the numbers are stored with the kernels before the channels: offsetOf(result, i, j, c, m)',
    answer: afterwards((own) => {
      const [kernelHeight, kernelWidth, inChannels, outChannels] = own.shape;
      const swapped = rearranged(
        own,
        [kernelHeight, kernelWidth, outChannels, inChannels],
        ([i, j, m, c]) => [i, j, c, m],
      );
      return { shape: own.shape, data: swapped.data };
    }),
  },
  {
    id: 'height-and-width-swapped',
    when: 'height and width of the kernel are swapped in the result',
    answer: afterwards((own) => {
      const [kernelHeight, kernelWidth, inChannels, outChannels] = own.shape;
      return rearranged(
        own,
        [kernelWidth, kernelHeight, inChannels, outChannels],
        ([j, i, c, m]) => [i, j, c, m],
      );
    }),
  },
  {
    id: 'kernel-of-output-size',
    when: 'the result has the height and width of gradOutput; it has those of a kernel',
    answer: slipped({
      shape: ({ outHeight, outWidth, inChannels, outChannels }) => [
        outHeight,
        outWidth,
        inChannels,
        outChannels,
      ],
    }),
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not started anew for each weight, so that every gradient contains all before it',
    answer: afterwards((own) => {
      let running = 0;
      return tensor(
        own.shape,
        Array.from(own.data, (value) => (running += value)),
      );
    }),
  },
  {
    id: 'sign-reversed',
    when: 'the sign is reversed: that is the way the weight is to go; the gradient is the way the loss climbs',
    answer: slipped({ scale: () => -1 }),
  },
  {
    id: 'changes-grad-output',
    when: 'gradOutput is changed: the caller still needs it for the gradient in the input',
    answer: ((x, gradOutput, kernelHeight, kernelWidth) => {
      const own = correct(x, gradOutput, kernelHeight, kernelWidth);
      gradOutput.data.fill(0);
      return own;
    }) satisfies KernelGradient,
  },
];

/** Every number replaced by the sum over one of its indices, which runs below `count`. */
function rearrangedSum(
  t: Tensor,
  count: number,
  at: (indices: number[], k: number) => number[],
): Tensor {
  const parts = Array.from({ length: count }, (_, k) =>
    rearranged(t, t.shape, (indices) => at(indices, k)),
  );
  return tensor(
    t.shape,
    Array.from(t.data, (_, offset) => parts.reduce((sum, part) => sum + part.data[offset], 0)),
  );
}
