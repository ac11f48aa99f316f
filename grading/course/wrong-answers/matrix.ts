/** What the wrong answers on one-channel images share: plain matrices, and the correct sum. */
export type Matrix = number[][];
export type AtPosition = (x: Matrix, kernel: Matrix, row: number, col: number) => number;

/** A cell outside the image reads as 0, as in the answers of students who guard against it. */
export const cell = (x: Matrix, row: number, col: number): number => x[row]?.[col] ?? 0;

export const flipRows = (kernel: Matrix): Matrix => [...kernel].reverse();
export const flipCols = (kernel: Matrix): Matrix => kernel.map((row) => [...row].reverse());
export const halfTurn = (kernel: Matrix): Matrix => flipRows(flipCols(kernel));
export const transpose = (kernel: Matrix): Matrix =>
  kernel[0].map((_, col) => kernel.map((row) => row[col]));

/** The sum of term(weight, i, j) over the kernel's cells. */
export function sumOver(
  kernel: Matrix,
  term: (weight: number, i: number, j: number) => number,
): number {
  return kernel.reduce(
    (sum, row, i) => row.reduce((rowSum, weight, j) => rowSum + term(weight, i, j), sum),
    0,
  );
}

export const correlateAt: AtPosition = (x, kernel, row, col) =>
  sumOver(kernel, (weight, i, j) => weight * cell(x, row + i, col + j));

/** One number for each position; by default where the kernel lies fully inside ("valid"). */
export function slide(
  x: Matrix,
  kernel: Matrix,
  height = x.length - kernel.length + 1,
  width = x[0].length - kernel[0].length + 1,
  answerAt = correlateAt,
): Matrix {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, col) => answerAt(x, kernel, row, col)),
  );
}

/** The sum of a row; NaN for a row that is not there, as in JavaScript. */
export function sumRow(row: readonly number[] | undefined): number {
  return row ? row.reduce((sum, value) => sum + value, 0) : NaN;
}
