import type { WrongAnswer } from '../../types';

type OutputSize = (n: number, k: number, stride: number, padding: number) => number;

const answers: readonly (readonly [id: string, when: string, answer: OutputSize])[] = [
  [
    'plus-one-left-out',
    'the + 1 is missing: the steps are counted, and the place where the window begins is not',
    (n, k, s, p) => Math.floor((n + 2 * p - k) / s),
  ],
  [
    'rounded-up',
    'the steps are rounded up: what is left of a step is no step, since the window does not fit there',
    (n, k, s, p) => Math.ceil((n + 2 * p - k) / s) + 1,
  ],
  [
    'rounded-to-nearest',
    'the steps are rounded to the nearest whole number; a window fits or it does not, so round down',
    (n, k, s, p) => Math.round((n + 2 * p - k) / s) + 1,
  ],
  [
    'not-rounded',
    'nothing is rounded, so the count of outputs can have a fraction',
    (n, k, s, p) => (n + 2 * p - k) / s + 1,
  ],
  [
    'padding-on-one-side',
    'the padding is counted once; it is added on both sides of the row',
    (n, k, s, p) => Math.floor((n + p - k) / s) + 1,
  ],
  ['padding-left-out', 'the padding is left out', (n, k, s) => Math.floor((n - k) / s) + 1],
  [
    'padding-subtracted',
    'the padding is subtracted; it makes the row longer',
    (n, k, s, p) => Math.floor((n - 2 * p - k) / s) + 1,
  ],
  [
    'padding-after-dividing',
    'the padding is added after dividing by the stride; the window steps through the padding as well',
    (n, k, s, p) => Math.floor((n - k) / s) + 2 * p + 1,
  ],
  [
    'stride-ignored',
    'the stride is ignored: that is the size for a window that moves by one cell',
    (n, k, _s, p) => n + 2 * p - k + 1,
  ],
  [
    'stride-multiplied',
    'the steps are multiplied by the stride; larger steps make fewer outputs, so divide',
    (n, k, s, p) => (n + 2 * p - k) * s + 1,
  ],
  [
    'stride-subtracted',
    'the stride is subtracted; divide by it',
    (n, k, s, p) => n + 2 * p - k - s + 1,
  ],
  [
    'divided-by-kernel',
    'the way is divided by the kernel; the window moves by the stride',
    (n, k, _s, p) => Math.floor((n + 2 * p - k) / k) + 1,
  ],
  [
    'kernel-and-stride-swapped',
    'k and stride have changed places in the formula',
    (n, k, s, p) => Math.floor((n + 2 * p - s) / k) + 1,
  ],
  [
    'kernel-left-out',
    'the kernel is not subtracted: the row is divided into steps, and how wide the window is plays no part',
    (n, _k, s, p) => Math.floor((n + 2 * p) / s),
  ],
  [
    'kernel-left-out-plus-one',
    'the kernel is not subtracted before dividing: the window would end outside of the row',
    (n, _k, s, p) => Math.floor((n + 2 * p) / s) + 1,
  ],
  [
    'starts-that-stick-out',
    'every place in the row where a window could begin is counted, also those where it would stick out at the end',
    (n, _k, s, p) => Math.ceil((n + 2 * p) / s),
  ],
  [
    'plus-one-before-dividing',
    'the 1 is added before dividing; add it to the whole steps, after rounding down',
    (n, k, s, p) => Math.floor((n + 2 * p - k + 1) / s),
  ],
  [
    'plus-one-twice',
    'a 1 is added before dividing and once more afterwards',
    (n, k, s, p) => Math.floor((n + 2 * p - k + 1) / s) + 1,
  ],
  [
    'brackets-left-out',
    'brackets are missing: only k is divided by the stride, and not all of n + 2p − k',
    (n, k, s, p) => Math.floor(n + 2 * p - k / s) + 1,
  ],
  [
    'kernel-subtracted-last',
    'the row is divided by the stride first and the kernel subtracted afterwards',
    (n, k, s, p) => Math.floor((n + 2 * p) / s) - k + 1,
  ],
  [
    'same-padding',
    'that is the size for "same" padding, n / stride rounded up; here the padding is given',
    (n, _k, s) => Math.ceil(n / s),
  ],
  [
    'last-start',
    'that is where the last window begins; asked for is how many windows there are',
    (n, k, s, p) => Math.floor((n + 2 * p - k) / s) * s,
  ],
  [
    'cells-left-over',
    'those are the cells left over at the end; asked for is how many windows there are',
    (n, k, s, p) => (n + 2 * p - k) % s,
  ],
  [
    'squared',
    'the result is squared; asked for are the outputs along one row',
    (n, k, s, p) => (Math.floor((n + 2 * p - k) / s) + 1) ** 2,
  ],
];

export const outputSize: WrongAnswer[] = answers.map(([id, when, answer]) => ({
  id,
  when,
  answer,
}));
