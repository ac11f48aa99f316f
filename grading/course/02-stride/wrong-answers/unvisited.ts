import type { WrongAnswer } from '../../types';

const cellsOf = (n: number): number[] => Array.from({ length: n }, (_, cell) => cell);

/** How many windows lie on each cell; a slip may change where they begin, and how wide they are. */
function visits(
  n: number,
  k: number,
  stride: number,
  { width = k, fits = (start: number) => start + k <= n } = {},
): number[] {
  const counts = new Array<number>(n).fill(0);
  for (let start = 0; start < n && fits(start); start += stride) {
    for (let i = 0; i < width && start + i < n; i++) counts[start + i]++;
  }
  return counts;
}

const unvisitedIn = (counts: readonly number[]): number[] =>
  cellsOf(counts.length).filter((cell) => counts[cell] === 0);

const correct = (n: number, k: number, stride: number): number[] =>
  unvisitedIn(visits(n, k, stride));

/** One more than the last cell that a window covers. */
const end = (n: number, k: number, stride: number): number =>
  Math.floor((n - k) / stride) * stride + k;

export const unvisited: WrongAnswer[] = [
  {
    id: 'always-empty',
    when: 'the window moves by one cell, whatever the stride is, so that every cell is covered',
    answer: () => [],
  },
  {
    id: 'window-sticks-out',
    when: 'a window that sticks out at the end covers cells, too; it does not fit, so it is not there',
    answer: (n: number, k: number, stride: number) =>
      unvisitedIn(visits(n, k, stride, { fits: () => true })),
  },
  {
    id: 'last-window-missed',
    when: 'the last window is left out where it just fits: start + k < n for start + k <= n',
    answer: (n: number, k: number, stride: number) =>
      unvisitedIn(visits(n, k, stride, { fits: (start) => start + k < n })),
  },
  {
    id: 'left-over-forgotten',
    when: 'only the cells between windows are listed; those left over at the end are unvisited, too',
    answer: (n: number, k: number, stride: number) =>
      correct(n, k, stride).filter((cell) => cell < end(n, k, stride)),
  },
  {
    id: 'gap-after-each-window',
    when: 'a gap of stride − k cells is put after every window, the last one too; at the end, every cell that is left over counts, and no other',
    answer: (n: number, k: number, stride: number) => {
      const windows = Math.floor((n - k) / stride) + 1;
      return cellsOf(windows * stride).filter((cell) => cell % stride >= k);
    },
  },
  {
    id: 'first-left-over-missing',
    when: 'the first of the cells left over is missing: the last window covers start to start + k − 1',
    answer: (n: number, k: number, stride: number) =>
      correct(n, k, stride).filter((cell) => cell !== end(n, k, stride)),
  },
  {
    id: 'between-forgotten',
    when: 'only the cells left over at the end are listed; when the stride is larger than the kernel, there are some between windows',
    answer: (n: number, k: number, stride: number) =>
      correct(n, k, stride).filter((cell) => cell >= end(n, k, stride)),
  },
  {
    id: 'visited-listed',
    when: 'the cells that are visited are listed; asked for are the others',
    answer: (n: number, k: number, stride: number) =>
      cellsOf(n).filter((cell) => !correct(n, k, stride).includes(cell)),
  },
  {
    id: 'first-cells-only',
    when: 'only the first cell of each window counts as visited; a window covers k cells',
    answer: (n: number, k: number, stride: number) =>
      unvisitedIn(visits(n, k, stride, { width: 1 })),
  },
  {
    id: 'window-too-short',
    when: 'each window covers one cell too few: its cells are start to start + k − 1',
    answer: (n: number, k: number, stride: number) =>
      unvisitedIn(visits(n, k, stride, { width: k - 1 })),
  },
  {
    id: 'window-too-long',
    when: 'each window covers one cell too many: its cells are start to start + k − 1',
    answer: (n: number, k: number, stride: number) =>
      unvisitedIn(visits(n, k, stride, { width: k + 1 })),
  },
  {
    id: 'not-exactly-once',
    when: 'cells that several windows share are listed as well; they are visited, more than once',
    answer: (n: number, k: number, stride: number) =>
      cellsOf(n).filter((cell) => visits(n, k, stride)[cell] !== 1),
  },
  {
    id: 'shared-listed',
    when: 'the cells that several windows share are listed; asked for are those that no window covers',
    answer: (n: number, k: number, stride: number) =>
      cellsOf(n).filter((cell) => visits(n, k, stride)[cell] > 1),
  },
  {
    id: 'kernel-and-stride-swapped',
    when: 'k and stride have changed places',
    answer: (n: number, k: number, stride: number) => correct(n, stride, k),
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows lie side by side: they move by k, and not by the stride',
    answer: (n: number, k: number) => correct(n, k, k),
  },
  {
    id: 'stride-between-windows',
    when: 'the stride is left free between the windows; it is counted from the beginning of one to the beginning of the next',
    answer: (n: number, k: number, stride: number) => correct(n, k, k + stride),
  },
  {
    id: 'counted-from-one',
    when: 'the cells are counted from 1; here they count from 0',
    answer: (n: number, k: number, stride: number) => correct(n, k, stride).map((cell) => cell + 1),
  },
  {
    id: 'in-reverse',
    when: 'the list runs from the last cell to the first; it is wanted in ascending order',
    answer: (n: number, k: number, stride: number) => correct(n, k, stride).reverse(),
  },
  {
    id: 'counts-only',
    when: 'the cells are counted; asked for is the list of them',
    answer: (n: number, k: number, stride: number) => correct(n, k, stride).length,
  },
  {
    id: 'visits-of-all-cells',
    when: 'the result holds how often each cell is visited; asked for are the indices of those that are not',
    answer: (n: number, k: number, stride: number) => visits(n, k, stride),
  },
  {
    id: 'flags-of-all-cells',
    when: 'the result says of each cell whether it is unvisited, yes or no; asked for are the indices of those that are',
    answer: (n: number, k: number, stride: number) =>
      visits(n, k, stride).map((count) => count === 0),
  },
];
