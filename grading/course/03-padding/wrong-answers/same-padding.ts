import type { WrongAnswer } from '../../types';

type SamePadding = (n: number, k: number, stride: number) => number[];

/** Splits what is missing as TensorFlow does. */
const split = (missing: number): [number, number] => {
  const before = Math.floor(missing / 2);
  return [before, missing - before];
};

/** What is missing, not clipped at 0; and the right answer but for how it is split. */
const missingFor = (n: number, k: number, stride: number): number =>
  (Math.ceil(n / stride) - 1) * stride + k - n;

const splitBy =
  (into: (missing: number) => [number, number]): SamePadding =>
  (n, k, stride) =>
    into(Math.max(0, missingFor(n, k, stride)));

/** Right, but for how much is taken to be missing. */
const missing =
  (cells: (n: number, k: number, stride: number) => number): SamePadding =>
  (n, k, stride) =>
    split(Math.max(0, cells(n, k, stride)));

export const samePadding: WrongAnswer[] = [
  {
    id: 'extra-at-top-left',
    when: 'the odd cell goes before the input; TensorFlow puts it after',
    answer: splitBy((cells) => [Math.ceil(cells / 2), Math.floor(cells / 2)]),
  },
  {
    id: 'odd-cell-lost',
    when: 'what is missing is halved and rounded down on both sides, so that an odd cell is lost',
    answer: splitBy((cells) => [Math.floor(cells / 2), Math.floor(cells / 2)]),
  },
  {
    id: 'odd-cell-on-both-sides',
    when: 'what is missing is halved and rounded up on both sides, so that there is one cell too many',
    answer: splitBy((cells) => [Math.ceil(cells / 2), Math.ceil(cells / 2)]),
  },
  {
    id: 'half-cells',
    when: 'half a cell is added on each side; cells are whole, and the odd one goes after',
    answer: splitBy((cells) => [cells / 2, cells / 2]),
  },
  {
    id: 'all-after',
    when: 'all that is missing goes after the input; half of it belongs before',
    answer: splitBy((cells) => [0, cells]),
  },
  {
    id: 'all-before',
    when: 'all that is missing goes before the input; half of it belongs after',
    answer: splitBy((cells) => [cells, 0]),
  },
  {
    id: 'missing-on-each-side',
    when: 'all that is missing is added on each side, so that there is twice as much',
    answer: splitBy((cells) => [cells, cells]),
  },
  {
    id: 'not-clipped',
    when: 'what is missing is not clipped at 0: with a kernel smaller than the stride it can be negative, and then nothing is added',
    answer: ((n, k, stride) => split(missingFor(n, k, stride))) satisfies SamePadding,
  },
  {
    id: 'sign-dropped',
    when: 'a negative number of missing cells is taken as positive; where the kernel is smaller than the stride, nothing is added',
    answer: ((n, k, stride) => split(Math.abs(missingFor(n, k, stride)))) satisfies SamePadding,
  },
  {
    id: 'stride-ignored',
    when: 'the stride is ignored: k − 1 cells are added in all, which is right for stride 1 only',
    answer: missing((_n, k) => k - 1),
  },
  {
    id: 'half-of-k',
    when: 'half of k, rounded down, is added on each side; it is half of k − 1, and that only with stride 1',
    answer: ((_n, k) => [Math.floor(k / 2), Math.floor(k / 2)]) satisfies SamePadding,
  },
  {
    id: 'k-in-all',
    when: 'k cells are added in all; one less than the kernel keeps the size, and that only with stride 1',
    answer: missing((_n, k) => k),
  },
  {
    id: 'half-of-k-minus-1',
    when: 'half of k − 1, rounded down, is added on each side: the odd cell is lost, and the stride ignored',
    answer: ((_n, k) => [Math.floor((k - 1) / 2), Math.floor((k - 1) / 2)]) satisfies SamePadding,
  },
  {
    id: 'full',
    when: 'k − 1 cells are added on each side: that is full padding, and the output would be larger than the input',
    answer: ((_n, k) => [k - 1, k - 1]) satisfies SamePadding,
  },
  {
    id: 'valid',
    when: 'nothing is added at all, which is "valid"',
    answer: (() => [0, 0]) satisfies SamePadding,
  },
  {
    id: 'size-kept-with-stride',
    when: 'as much is added as would give n outputs even with a stride; "same" means n / stride outputs, rounded up',
    answer: missing((n, k, stride) => (n - 1) * stride + k - n),
  },
  {
    id: 'rounded-down',
    when: 'the number of outputs is rounded down; it is rounded up',
    answer: missing((n, k, stride) => (Math.floor(n / stride) - 1) * stride + k - n),
  },
  {
    id: 'rounded-to-nearest',
    when: 'the number of outputs is rounded to the nearest whole number; it is rounded up, however little is left over',
    answer: missing((n, k, stride) => (Math.round(n / stride) - 1) * stride + k - n),
  },
  {
    id: 'not-rounded',
    when: 'the number of outputs is not rounded; with n / stride as it is, what is missing comes out as k − stride',
    answer: missing((_n, k, stride) => k - stride),
  },
  {
    id: 'one-stride-too-many',
    when: 'the last window is taken to begin at outputs · stride; the first begins at 0, so it is (outputs − 1) · stride',
    answer: missing((n, k, stride) => Math.ceil(n / stride) * stride + k - n),
  },
  {
    id: 'kernel-left-out',
    when: 'what the last window needs is left out: it is where it begins plus k cells',
    answer: missing((n, _k, stride) => Math.ceil(n / stride) * stride - n),
  },
  {
    id: 'kernel-one-too-short',
    when: 'the last window is taken to need k − 1 cells; it needs k',
    answer: missing((n, k, stride) => missingFor(n, k, stride) - 1),
  },
  {
    id: 'remainder-zero-forgotten',
    when: 'k less the remainder of n / stride is taken, as if there were always one output more than n / stride rounded down; where the stride divides n, there is none more, and k − stride is missing',
    answer: missing((n, k, stride) => k - (n % stride)),
  },
  {
    id: 'divided-by-stride',
    when: 'k − 1 is divided by the stride; what is missing depends on n',
    answer: missing((_n, k, stride) => Math.ceil((k - 1) / stride)),
  },
];
