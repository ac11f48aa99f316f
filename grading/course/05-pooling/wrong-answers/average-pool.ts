import { tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { misplaced } from './misplaced';
import { largestOf, meanOf, pooling, sumOf, valuesOf, windowsOf, type Pool } from './windows';

export const averagePool: WrongAnswer[] = [
  {
    id: 'maximum-for-average',
    when: 'the largest number of each window is taken, not the mean',
    answer: pooling(largestOf),
  },
  {
    id: 'sum-for-mean',
    when: 'the sum is not divided by the number of cells',
    answer: pooling(sumOf),
  },
  {
    id: 'divided-by-size',
    when: 'the sum is divided by size; a window has size · size cells',
    answer: pooling((values, _x, size) => sumOf(values) / size),
  },
  {
    id: 'divided-by-stride',
    when: 'the sum is divided by stride · stride; a window has size · size cells',
    answer: pooling((values, _x, _size, stride) => sumOf(values) / (stride * stride)),
  },
  {
    id: 'divided-by-four',
    when: 'the sum is always divided by 4, which is right for windows of 2 by 2 only',
    answer: pooling((values) => sumOf(values) / 4),
  },
  {
    id: 'divided-by-the-picture',
    when: "the sum is divided by the number of the picture's cells; a window has size · size",
    answer: pooling((values, x) => sumOf(values) / (x.shape[0] * x.shape[1])),
  },
  {
    id: 'divided-by-channels-too',
    when: 'the sum is divided by the number of channels as well; each channel has a mean of its own',
    answer: pooling((values, x) => meanOf(values) / x.shape[2]),
  },
  {
    id: 'one-cell-less',
    when: 'the sum is divided by one less than the number of cells',
    answer: pooling((values) => sumOf(values) / (values.length - 1)),
  },
  {
    id: 'median',
    when: 'the middle number of each window is taken (the median), not the mean',
    answer: pooling((values) => {
      const sorted = [...values].sort((a, b) => a - b);
      return meanOf([(sorted.length - 1) / 2, sorted.length / 2].map((k) => sorted[Math.floor(k)]));
    }),
  },
  {
    id: 'middle-of-smallest-and-largest',
    when: 'the smallest and the largest number are averaged; the mean takes all numbers',
    answer: pooling((values) => (Math.min(...values) + Math.max(...values)) / 2),
  },
  {
    id: 'halved-at-each-cell',
    when: 'the mean so far and the next number are averaged, (mean + number) / 2, so that the last cells of a window count most; add all up first, then divide once',
    answer: pooling((values) => values.reduce((soFar, value) => (soFar + value) / 2, 0)),
  },
  {
    id: 'signs-dropped',
    when: 'absolute values are averaged: the signs are lost',
    answer: pooling((values) => meanOf(values.map(Math.abs))),
  },
  {
    id: 'rounded',
    when: 'the mean is rounded to a whole number',
    answer: pooling((values) => Math.round(meanOf(values))),
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not set back to 0 for each window, so that every mean contains all windows before it',
    answer: ((x, size, stride) => {
      const { shape, windows } = windowsOf(x, size, stride);
      let sum = 0;
      return tensor(
        shape,
        windows.map((cells) => (sum += sumOf(valuesOf(cells))) / cells.length),
      );
    }) satisfies Pool,
  },
  ...misplaced(meanOf),
];
