import type { WrongAnswer } from '../../types';
import { correlateAt, halfTurn, sumOver, sumRow, type Matrix } from '../../wrong-answers/matrix';

export const productSum: WrongAnswer[] = [
  {
    id: 'adds-instead-of-multiplying',
    when: 'the two numbers in each cell are added instead of multiplied',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(kernel, (weight, i, j) => weight + window[i][j]),
  },
  {
    id: 'kernel-left-out',
    when: 'the window is summed and the kernel is not used',
    answer: (window: Matrix) => sumOver(window, (value) => value),
  },
  {
    id: 'last-product-only',
    when: 'the sum is set (=) to each product instead of growing by it (+=), so that only the last one is left',
    answer: (window: Matrix, kernel: Matrix) => window.at(-1)!.at(-1)! * kernel.at(-1)!.at(-1)!,
  },
  {
    id: 'first-row-only',
    when: 'only the first row is read, for example because the function returns inside the loop',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver([kernel[0]], (weight, i, j) => weight * window[i][j]),
  },
  {
    id: 'first-product-only',
    when: 'the function returns inside the inner loop, after the first product',
    answer: (window: Matrix, kernel: Matrix) => window[0][0] * kernel[0][0],
  },
  {
    id: 'stops-one-short',
    when: 'the loops stop one row and one column too early (i < length − 1)',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(kernel, (weight, i, j) =>
        i < kernel.length - 1 && j < kernel[i].length - 1 ? weight * window[i][j] : 0,
      ),
  },
  {
    id: 'starts-at-one',
    when: 'the loops start at 1, so that the first row and the first column are left out',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(kernel, (weight, i, j) => (i > 0 && j > 0 ? weight * window[i][j] : 0)),
  },
  {
    id: 'kernel-flipped',
    when: 'the kernel is turned by half a turn (true convolution; a deep-learning layer does not turn it)',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(halfTurn(kernel), (weight, i, j) => weight * window[i][j]),
  },
  {
    id: 'rows-and-columns-swapped',
    when: 'the indices of the kernel are swapped, kernel[j][i] for kernel[i][j]',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(window, (value, i, j) => value * kernel[j][i]),
  },
  {
    id: 'diagonal-only',
    when: 'one loop variable is used for rows and columns alike, so that only the diagonal is read',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(kernel, (weight, i, j) => (i === j ? weight * window[i][j] : 0)),
  },
  {
    id: 'matrix-product',
    when: 'window and kernel are multiplied as matrices and the result is summed; here each cell meets one weight only',
    answer: (window: Matrix, kernel: Matrix) =>
      window.reduce(
        (sum, row) => sum + row.reduce((s, value, k) => s + value * sumRow(kernel[k]), 0),
        0,
      ),
  },
  {
    id: 'mean-for-sum',
    when: 'the sum is divided by the number of cells: a mean where the sum is meant',
    answer: (window: Matrix, kernel: Matrix) =>
      correlateAt(window, kernel, 0, 0) / (kernel.length * kernel[0].length),
  },
  {
    id: 'negatives-cut',
    when: 'a negative sum is replaced by 0 (that is ReLU, a step that comes after a convolution)',
    answer: (window: Matrix, kernel: Matrix) => Math.max(0, correlateAt(window, kernel, 0, 0)),
  },
  {
    id: 'absolute-value',
    when: 'the sign of the result is dropped',
    answer: (window: Matrix, kernel: Matrix) => Math.abs(correlateAt(window, kernel, 0, 0)),
  },
  {
    id: 'square-only',
    when: 'the number of rows is used for the number of columns too, so that only square windows come out right',
    answer: (window: Matrix, kernel: Matrix) =>
      sumOver(kernel, (weight, i, j) => (j < kernel.length ? weight * window[i][j] : 0)),
  },
  {
    id: 'changes-the-window',
    when: 'the products are written into the window itself, which the caller still needs',
    answer: (window: Matrix, kernel: Matrix) => {
      const sum = correlateAt(window, kernel, 0, 0);
      kernel.forEach((row, i) => row.forEach((weight, j) => (window[i][j] *= weight)));
      return sum;
    },
  },
];
