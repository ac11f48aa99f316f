import type { WrongAnswer } from '../../types';

type Visits = (n: number, k: number, before: number, after: number) => number[];

/** The visits to each of `size` cells, padding counted as cells. */
function countAll(
  size: number,
  k: number,
  { places = size - k + 1, stride = 1, reach = k } = {},
): number[] {
  const counts = new Array<number>(Math.max(0, size)).fill(0);
  for (let place = 0; place < places; place++) {
    for (let j = 0; j < reach; j++) {
      const at = place * stride + j;
      if (at < size) counts[at]++;
    }
  }
  return counts;
}

/** Right, up to what `slip` changes in the sliding. */
const slipped =
  (
    slip: (size: number, k: number) => { places?: number; stride?: number; reach?: number },
  ): Visits =>
  (n, k, before, after) =>
    countAll(before + n + after, k, slip(before + n + after, k)).slice(before, before + n);

const correct = slipped(() => ({}));

export const visits: WrongAnswer[] = [
  {
    id: 'padding-ignored',
    when: 'before and after are not used, as if there were no padding',
    answer: ((n, k) => correct(n, k, 0, 0)) satisfies Visits,
  },
  {
    id: 'before-ignored',
    when: 'the padding before the row is left out, so that the window cannot begin there',
    answer: ((n, k, _before, after) => correct(n, k, 0, after)) satisfies Visits,
  },
  {
    id: 'after-ignored',
    when: 'the padding after the row is left out, so that the window cannot end there',
    answer: ((n, k, before) => correct(n, k, before, 0)) satisfies Visits,
  },
  {
    id: 'before-and-after-swapped',
    when: 'before and after are swapped',
    answer: ((n, k, before, after) => correct(n, k, after, before)) satisfies Visits,
  },
  {
    id: 'before-on-both-sides',
    when: 'before is used on both sides',
    answer: ((n, k, before) => correct(n, k, before, before)) satisfies Visits,
  },
  {
    id: 'same-assumed',
    when: "as much padding is taken as 'same' would add, whatever before and after say",
    answer: ((n, k) =>
      correct(n, k, Math.floor((k - 1) / 2), Math.ceil((k - 1) / 2))) satisfies Visits,
  },
  {
    id: 'counts-the-padding',
    when: 'the cells of the padding are counted too; the answer is about the n cells of the row',
    answer: ((n, k, before, after) => countAll(before + n + after, k)) satisfies Visits,
  },
  {
    id: 'first-n-of-the-padded',
    when: 'the first n cells of the padded row are returned; the row itself begins after the padding',
    answer: ((n, k, before, after) => countAll(before + n + after, k).slice(0, n)) satisfies Visits,
  },
  {
    id: 'last-n-of-the-padded',
    when: 'the last n cells of the padded row are returned; the padding after the row still lies behind it',
    answer: ((n, k, before, after) =>
      countAll(before + n + after, k).slice(before + after)) satisfies Visits,
  },
  {
    id: 'padding-behind-kept',
    when: 'the padding before the row is cut off, and the one after it is still counted',
    answer: ((n, k, before, after) =>
      countAll(before + n + after, k).slice(before)) satisfies Visits,
  },
  {
    id: 'window-not-clipped',
    when: 'the window is allowed to begin at every cell of the padded row and to hang over its end; it has to fit in',
    answer: slipped((size) => ({ places: size })),
  },
  {
    id: 'starts-on-the-row-only',
    when: 'the window is allowed to begin on the n cells of the row only, and to hang over the end',
    answer: ((n, k) => countAll(n, k, { places: n })) satisfies Visits,
  },
  {
    id: 'one-place-too-few',
    when: 'the window stops one place too early: it has padded size − k + 1 places',
    answer: slipped((size, k) => ({ places: size - k })),
  },
  {
    id: 'one-place-too-many',
    when: 'the window goes one place too far: it has padded size − k + 1 places',
    answer: slipped((size, k) => ({ places: size - k + 2 })),
  },
  {
    id: 'window-one-too-wide',
    when: 'the window covers one cell too many (j <= k for j < k)',
    answer: slipped((_size, k) => ({ reach: k + 1 })),
  },
  {
    id: 'window-one-too-narrow',
    when: 'the window covers one cell too few (j < k − 1 for j < k)',
    answer: slipped((_size, k) => ({ reach: k - 1 })),
  },
  {
    id: 'first-cell-never-counted',
    when: 'the first cell of the row is never counted (> 0 for >= 0)',
    answer: ((n, k, before, after) =>
      correct(n, k, before, after).map((count, cell) => (cell > 0 ? count : 0))) satisfies Visits,
  },
  {
    id: 'one-cell-too-many',
    when: 'a cell behind the row is counted too (<= n for < n): there is no count to begin from, and counts[n] becomes NaN',
    answer: ((n, k, before, after) => {
      const counts = correct(n, k, before, after);
      return after > 0 ? [...counts, NaN] : counts;
    }) satisfies Visits,
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side; they move by one cell',
    answer: slipped((size, k) => ({ places: Math.floor(size / k), stride: k })),
  },
  {
    id: 'starts-counted',
    when: 'only the windows that begin at a cell are counted, not all that contain it',
    answer: slipped(() => ({ reach: 1 })),
  },
  {
    id: 'always-k',
    when: 'every cell is given k visits; near the ends of the padded row there are fewer windows',
    answer: ((n, k) => new Array<number>(n).fill(k)) satisfies Visits,
  },
  {
    id: 'all-places',
    when: 'every cell is given all places of the window, as if each window read the whole row',
    answer: ((n, k, before, after) =>
      new Array<number>(n).fill(before + n + after - k + 1)) satisfies Visits,
  },
  {
    id: 'few-places-forgotten',
    when: 'the smaller of k and the distances to the two ends is taken; where the window has fewer than k places, no cell can be visited more often than there are places',
    answer: ((n, k, before, after) =>
      Array.from({ length: n }, (_, i) =>
        Math.min(before + i + 1, after + n - i, k),
      )) satisfies Visits,
  },
  {
    id: 'shares',
    when: 'the counts are divided by k; the number of visits is asked for',
    answer: ((n, k, before, after) =>
      correct(n, k, before, after).map((count) => count / k)) satisfies Visits,
  },
  {
    id: 'only-whether',
    when: 'it is noted whether a cell is visited, not how often (= 1 for ++)',
    answer: ((n, k, before, after) =>
      correct(n, k, before, after).map((count) => Math.min(1, count))) satisfies Visits,
  },
];
