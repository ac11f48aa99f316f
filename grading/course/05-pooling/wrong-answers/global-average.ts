import type { Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { cellAt, largestOf, meanOf, sumOf } from './windows';

type GlobalAverage = (x: Tensor) => number[] | number;

const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** The cells of each channel. */
const sheets = (x: Tensor, rows = range(x.shape[0]), cols = range(x.shape[1])): number[][] =>
  range(x.shape[2]).map((c) => rows.flatMap((row) => cols.map((col) => cellAt(x, row, col, c))));

const perChannel =
  (reduce: (cells: number[], x: Tensor) => number): GlobalAverage =>
  (x) =>
    sheets(x).map((cells) => reduce(cells, x));

export const globalAverage: WrongAnswer[] = [
  {
    id: 'sum-for-mean',
    when: 'the sum of each channel is not divided by the number of its cells',
    answer: perChannel(sumOf),
  },
  {
    id: 'maximum-for-mean',
    when: 'the largest number of each channel is taken (global max pooling), not the mean',
    answer: perChannel(largestOf),
  },
  {
    id: 'divided-by-height',
    when: 'the sum is divided by the height only; a channel has height · width cells',
    answer: perChannel((cells, x) => sumOf(cells) / x.shape[0]),
  },
  {
    id: 'divided-by-width',
    when: 'the sum is divided by the width only; a channel has height · width cells',
    answer: perChannel((cells, x) => sumOf(cells) / x.shape[1]),
  },
  {
    id: 'divided-by-height-squared',
    when: 'the sum is divided by height · height, which is right for square pictures only',
    answer: perChannel((cells, x) => sumOf(cells) / x.shape[0] ** 2),
  },
  {
    id: 'divided-by-all-numbers',
    when: 'the sum of a channel is divided by the count of all numbers of the picture, channels included (x.data.length)',
    answer: perChannel((cells, x) => sumOf(cells) / x.data.length),
  },
  {
    id: 'divided-by-channels',
    when: 'the sum is divided by the number of channels',
    answer: perChannel((cells, x) => sumOf(cells) / x.shape[2]),
  },
  {
    id: 'one-cell-less',
    when: 'the sum is divided by one less than the number of cells',
    answer: perChannel((cells) => sumOf(cells) / Math.max(1, cells.length - 1)),
  },
  {
    id: 'one-mean-for-all',
    when: 'all channels are averaged together and every channel gets the same number',
    answer: ((x) =>
      range(x.shape[2]).map(() => meanOf(Array.from(x.data)))) satisfies GlobalAverage,
  },
  {
    id: 'one-number',
    when: 'one number is returned, the mean of the whole picture; there is to be one for each channel',
    answer: ((x) => meanOf(Array.from(x.data))) satisfies GlobalAverage,
  },
  {
    id: 'one-element',
    when: 'an array of one number is returned, the mean of the whole picture; there is to be one for each channel',
    answer: ((x) => [meanOf(Array.from(x.data))]) satisfies GlobalAverage,
  },
  {
    id: 'mean-of-each-cell',
    when: 'the channels of each cell are averaged, one number a cell; the cells of each channel are to be',
    answer: ((x) =>
      range(x.shape[0] * x.shape[1]).map((cell) =>
        meanOf(range(x.shape[2]).map((c) => x.data[cell * x.shape[2] + c])),
      )) satisfies GlobalAverage,
  },
  {
    id: 'channel-first-picture',
    when: 'the numbers are read as if channel 0 came first as a whole; here the channels of one cell stand side by side',
    answer: ((x) => {
      const cells = x.shape[0] * x.shape[1];
      return range(x.shape[2]).map((c) =>
        meanOf(Array.from(x.data.subarray(c * cells, (c + 1) * cells))),
      );
    }) satisfies GlobalAverage,
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not set back to 0 for each channel, so that every mean contains the channels before it',
    answer: ((x) => {
      let sum = 0;
      return sheets(x).map((cells) => (sum += sumOf(cells)) / cells.length);
    }) satisfies GlobalAverage,
  },
  {
    id: 'first-row-only',
    when: 'only the first row is averaged',
    answer: ((x) => sheets(x, [0]).map(meanOf)) satisfies GlobalAverage,
  },
  {
    id: 'first-cell',
    when: 'the first cell of each channel is returned',
    answer: ((x) => sheets(x, [0], [0]).map(sumOf)) satisfies GlobalAverage,
  },
  {
    id: 'last-row-and-column-left-out',
    when: 'the loops stop one row and one column too early, though the sum is divided by all cells',
    answer: ((x) =>
      sheets(x, range(x.shape[0] - 1), range(x.shape[1] - 1)).map(
        (cells) => sumOf(cells) / (x.shape[0] * x.shape[1]),
      )) satisfies GlobalAverage,
  },
  {
    id: 'signs-dropped',
    when: 'absolute values are averaged: the signs are lost',
    answer: perChannel((cells) => meanOf(cells.map(Math.abs))),
  },
  {
    id: 'negatives-cut',
    when: 'a negative mean is replaced by 0 (that is ReLU, another step)',
    answer: perChannel((cells) => Math.max(0, meanOf(cells))),
  },
  {
    id: 'rounded',
    when: 'the mean is rounded to a whole number',
    answer: perChannel((cells) => Math.round(meanOf(cells))),
  },
  {
    id: 'channels-reversed',
    when: 'the means are in reverse order of the channels',
    answer: ((x) => sheets(x).map(meanOf).reverse()) satisfies GlobalAverage,
  },
  {
    id: 'changes-the-picture',
    when: 'the sums are gathered in the first cell of the picture itself, which the caller still needs',
    answer: ((x) => {
      const means = sheets(x).map(meanOf);
      means.forEach((value, c) => (x.data[c] = value * x.shape[0] * x.shape[1]));
      return means;
    }) satisfies GlobalAverage,
  },
];
