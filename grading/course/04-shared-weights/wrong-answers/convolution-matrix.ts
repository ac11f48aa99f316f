import type { WrongAnswer } from '../../types';
import { flipCols, flipRows, halfTurn, transpose, type Matrix } from '../../wrong-answers/matrix';

/** How the matrix goes wrong: each entry replaces one part of the correct construction. */
interface Slip {
  /** The row and column of the picture at which each window begins, in the order of the outputs. */
  readonly windows?: (places: Places) => [row: number, col: number][];
  /** In which column of the matrix a weight stands; outside of the row it is dropped. */
  readonly cell?: (row: number, col: number, i: number, j: number, places: Places) => number;
  /** What is written there, over `old`. */
  readonly entry?: (weight: number, old: number) => number;
}

interface Places {
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

const grid = (rows: number, cols: number, stepRows = 1, stepCols = 1): [number, number][] =>
  Array.from({ length: Math.max(0, rows) }, (_, row) =>
    Array.from({ length: Math.max(0, cols) }, (_unused, col): [number, number] => [
      row * stepRows,
      col * stepCols,
    ]),
  ).flat();

function placesOf(kernel: Matrix, height: number, width: number): Places {
  const [kernelHeight, kernelWidth] = [kernel.length, kernel[0].length];
  const [outHeight, outWidth] = [height - kernelHeight + 1, width - kernelWidth + 1];
  return { height, width, kernelHeight, kernelWidth, outHeight, outWidth };
}

function build(kernel: Matrix, height: number, width: number, slip: Slip = {}): Matrix {
  const places = placesOf(kernel, height, width);
  const windows = slip.windows?.(places) ?? grid(places.outHeight, places.outWidth);
  const cell = slip.cell ?? ((row, col, i, j) => (row + i) * width + col + j);
  const entry = slip.entry ?? ((weight) => weight);
  return windows.map(([row, col]) => {
    const line = new Array<number>(height * width).fill(0);
    kernel.forEach((weights, i) =>
      weights.forEach((weight, j) => {
        const at = cell(row, col, i, j, places);
        if (at >= 0 && at < line.length) line[at] = entry(weight, line[at]);
      }),
    );
    return line;
  });
}

type ConvolutionMatrix = (kernel: Matrix, height: number, width: number) => Matrix;

const slipped =
  (slip: Slip): ConvolutionMatrix =>
  (kernel, height, width) =>
    build(kernel, height, width, slip);

const withKernel =
  (change: (kernel: Matrix) => Matrix): ConvolutionMatrix =>
  (kernel, height, width) =>
    build(change(kernel), height, width);

export const convolutionMatrix: WrongAnswer[] = [
  {
    id: 'transposed',
    when: 'the matrix is transposed: it has a row for each cell and a column for each output',
    answer: ((kernel, height, width) =>
      transpose(build(kernel, height, width))) satisfies ConvolutionMatrix,
  },
  {
    id: 'kernel-lines-joined',
    when: "the kernel's lines follow each other without a gap; the next line of the picture begins `width` cells further on",
    answer: slipped({
      cell: (row, col, i, j, { width, kernelWidth }) => row * width + col + i * kernelWidth + j,
    }),
  },
  {
    id: 'gap-of-output-width',
    when: "the kernel's lines stand outWidth cells apart; lines of the picture are `width` cells long",
    answer: slipped({
      cell: (row, col, i, j, { width, outWidth }) => row * width + col + i * outWidth + j,
    }),
  },
  {
    id: 'begins-at-output-number',
    when: 'each row begins one column further right than the one before, so that windows run over the right edge of the picture',
    answer: slipped({
      cell: (row, col, i, j, { width, outWidth }) => row * outWidth + col + i * width + j,
    }),
  },
  {
    id: 'output-width-throughout',
    when: 'row · outWidth + column is used for cells of the picture; its lines are `width` cells long',
    answer: slipped({ cell: (row, col, i, j, { outWidth }) => (row + i) * outWidth + col + j }),
  },
  {
    id: 'height-for-width',
    when: 'row · height + column is used for cells of the picture; its lines are `width` cells long',
    answer: slipped({ cell: (row, col, i, j, { height }) => (row + i) * height + col + j }),
  },
  {
    id: 'cells-by-columns',
    when: "the picture's cells are counted column by column; they are counted line by line",
    answer: slipped({ cell: (row, col, i, j, { height }) => (col + j) * height + row + i }),
  },
  {
    id: 'outputs-by-columns',
    when: 'the outputs are counted column by column; they are counted line by line',
    answer: slipped({
      windows: ({ outHeight, outWidth }) =>
        grid(outWidth, outHeight).map(([col, row]) => [row, col]),
    }),
  },
  {
    id: 'windows-over-the-edge',
    when: 'there is a row for every cell at which the weights still fit into the row, also where the window runs over the right edge into the next line',
    answer: slipped({
      windows: ({ outHeight, outWidth, width }) =>
        Array.from({ length: (outHeight - 1) * width + outWidth }, (_, cell) => [
          Math.floor(cell / width),
          cell % width,
        ]),
    }),
  },
  {
    id: 'row-for-every-cell',
    when: 'there is a row for every cell of the picture, with the window clipped at the edges; outputs are only where the kernel fits',
    answer: ((kernel, height, width) =>
      build(kernel, height, width, {
        windows: () => grid(height, width),
        cell: (row, col, i, j) =>
          row + i < height && col + j < width ? (row + i) * width + col + j : -1,
      })) satisfies ConvolutionMatrix,
  },
  {
    id: 'wraps-around',
    when: 'there is a row for every cell of the picture, and what leaves it at one edge comes back at the other',
    answer: ((kernel, height, width) =>
      build(kernel, height, width, {
        windows: () => grid(height, width),
        cell: (row, col, i, j) => ((row + i) % height) * width + ((col + j) % width),
      })) satisfies ConvolutionMatrix,
  },
  {
    id: 'same-padding',
    when: 'the picture is padded with zeros to keep its size ("same"); a valid convolution does not pad',
    answer: slipped({
      windows: ({ height, width, kernelHeight, kernelWidth }) =>
        grid(height, width).map(([row, col]) => [
          row - Math.floor((kernelHeight - 1) / 2),
          col - Math.floor((kernelWidth - 1) / 2),
        ]),
      cell: (row, col, i, j, { height, width }) =>
        row + i >= 0 && row + i < height && col + j >= 0 && col + j < width
          ? (row + i) * width + col + j
          : -1,
    }),
  },
  {
    id: 'too-few-rows',
    when: 'one row and one column of outputs are missing: the + 1 in height − kernelHeight + 1',
    answer: slipped({ windows: ({ outHeight, outWidth }) => grid(outHeight - 1, outWidth - 1) }),
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side (the stride is the kernel size); here they move by one cell',
    answer: slipped({
      windows: ({ height, width, kernelHeight, kernelWidth }) =>
        grid(
          Math.floor(height / kernelHeight),
          Math.floor(width / kernelWidth),
          kernelHeight,
          kernelWidth,
        ),
    }),
  },
  {
    id: 'height-and-width-swapped',
    when: 'height and width of the picture are swapped',
    answer: ((kernel, height, width) => build(kernel, width, height)) satisfies ConvolutionMatrix,
  },
  {
    id: 'kernel-flipped',
    when: 'the kernel is turned by half a turn (true convolution; a deep-learning layer does not turn it)',
    answer: withKernel(halfTurn),
  },
  {
    id: 'rows-flipped',
    when: 'the order of the kernel lines is reversed',
    answer: withKernel(flipRows),
  },
  {
    id: 'columns-flipped',
    when: 'each line of the kernel is reversed',
    answer: withKernel(flipCols),
  },
  {
    id: 'kernel-transposed',
    when: 'i and j are swapped in the kernel: kernel[j][i] for kernel[i][j], and the sizes with them',
    answer: withKernel(transpose),
  },
  {
    id: 'first-line-only',
    when: 'only the first line of the kernel is written',
    answer: withKernel((kernel) => [
      kernel[0],
      ...kernel.slice(1).map((line) => line.map(() => 0)),
    ]),
  },
  {
    id: 'first-row-repeated',
    when: 'every row is that of the top left output; the weights have to move along with the window',
    answer: slipped({ cell: (_row, _col, i, j, { width }) => i * width + j }),
  },
  {
    id: 'window-counted-without-rows',
    when: 'the row of the window is left out of the cell number: the second line of outputs looks at the first lines of the picture again',
    answer: slipped({ cell: (_row, col, i, j, { width }) => i * width + col + j }),
  },
  {
    id: 'one-array-for-all-rows',
    when: 'all rows are one and the same array (fill(…) puts the same array everywhere), so each shows the weights of every window, one over the other',
    answer: ((kernel, height, width) => {
      const rows = build(kernel, height, width);
      const overlaid = new Array<number>(height * width).fill(0);
      const { outWidth } = placesOf(kernel, height, width);
      rows.forEach((_, o) => {
        const [row, col] = [Math.floor(o / outWidth), o % outWidth];
        kernel.forEach((line, i) =>
          line.forEach((weight, j) => (overlaid[(row + i) * width + col + j] = weight)),
        );
      });
      return rows.map(() => overlaid);
    }) satisfies ConvolutionMatrix,
  },
  {
    id: 'ones-for-weights',
    when: 'a 1 stands in the place of each weight',
    answer: slipped({ entry: () => 1 }),
  },
  {
    id: 'kernel-in-each-row',
    when: 'each row holds only the weights of its window, without the zeros for all other cells',
    answer: ((kernel, height, width) =>
      build(kernel, height, width).map(() => kernel.flat())) satisfies ConvolutionMatrix,
  },
  {
    id: 'changes-the-kernel',
    when: 'the zeros are pushed into the kernel itself, which the caller still needs',
    answer: ((kernel, height, width) => {
      const matrix = build(kernel, height, width);
      kernel.forEach((line) => {
        while (line.length < width) line.push(0);
      });
      return matrix;
    }) satisfies ConvolutionMatrix,
  },
];
