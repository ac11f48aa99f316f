import type { WrongAnswer } from '../../types';
import {
  correlateAt,
  flipCols,
  flipRows,
  halfTurn,
  slide,
  transpose,
  type Matrix,
} from '../../wrong-answers/matrix';

export const flipKernel: WrongAnswer[] = [
  {
    id: 'kernel-not-flipped',
    when: 'the kernel is not turned: that is cross-correlation, what deep learning calls convolution',
    answer: (x: Matrix, kernel: Matrix) => slide(x, kernel),
  },
  {
    id: 'rows-flipped-only',
    when: 'only the order of the rows is reversed; half a turn reverses the columns too',
    answer: (x: Matrix, kernel: Matrix) => slide(x, flipRows(kernel)),
  },
  {
    id: 'columns-flipped-only',
    when: 'only the columns are reversed; half a turn reverses the order of the rows too',
    answer: (x: Matrix, kernel: Matrix) => slide(x, flipCols(kernel)),
  },
  {
    id: 'kernel-transposed',
    when: 'the kernel is mirrored along its diagonal (rows become columns); half a turn is something else',
    answer: (x: Matrix, kernel: Matrix) => slide(x, transpose(kernel)),
  },
  {
    id: 'quarter-turn',
    when: 'the kernel is turned by a quarter turn; it has to be half a turn',
    answer: (x: Matrix, kernel: Matrix) => slide(x, flipCols(transpose(kernel))),
  },
  {
    id: 'image-flipped',
    when: 'the image is turned instead of the kernel: the output comes out turned as well',
    answer: (x: Matrix, kernel: Matrix) => slide(halfTurn(x), kernel),
  },
  {
    id: 'output-flipped',
    when: 'the output is turned instead of the kernel',
    answer: (x: Matrix, kernel: Matrix) => halfTurn(slide(x, kernel)),
  },
  {
    id: 'full-convolution',
    when: 'the kernel also hangs over the edges ("full" convolution); here it stays inside the image ("valid")',
    answer: (x: Matrix, kernel: Matrix) => {
      const [down, right] = [kernel.length - 1, kernel[0].length - 1];
      return slide(
        x,
        halfTurn(kernel),
        x.length + down,
        x[0].length + right,
        (image, k, row, col) => correlateAt(image, k, row - down, col - right),
      );
    },
  },
  {
    id: 'output-too-small',
    when: 'the output is one row and one column too small: the + 1 is missing from height − kernelHeight + 1',
    answer: (x: Matrix, kernel: Matrix) =>
      slide(x, halfTurn(kernel), x.length - kernel.length, x[0].length - kernel[0].length),
  },
  {
    id: 'output-transposed',
    when: 'rows and columns of the output are swapped',
    answer: (x: Matrix, kernel: Matrix) => transpose(slide(x, halfTurn(kernel))),
  },
  {
    id: 'kernel-flipped-in-place',
    when: "the caller's kernel itself is turned: reverse() changes the array that it is called on",
    answer: (x: Matrix, kernel: Matrix) => {
      kernel.reverse();
      kernel.forEach((row) => row.reverse());
      return slide(x, kernel);
    },
  },
];
