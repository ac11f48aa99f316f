import type { WrongAnswer } from '../../types';
import { cell, correlateAt, halfTurn, sumOver, type AtPosition } from '../../wrong-answers/matrix';

export const oneChannel: WrongAnswer[] = [
  {
    id: 'position-ignored',
    when: 'row and col are not used: the window is always the top left one',
    answer: ((x, kernel) => correlateAt(x, kernel, 0, 0)) satisfies AtPosition,
  },
  {
    id: 'row-ignored',
    when: 'row is not used: the window is always taken from the top',
    answer: ((x, kernel, _row, col) => correlateAt(x, kernel, 0, col)) satisfies AtPosition,
  },
  {
    id: 'column-ignored',
    when: 'col is not used: the window is always taken from the left edge',
    answer: ((x, kernel, row) => correlateAt(x, kernel, row, 0)) satisfies AtPosition,
  },
  {
    id: 'row-and-column-swapped',
    when: 'row and col are swapped: x[col + i][row + j] for x[row + i][col + j]',
    answer: ((x, kernel, row, col) => correlateAt(x, kernel, col, row)) satisfies AtPosition,
  },
  {
    id: 'window-transposed',
    when: 'i and j are swapped in the image: x[row + j][col + i] for x[row + i][col + j]',
    answer: ((x, kernel, row, col) =>
      sumOver(kernel, (weight, i, j) => weight * cell(x, row + j, col + i))) satisfies AtPosition,
  },
  {
    id: 'kernel-flipped',
    when: 'the kernel is turned by half a turn (true convolution; a deep-learning layer does not turn it)',
    answer: ((x, kernel, row, col) =>
      correlateAt(x, halfTurn(kernel), row, col)) satisfies AtPosition,
  },
  {
    id: 'centred-window',
    when: "the window's centre is put on (row, col); here it is the window's top left corner",
    answer: ((x, kernel, row, col) =>
      correlateAt(
        x,
        kernel,
        row - Math.floor(kernel.length / 2),
        col - Math.floor(kernel[0].length / 2),
      )) satisfies AtPosition,
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side (row times the kernel height); here they move by one cell',
    answer: ((x, kernel, row, col) =>
      correlateAt(x, kernel, row * kernel.length, col * kernel[0].length)) satisfies AtPosition,
  },
  {
    id: 'one-too-far',
    when: 'the window starts one row below and one column right of (row, col)',
    answer: ((x, kernel, row, col) =>
      correlateAt(x, kernel, row + 1, col + 1)) satisfies AtPosition,
  },
  {
    id: 'counts-from-one',
    when: 'rows and columns are counted from 1; here they count from 0',
    answer: ((x, kernel, row, col) =>
      correlateAt(x, kernel, row - 1, col - 1)) satisfies AtPosition,
  },
  {
    id: 'kernel-shifted-too',
    when: 'row and col are added to the indices of the kernel as well; the kernel does not move within itself',
    answer: ((x, kernel, row, col) =>
      sumOver(
        kernel,
        (_, i, j) => cell(kernel, row + i, col + j) * cell(x, row + i, col + j),
      )) satisfies AtPosition,
  },
  {
    id: 'kernel-left-out',
    when: 'the window is summed and the kernel is not used',
    answer: ((x, kernel, row, col) =>
      sumOver(kernel, (_, i, j) => cell(x, row + i, col + j))) satisfies AtPosition,
  },
  {
    id: 'last-product-only',
    when: 'the sum is set (=) to each product instead of growing by it (+=), so that only the last one is left',
    answer: ((x, kernel, row, col) =>
      cell(x, row + kernel.length - 1, col + kernel[0].length - 1) *
      kernel.at(-1)!.at(-1)!) satisfies AtPosition,
  },
  {
    id: 'square-only',
    when: 'the number of rows is used for the number of columns too, so that only square kernels come out right',
    answer: ((x, kernel, row, col) =>
      sumOver(kernel, (weight, i, j) =>
        j < kernel.length ? weight * cell(x, row + i, col + j) : 0,
      )) satisfies AtPosition,
  },
  {
    id: 'changes-the-image',
    when: 'the products are written into the image itself, which the next window still needs',
    answer: ((x, kernel, row, col) => {
      const sum = correlateAt(x, kernel, row, col);
      kernel.forEach((line, i) => line.forEach((weight, j) => (x[row + i][col + j] *= weight)));
      return sum;
    }) satisfies AtPosition,
  },
];
