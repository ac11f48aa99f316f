import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { channelFirst, pooling, transposed, type Pool, type Slip } from './windows';

/** Windows that lie where they should not: the same mistakes for every pooling. */
const slips: readonly [
  id: string,
  when: string,
  slip: (x: Tensor, size: number, stride: number) => Slip,
][] = [
  [
    'stride-is-size',
    'the stride is ignored and the windows lie side by side, as if it were the size',
    (x, size) => ({
      outHeight: Math.floor(x.shape[0] / size),
      outWidth: Math.floor(x.shape[1] / size),
      start: (row, col) => [row * size, col * size],
    }),
  ],
  [
    'stride-one',
    'the stride is ignored and the window moves by one cell',
    (x, size) => ({
      outHeight: x.shape[0] - size + 1,
      outWidth: x.shape[1] - size + 1,
      start: (row, col) => [row, col],
    }),
  ],
  [
    'stride-in-the-shape-only',
    'the stride is in the shape of the output and not in the position: the window of (row, col) begins at row · stride and col · stride',
    () => ({ start: (row, col) => [row, col] }),
  ],
  [
    'position-by-size',
    'the windows begin at row · size and col · size; they begin at row · stride and col · stride',
    (_x, size) => ({ start: (row, col) => [row * size, col * size] }),
  ],
  [
    'stride-on-rows-only',
    'the stride is used for rows only; columns move by one cell',
    (x, size, stride) => ({
      outWidth: x.shape[1] - size + 1,
      start: (row, col) => [row * stride, col],
    }),
  ],
  [
    'window-as-large-as-stride',
    'the window has stride rows and columns instead of size',
    (_x, _size, stride) => ({ window: [stride, stride] }),
  ],
  ['window-of-two', 'the window is always 2 by 2, whatever the size', () => ({ window: [2, 2] })],
  [
    'window-too-large',
    'the window is one row and one column too large (i <= size)',
    (_x, size) => ({ window: [size + 1, size + 1] }),
  ],
  [
    'first-row-of-the-window',
    'only the first row of each window is read',
    (_x, size) => ({ window: [1, size] }),
  ],
  [
    'first-window-only',
    'every output is made from the first window, at the top left of the picture',
    () => ({ start: () => [0, 0] }),
  ],
  [
    'window-not-moved-by-rows',
    'row is not used: every window is taken from the top of the picture',
    (_x, _size, stride) => ({ start: (_row, col) => [0, col * stride] }),
  ],
  [
    'position-transposed',
    'row and col are swapped in the picture: the window of (row, col) begins at row · stride and not at col · stride',
    (_x, _size, stride) => ({ start: (row, col) => [col * stride, row * stride] }),
  ],
  [
    'output-too-large',
    'the output is one row and one column too large, with zeros read beyond the bottom and the right edge',
    (x, size, stride) => ({
      outHeight: Math.floor((x.shape[0] - size) / stride) + 2,
      outWidth: Math.floor((x.shape[1] - size) / stride) + 2,
    }),
  ],
  [
    'output-too-small',
    'the output is one row and one column too small: the + 1 is missing from ⌊(height − size) / stride⌋ + 1',
    (x, size, stride) => ({
      outHeight: Math.max(1, Math.floor((x.shape[0] - size) / stride)),
      outWidth: Math.max(1, Math.floor((x.shape[1] - size) / stride)),
    }),
  ],
  [
    'square-output',
    'the number of rows of the output is used for its columns too',
    (x, size, stride) => ({ outWidth: Math.floor((x.shape[0] - size) / stride) + 1 }),
  ],
  [
    'channels-mixed',
    'all channels of a window are read for each channel of the output; each channel is pooled by itself',
    (x) => ({ channels: () => Array.from({ length: x.shape[2] }, (_, c) => c) }),
  ],
  [
    'one-channel-left',
    'the channels are pooled into one; the output is as deep as the picture',
    (x) => ({ channels: () => Array.from({ length: x.shape[2] }, (_, c) => c), outChannels: 1 }),
  ],
  [
    'first-channel-for-all',
    'the first channel is read for every channel of the output',
    () => ({ channels: () => [0] }),
  ],
];

/** The wrong answers that every pooling with windows has, for the one that reduces a window so. */
export function misplaced(reduce: (values: number[]) => number): WrongAnswer[] {
  const correct = pooling(reduce);
  return [
    ...slips.map(([id, when, slip]): WrongAnswer => ({ id, when, answer: pooling(reduce, slip) })),
    {
      id: 'left-over-cells-pooled',
      when: 'rows and columns that are left over at the end get a smaller window of their own; windows lie fully inside the picture',
      answer: ((x, size, stride) => {
        const [height, width] = x.shape;
        const outHeight = Math.ceil((height - size) / stride) + 1;
        const outWidth = Math.ceil((width - size) / stride) + 1;
        const values: number[] = [];
        for (let row = 0; row < outHeight; row++) {
          for (let col = 0; col < outWidth; col++) {
            const [top, left] = [row * stride, col * stride];
            const window: [number, number] = [
              Math.min(size, height - top),
              Math.min(size, width - left),
            ];
            const one = pooling(reduce, () => ({
              outHeight: 1,
              outWidth: 1,
              start: () => [top, left],
              window,
            }));
            values.push(...one(x, size, stride).data);
          }
        }
        return tensor([outHeight, outWidth, x.shape[2]], values);
      }) satisfies Pool,
    },
    {
      id: 'rows-and-columns-swapped',
      when: 'height and width of the output are swapped, with rows written as columns',
      answer: ((x, size, stride) => transposed(correct(x, size, stride))) satisfies Pool,
    },
    {
      id: 'channel-first-data',
      when: 'the shape is right, but the numbers are stored one whole channel after the other; here the channels of one cell stand side by side',
      answer: ((x, size, stride) => channelFirst(correct(x, size, stride))) satisfies Pool,
    },
    {
      id: 'changes-the-picture',
      when: 'the results are written into the picture itself, at the top left of each window, which the caller still needs',
      answer: ((x, size, stride) => {
        const output = correct(x, size, stride);
        const [, width, channels] = x.shape;
        const [, outWidth] = output.shape;
        output.data.forEach((value, k) => {
          const cell = Math.floor(k / channels);
          const [row, col] = [Math.floor(cell / outWidth), cell % outWidth];
          x.data[(row * stride * width + col * stride) * channels + (k % channels)] = value;
        });
        return output;
      }) satisfies Pool,
    },
  ];
}
