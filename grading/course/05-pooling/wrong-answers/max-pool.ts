import { tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { misplaced } from './misplaced';
import { largestOf, meanOf, pooling, sumOf, valuesOf, windowsOf, type Pool } from './windows';

export const maxPool: WrongAnswer[] = [
  {
    id: 'average-for-maximum',
    when: 'the mean of each window is taken, not its largest number',
    answer: pooling(meanOf),
  },
  {
    id: 'sum-for-maximum',
    when: 'the numbers of each window are added up; the largest one is wanted',
    answer: pooling(sumOf),
  },
  {
    id: 'minimum-for-maximum',
    when: 'the smallest number of each window is taken (< for >)',
    answer: pooling((values) => Math.min(...values)),
  },
  {
    id: 'started-at-zero',
    when: 'the search starts at 0 (or at Number.MIN_VALUE, the smallest number above 0), which wins where all numbers of a window are negative',
    answer: pooling((values) => Math.max(0, ...values)),
  },
  {
    id: 'started-at-minus-one',
    when: 'the search starts at −1, which wins where all numbers of a window are smaller still',
    answer: pooling((values) => Math.max(-1, ...values)),
  },
  {
    id: 'largest-absolute-value',
    when: 'the sign is dropped: the largest absolute value is returned',
    answer: pooling((values) => largestOf(values.map(Math.abs))),
  },
  {
    id: 'farthest-from-zero',
    when: 'the number that is farthest from zero wins, although it may be negative',
    answer: pooling((values) =>
      values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best)),
    ),
  },
  {
    id: 'top-left',
    when: 'the top left number of each window is taken, as if the others were not compared',
    answer: pooling(([value]) => value),
  },
  {
    id: 'bottom-right',
    when: 'the bottom right number of each window is taken: the largest so far is set (=) to each number without a comparison',
    answer: pooling((values) => values[values.length - 1]),
  },
  {
    id: 'last-cell-left-out',
    when: 'the last row and the last column of each window are left out (i < size − 1)',
    answer: pooling(largestOf, (_x, size) => ({
      window: [Math.max(1, size - 1), Math.max(1, size - 1)],
    })),
  },
  {
    id: 'diagonal-only',
    when: 'one loop variable is used for rows and columns alike, so that only the diagonal of a window is read',
    answer: pooling((values, _x, size) =>
      largestOf(values.filter((_, k) => Math.floor(k / size) === k % size)),
    ),
  },
  {
    id: 'position-for-value',
    when: 'the place of the largest number within its window is returned; the number itself is wanted',
    answer: pooling((values) => values.indexOf(largestOf(values))),
  },
  {
    id: 'not-started-anew',
    when: 'the largest number is not forgotten between two windows, so that it stays until a larger one comes',
    answer: ((x, size, stride) => {
      const { shape, windows } = windowsOf(x, size, stride);
      let largest = -Infinity;
      return tensor(
        shape,
        windows.map((cells) => (largest = Math.max(largest, ...valuesOf(cells)))),
      );
    }) satisfies Pool,
  },
  {
    id: 'started-at-the-corner-of-the-picture',
    when: 'the search in every window starts at the first cell of the picture, which wins where it is larger than all of the window; start at the first cell of the window',
    answer: ((x, size, stride) => {
      const { shape, windows } = windowsOf(x, size, stride);
      return tensor(
        shape,
        windows.map((cells) => largestOf([x.data[cells[0].channel], ...valuesOf(cells)])),
      );
    }) satisfies Pool,
  },
  ...misplaced(largestOf),
];
