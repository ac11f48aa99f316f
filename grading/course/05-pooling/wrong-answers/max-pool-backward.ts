import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import {
  cellAt,
  channelFirst,
  largestOf,
  sumOf,
  transposed,
  valuesOf,
  windowsOf,
  type Seen,
  type Slip,
} from './windows';

type Backward = (gradOutput: Tensor, x: Tensor, size: number, stride: number) => Tensor;

/** How the way back goes wrong: each entry replaces one part of it. */
interface Detour {
  /** Where the windows lie. */
  readonly slip?: (x: Tensor, size: number, stride: number) => Slip;
  /** Which share of the gradient each cell of a window gets; by default the first winner gets 1. */
  readonly shares?: (values: number[], cells: Seen[]) => number[];
  /** What is sent for an output; its gradient unless told. */
  readonly sent?: (gradient: number, values: number[]) => number;
  /** What becomes of a cell that has a gradient already; the sum unless told. */
  readonly meet?: (before: number, arriving: number) => number;
}

/** 1 for one cell of a window and 0 for all others. */
const only = (chosen: number, values: readonly number[]): number[] =>
  values.map((_, k) => (k === chosen ? 1 : 0));

const firstOf = (values: number[], wanted: number): number[] =>
  only(values.indexOf(wanted), values);

const toFirstWinner = (values: number[]): number[] => firstOf(values, largestOf(values));

/** The route of every gradient, with a detour in it. Cells outside of the picture get nothing. */
const wayBack =
  ({
    slip = () => ({}),
    shares = toFirstWinner,
    sent = (g) => g,
    meet = (a, b) => a + b,
  }: Detour): Backward =>
  (gradOutput, x, size, stride) => {
    const [outHeight, outWidth, outChannels] = gradOutput.shape;
    const lie = { outHeight, outWidth, outChannels, ...slip(x, size, stride) };
    const { windows } = windowsOf(x, size, stride, lie);
    const [, width, channels] = x.shape;
    const gradX = tensor(x.shape);
    windows.forEach((cells, output) => {
      const values = valuesOf(cells);
      const gradient = sent(gradOutput.data[output], values);
      shares(values, cells).forEach((share, k) => {
        const { row, col, channel, isInside } = cells[k];
        if (!isInside || share === 0) return;
        const offset = (row * width + col) * channels + channel;
        gradX.data[offset] = meet(gradX.data[offset], share * gradient);
      });
    });
    return gradX;
  };

const correct = wayBack({});

/** How many windows see each cell. */
const visits: Backward = wayBack({ shares: (values) => values.map(() => 1), sent: () => 1 });

const isLargest = (values: number[]): number[] => {
  const largest = largestOf(values);
  return values.map((value) => (value === largest ? 1 : 0));
};

