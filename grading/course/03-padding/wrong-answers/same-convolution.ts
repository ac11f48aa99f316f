import { cell, halfTurn, slide, sumOver, transpose, type Matrix } from '../../wrong-answers/matrix';
import type { WrongAnswer } from '../../types';

type SameConvolve = (x: Matrix, kernel: Matrix) => Matrix;
type Read = (x: Matrix, row: number, col: number) => number;

const halfDown = (k: number): number => Math.floor((k - 1) / 2);
const halfUp = (k: number): number => Math.ceil((k - 1) / 2);

/** The sum of the window whose top left weight lies at (row, col); `read` says what lies there. */
const windowSum = (
  x: Matrix,
  kernel: Matrix,
  row: number,
  col: number,
  read: Read = cell,
): number => sumOver(kernel, (weight, i, j) => weight * read(x, row + i, col + j));

/** One output for each cell, the window moved up and left by so many cells; outside reads `read`. */
const moved =
  (up: (k: number) => number, left: (k: number) => number = up, read: Read = cell): SameConvolve =>
  (x, kernel) =>
    x.map((line, row) =>
      line.map((_, col) =>
        windowSum(x, kernel, row - up(kernel.length), col - left(kernel[0].length), read),
      ),
    );

const correct = moved(halfDown);

/** The picture with so many rows above and below, and columns left and right, then slid over. */
const paddedBy =
  (before: (k: number) => number, after: (k: number) => number): SameConvolve =>
  (x, kernel) => {
    const [top, left] = [before(kernel.length), before(kernel[0].length)];
    const height = x.length + top + after(kernel.length);
    const width = x[0].length + left + after(kernel[0].length);
    const padded = Array.from({ length: height }, (_, r) =>
      Array.from({ length: width }, (_unused, c) => cell(x, r - top, c - left)),
    );
    return slide(padded, kernel);
  };

/** A picture of which the cell outside is the nearest inside. */
const nearest: Read = (x, row, col) =>
  x[Math.min(Math.max(row, 0), x.length - 1)][Math.min(Math.max(col, 0), x[0].length - 1)];

const isWhole = (x: Matrix, kernel: Matrix, row: number, col: number): boolean => {
  const [top, left] = [row - halfDown(kernel.length), col - halfDown(kernel[0].length)];
  return (
    top >= 0 &&
    left >= 0 &&
    top + kernel.length <= x.length &&
    left + kernel[0].length <= x[0].length
  );
};

/** Right where the window lies fully inside the picture, and `elsewhere` in the rim. */
const rimFrom =
  (elsewhere: (x: Matrix, row: number, col: number) => number): SameConvolve =>
  (x, kernel) =>
    correct(x, kernel).map((line, row) =>
      line.map((value, col) => (isWhole(x, kernel, row, col) ? value : elsewhere(x, row, col))),
    );

export const sameConvolution: WrongAnswer[] = [
  {
    id: 'valid',
    when: 'the picture is not padded: only windows that lie inside of it are used, and the output is smaller',
    answer: ((x, kernel) => slide(x, kernel)) satisfies SameConvolve,
  },
  {
    id: 'extra-at-top-left',
    when: 'the odd row and column of an even kernel are put at the top and the left; they belong at the bottom and the right',
    answer: moved(halfUp),
  },
  {
    id: 'half-of-k-on-both-sides',
    when: 'half of k is added on both sides, so that an even kernel gives one row and one column too many',
    answer: paddedBy(
      (k) => Math.floor(k / 2),
      (k) => Math.floor(k / 2),
    ),
  },
  {
    id: 'odd-row-lost',
    when: 'half of k − 1, rounded down, is added on both sides, so that an even kernel gives one row and one column too few',
    answer: paddedBy(halfDown, halfDown),
  },
  {
    id: 'full',
    when: 'k − 1 rows and columns are added on every side: that is full padding, and the output is larger than the picture',
    answer: paddedBy(
      (k) => k - 1,
      (k) => k - 1,
    ),
  },
  {
    id: 'all-at-bottom-right',
    when: 'all of the padding is at the bottom and the right; half of it belongs at the top and the left',
    answer: moved(() => 0),
  },
  {
    id: 'all-at-top-left',
    when: 'all of the padding is at the top and the left; half of it belongs at the bottom and the right',
    answer: moved((k) => k - 1),
  },
  {
    id: 'one-ring-always',
    when: 'the window is moved up and left by one cell whatever the size of the kernel',
    answer: moved(() => 1),
  },
  {
    id: 'rows-padded-only',
    when: 'the rows are padded and the columns are not',
    answer: ((x, kernel) => {
      const width = x[0].length - kernel[0].length + 1;
      return x.map((_, row) =>
        Array.from({ length: width }, (_unused, col) =>
          windowSum(x, kernel, row - halfDown(kernel.length), col),
        ),
      );
    }) satisfies SameConvolve,
  },
  {
    id: 'height-for-width',
    when: "the kernel's height decides about the columns too, so that only square kernels come out right",
    answer: ((x, kernel) =>
      x.map((line, row) =>
        line.map((_, col) => {
          const half = halfDown(kernel.length);
          return windowSum(x, kernel, row - half, col - half);
        }),
      )) satisfies SameConvolve,
  },
  {
    id: 'half-sizes-swapped',
    when: "the window is moved up by half of the kernel's width and left by half of its height",
    answer: ((x, kernel) =>
      x.map((line, row) =>
        line.map((_, col) =>
          windowSum(x, kernel, row - halfDown(kernel[0].length), col - halfDown(kernel.length)),
        ),
      )) satisfies SameConvolve,
  },
  {
    id: 'edge-value',
    when: 'cells outside the picture are read as its outermost pixels; they are to be zeros',
    answer: moved(halfDown, halfDown, nearest),
  },
  {
    id: 'mirrored',
    when: 'cells outside the picture are mirrored at its border; they are to be zeros',
    answer: moved(halfDown, halfDown, (x, row, col) => {
      const inside = (i: number, n: number) => (i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i);
      return cell(x, inside(row, x.length), inside(col, x[0].length));
    }),
  },
  {
    id: 'wrapped-around',
    when: 'cells outside the picture are taken from its other side; they are to be zeros',
    answer: moved(halfDown, halfDown, (x, row, col) => {
      const [height, width] = [x.length, x[0].length];
      return x[(row + height) % height][(col + width) % width];
    }),
  },
  {
    id: 'outside-reads-one',
    when: 'cells outside the picture are read as ones; they are to be zeros',
    answer: moved(halfDown, halfDown, (x, row, col) => x[row]?.[col] ?? 1),
  },
  {
    id: 'rim-of-zeros',
    when: 'the output is padded instead of the picture: its rim is set to zero',
    answer: rimFrom(() => 0),
  },
  {
    id: 'rim-copied',
    when: 'the rim of the output is copied from the picture, as if the kernel were not used there',
    answer: rimFrom((x, row, col) => x[row][col]),
  },
  {
    id: 'kernel-flipped',
    when: 'the kernel is turned by half a turn (true convolution; a deep-learning layer does not turn it)',
    answer: ((x, kernel) => correct(x, halfTurn(kernel))) satisfies SameConvolve,
  },
  {
    id: 'kernel-transposed',
    when: 'rows and columns of the kernel are swapped, kernel[j][i] for kernel[i][j]',
    answer: ((x, kernel) => correct(x, transpose(kernel))) satisfies SameConvolve,
  },
  {
    id: 'output-transposed',
    when: 'rows and columns of the output are swapped',
    answer: ((x, kernel) => transpose(correct(x, kernel))) satisfies SameConvolve,
  },
  {
    id: 'first-row-of-kernel-only',
    when: 'only the first row of the kernel is used',
    answer: ((x, kernel) => {
      const [top, left] = [halfDown(kernel.length), halfDown(kernel[0].length)];
      return x.map((line, row) =>
        line.map((_, col) => windowSum(x, [kernel[0]], row - top, col - left)),
      );
    }) satisfies SameConvolve,
  },
  {
    id: 'rescaled-at-the-border',
    when: 'the sums at the border are scaled up for the cells that are missing; the zeros count as pixels',
    answer: ((x, kernel) => {
      const ones = kernel.map((line) => line.map(() => 1));
      const counted = correct(
        x.map((line) => line.map(() => 1)),
        ones,
      );
      const all = kernel.length * kernel[0].length;
      return correct(x, kernel).map((line, r) =>
        line.map((value, c) => (value * all) / counted[r][c]),
      );
    }) satisfies SameConvolve,
  },
  {
    id: 'last-product-only',
    when: 'each product replaces the sum (= for +=), so that only the last one inside the picture is left',
    answer: ((x, kernel) =>
      x.map((line, row) =>
        line.map((_, col) => {
          const [top, left] = [row - halfDown(kernel.length), col - halfDown(kernel[0].length)];
          const i = Math.min(kernel.length, x.length - top) - 1;
          const j = Math.min(kernel[0].length, line.length - left) - 1;
          return kernel[i][j] * x[top + i][left + j];
        }),
      )) satisfies SameConvolve,
  },
  {
    id: 'leaves-at-the-border',
    when: 'a row of the window is given up at its first cell outside of the picture (break for continue); those at the left border have cells inside further on',
    answer: ((x, kernel) => {
      const [top, left] = [halfDown(kernel.length), halfDown(kernel[0].length)];
      return x.map((line, row) =>
        line.map((_, col) => (col < left ? 0 : windowSum(x, kernel, row - top, col - left))),
      );
    }) satisfies SameConvolve,
  },
  {
    id: 'first-row-and-column-unread',
    when: 'the first row and the first column of the picture are taken to lie outside (> 0 for >= 0)',
    answer: moved(halfDown, halfDown, (x, row, col) =>
      row > 0 && col > 0 ? cell(x, row, col) : 0,
    ),
  },
  {
    id: 'sum-not-started-anew',
    when: 'the sum is not started anew for each output, so that every number contains all before it',
    answer: ((x, kernel) => {
      let running = 0;
      return correct(x, kernel).map((line) => line.map((value) => (running += value)));
    }) satisfies SameConvolve,
  },
  {
    id: 'works-in-place',
    when: 'each output is written into the picture itself, so that the next windows read outputs instead of pixels',
    answer: ((x, kernel) => {
      const [top, left] = [halfDown(kernel.length), halfDown(kernel[0].length)];
      x.forEach((line, row) =>
        line.forEach((_, col) => (line[col] = windowSum(x, kernel, row - top, col - left))),
      );
      return x;
    }) satisfies SameConvolve,
  },
  {
    id: 'overwrites-the-picture',
    when: 'the outputs are right, but they are written over the picture that was given, which the caller still needs',
    answer: ((x, kernel) => {
      const outputs = correct(x, kernel);
      outputs.forEach((line, row) => line.forEach((value, col) => (x[row][col] = value)));
      return outputs;
    }) satisfies SameConvolve,
  },
  {
    id: 'pads-the-input-itself',
    when: 'the zeros are added to the picture that was given, which the caller still needs as it was',
    answer: ((x, kernel) => {
      const outputs = correct(x, kernel);
      const [rows, cols] = [kernel.length - 1, kernel[0].length - 1];
      const [top, left] = [halfDown(kernel.length), halfDown(kernel[0].length)];
      for (const line of x) {
        line.unshift(...new Array<number>(left).fill(0));
        line.push(...new Array<number>(cols - left).fill(0));
      }
      const zeros = (count: number) =>
        Array.from({ length: count }, () => new Array<number>(x[0].length).fill(0));
      x.unshift(...zeros(top));
      x.push(...zeros(rows - top));
      return outputs;
    }) satisfies SameConvolve,
  },
];