export const maxPoolBackward: WrongAnswer[] = [
  {
    id: 'every-tied-maximum',
    when: 'the gradient is sent to every cell that holds the largest number; of equal cells only the first gets it',
    answer: wayBack({ shares: isLargest }),
  },
  {
    id: 'shared-among-ties',
    when: 'the gradient is shared among equal cells; the first of them gets all of it',
    answer: wayBack({
      shares: (values) => isLargest(values).map((one, _, all) => one / sumOf(all)),
    }),
  },
  {
    id: 'last-winner',
    when: 'of equal cells the last in reading order wins (>= for >); the first is to win',
    answer: wayBack({ shares: (values) => only(values.lastIndexOf(largestOf(values)), values) }),
  },
  {
    id: 'first-by-columns',
    when: 'the windows are searched column by column, so that of equal cells another one wins; the first in reading order, row by row, is to win',
    answer: wayBack({ slip: () => ({ byColumns: true }) }),
  },
  {
    id: 'written-for-added',
    when: 'the gradient is written (=) where it is to be added (+=): a cell that wins several windows keeps only the last',
    answer: wayBack({ meet: (_before, arriving) => arriving }),
  },
  {
    id: 'first-win-only',
    when: 'a cell that wins several windows keeps only the first gradient; it gets the sum',
    answer: wayBack({ meet: (before, arriving) => (before === 0 ? arriving : before) }),
  },
  {
    id: 'largest-gradient-kept',
    when: 'a cell that wins several windows keeps the largest gradient; it gets the sum',
    answer: wayBack({
      meet: (before, arriving) => (before === 0 ? arriving : Math.max(before, arriving)),
    }),
  },
  {
    id: 'averaged-over-windows',
    when: 'each gradient is divided by the number of windows that see the cell',
    answer: ((gradOutput, x, size, stride) => {
      const sums = correct(gradOutput, x, size, stride);
      const seen = visits(gradOutput, x, size, stride).data;
      return tensor(
        sums.shape,
        sums.data.map((sum, k) => (seen[k] === 0 ? 0 : sum / seen[k])),
      );
    }) satisfies Backward,
  },
  {
    id: 'top-left',
    when: "the gradient is put at the top left of each window, whoever won; row · stride and col · stride are the window's place, not the winner's",
    answer: wayBack({ shares: (values) => only(0, values) }),
  },
  {
    id: 'bottom-right',
    when: 'the gradient is put at the bottom right of each window, whoever won',
    answer: wayBack({ shares: (values) => only(values.length - 1, values) }),
  },
  {
    id: 'position-without-stride',
    when: 'the gradient is put at (row, col) of the output; it belongs to the cell of the picture that won',
    answer: wayBack({
      slip: () => ({ start: (row, col) => [row, col], window: [1, 1] }),
    }),
  },
  {
    id: 'winner-without-window',
    when: "the winner's place is counted from the top left of its window and not from that of the picture: row · stride and col · stride are missing",
    answer: ((gradOutput, x, size, stride) => {
      const [, , channels] = x.shape;
      const gradX = tensor(x.shape);
      const { windows } = windowsOf(x, size, stride);
      windows.forEach((cells, output) => {
        const values = valuesOf(cells);
        const place = values.indexOf(largestOf(values));
        const [i, j] = [Math.floor(place / size), place % size];
        gradX.data[(i * x.shape[1] + j) * channels + cells[place].channel] +=
          gradOutput.data[output];
      });
      return gradX;
    }) satisfies Backward,
  },
  {
    id: 'winner-not-forgotten',
    when: 'the winner is not forgotten between two windows, so that it gets the gradients of all windows until a larger number comes; it may lie outside of them',
    answer: ((gradOutput, x, size, stride) => {
      const gradX = tensor(x.shape);
      let [row, col] = [0, 0];
      windowsOf(x, size, stride).windows.forEach((cells, output) => {
        const { channel } = cells[0];
        for (const cell of cells) {
          if (cell.value > cellAt(x, row, col, channel)) ({ row, col } = cell);
        }
        const offset = (row * x.shape[1] + col) * x.shape[2] + channel;
        gradX.data[offset] += gradOutput.data[output];
      });
      return gradX;
    }) satisfies Backward,
  },
  {
    id: 'shared-out-as-a-mean',
    when: 'the gradient is shared out equally over the window: that is average pooling',
    answer: wayBack({ shares: (values) => values.map(() => 1 / values.length) }),
  },
  {
    id: 'to-every-cell',
    when: 'every cell of a window gets the whole gradient; only the winner does',
    answer: wayBack({ shares: (values) => values.map(() => 1) }),
  },
  {
    id: 'to-the-losers',
    when: 'every cell but the winner gets the gradient',
    answer: wayBack({ shares: (values) => toFirstWinner(values).map((one) => 1 - one) }),
  },
  {
    id: 'to-the-smallest',
    when: 'the smallest number of each window gets the gradient (< for >)',
    answer: wayBack({ shares: (values) => firstOf(values, Math.min(...values)) }),
  },
  {
    id: 'to-the-farthest-from-zero',
    when: 'the number that is farthest from zero gets the gradient, although it may be negative',
    answer: wayBack({
      shares: (values) => {
        const sizes = values.map(Math.abs);
        return firstOf(sizes, largestOf(sizes));
      },
    }),
  },
  {
    id: 'started-at-zero',
    when: 'a window of negative numbers has no winner and its gradient is lost: the search for the winner starts at 0, or the gradient goes through a ReLU as well',
    answer: wayBack({
      shares: (values) => (largestOf(values) > 0 ? toFirstWinner(values) : values.map(() => 0)),
    }),
  },
  {
    id: 'top-left-where-negative',
    when: 'the search for the winner starts at 0, so that in a window of negative numbers the top left cell is left as the winner',
    answer: wayBack({
      shares: (values) => (largestOf(values) > 0 ? toFirstWinner(values) : only(0, values)),
    }),
  },
  {
    id: 'ones-for-gradients',
    when: 'each winner gets 1 and gradOutput is not used',
    answer: wayBack({ sent: () => 1 }),
  },
  {
    id: 'largest-number-for-gradient',
    when: 'each winner gets its own number; it is to get the gradient of the output',
    answer: wayBack({ sent: (_gradient, values) => largestOf(values) }),
  },
  {
    id: 'times-the-number',
    when: 'the gradient is multiplied by the number that won; the maximum grows by as much as the winner does, so it arrives as it is',
    answer: wayBack({ sent: (gradient, values) => gradient * largestOf(values) }),
  },
  {
    id: 'sign-changed',
    when: 'the sign of the gradient is changed',
    answer: wayBack({ sent: (gradient) => -gradient }),
  },
  {
    id: 'negatives-cut',
    when: 'negative gradients are replaced by 0; gradients may be negative',
    answer: wayBack({ sent: (gradient) => Math.max(0, gradient) }),
  },
  {
    id: 'added-to-the-picture',
    when: 'the gradients are added to a copy of the picture; gradX starts at zero',
    answer: ((gradOutput, x, size, stride) => {
      const gradX = correct(gradOutput, x, size, stride);
      return tensor(
        x.shape,
        gradX.data.map((value, k) => value + x.data[k]),
      );
    }) satisfies Backward,
  },
  {
    id: 'stride-is-size',
    when: 'the stride is ignored and the windows lie side by side, as if it were the size',
    answer: wayBack({
      slip: (_x, size) => ({ start: (row, col) => [row * size, col * size] }),
    }),
  },
  {
    id: 'stride-one',
    when: 'the stride is ignored and the window moves by one cell',
    answer: wayBack({ slip: () => ({ start: (row, col) => [row, col] }) }),
  },
  {
    id: 'window-as-large-as-stride',
    when: 'the window has stride rows and columns instead of size',
    answer: wayBack({ slip: (_x, _size, stride) => ({ window: [stride, stride] }) }),
  },
  {
    id: 'window-of-two',
    when: 'the window is always 2 by 2, whatever the size',
    answer: wayBack({ slip: () => ({ window: [2, 2] }) }),
  },
  {
    id: 'last-cell-left-out',
    when: 'the last row and the last column of each window are left out (i < size − 1)',
    answer: wayBack({
      slip: (_x, size) => ({ window: [Math.max(1, size - 1), Math.max(1, size - 1)] }),
    }),
  },
  {
    id: 'position-transposed',
    when: 'row and col are swapped in the picture: the window of (row, col) begins at row · stride and not at col · stride',
    answer: wayBack({
      slip: (_x, _size, stride) => ({ start: (row, col) => [col * stride, row * stride] }),
    }),
  },
  {
    id: 'channels-mixed',
    when: 'one winner is looked for in all channels together; each channel has its own winners',
    answer: wayBack({
      slip: (x) => ({ channels: () => Array.from({ length: x.shape[2] }, (_, c) => c) }),
    }),
  },
  {
    id: 'first-channels-winners',
    when: 'the winners of channel 0 are used for every channel; each channel has its own',
    answer: ((gradOutput, x, size, stride) => {
      const [height, width, channels] = x.shape;
      const sheet = (t: Tensor, c: number): Tensor =>
        tensor(
          [t.shape[0], t.shape[1], 1],
          Array.from({ length: t.shape[0] * t.shape[1] }, (_, k) => t.data[k * channels + c]),
        );
      const back = Array.from({ length: channels }, (_, c) =>
        correct(sheet(gradOutput, c), sheet(x, 0), size, stride),
      );
      const values = Array.from({ length: height * width }, (_, k) => back.map((t) => t.data[k]));
      return tensor(x.shape, values.flat());
    }) satisfies Backward,
  },
  {
    id: 'first-channel-only',
    when: 'only the gradients of channel 0 are sent back',
    answer: ((gradOutput, x, size, stride) => {
      const gradX = correct(gradOutput, x, size, stride);
      return tensor(
        x.shape,
        gradX.data.map((value, k) => (k % x.shape[2] === 0 ? value : 0)),
      );
    }) satisfies Backward,
  },
  {
    id: 'forward-pass',
    when: 'the maxima are returned: that is the forward pass',
    answer: ((gradOutput, x, size, stride) =>
      tensor(
        gradOutput.shape,
        windowsOf(x, size, stride).windows.map((cells) => largestOf(valuesOf(cells))),
      )) satisfies Backward,
  },
  {
    id: 'gradient-handed-on',
    when: 'gradOutput is returned as it came; the result has the shape of x',
    answer: ((gradOutput) => tensor(gradOutput.shape, gradOutput.data)) satisfies Backward,
  },
  {
    id: 'all-zeros',
    when: 'the result is all zeros: the gradients never reach it',
    answer: ((_gradOutput, x) => tensor(x.shape)) satisfies Backward,
  },
  {
    id: 'rows-and-columns-swapped',
    when: 'height and width of the result are swapped, with rows written as columns',
    answer: ((gradOutput, x, size, stride) =>
      transposed(correct(gradOutput, x, size, stride))) satisfies Backward,
  },
  {
    id: 'channel-first-data',
    when: 'the shape is right, but the numbers are stored one whole channel after the other; here the channels of one cell stand side by side',
    answer: ((gradOutput, x, size, stride) =>
      channelFirst(correct(gradOutput, x, size, stride))) satisfies Backward,
  },
  {
    id: 'changes-the-picture',
    when: 'the winners are crossed out in the picture itself, which the caller still needs',
    answer: ((gradOutput, x, size, stride) => {
      const gradX = correct(gradOutput, x, size, stride);
      gradX.data.forEach((value, k) => {
        if (value !== 0) x.data[k] = -Infinity;
      });
      return gradX;
    }) satisfies Backward,
  },
];
