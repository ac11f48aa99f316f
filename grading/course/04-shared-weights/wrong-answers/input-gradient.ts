import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { gradientWith, rearranged, type Product, type Sizes, type Slip } from './products';

type InputGradient = (gradOutput: Tensor, kernels: Tensor) => Tensor;

const inputShape = ({ outHeight, outWidth, kernelHeight, kernelWidth, inChannels }: Sizes) => [
  outHeight + kernelHeight - 1,
  outWidth + kernelWidth - 1,
  inChannels,
];

const slipped =
  (slip: Slip): InputGradient =>
  (gradOutput, kernels) => {
    const [outHeight, outWidth, outChannels] = gradOutput.shape;
    const [kernelHeight, kernelWidth, inChannels] = kernels.shape;
    return gradientWith(
      gradOutput,
      kernels,
      { outHeight, outWidth, kernelHeight, kernelWidth, inChannels, outChannels },
      {
        factor: ({ i, j, c, m }) => [i, j, c, m],
        target: ({ row, col, i, j, c }) => [row + i, col + j, c],
        shape: inputShape,
      },
      slip,
    );
  };

const correct = slipped({});

/** The weight that is read when rows, columns or both are turned. */
const turned =
  (rows: boolean, cols: boolean) =>
  ({ i, j, c, m }: Product, { kernelHeight, kernelWidth }: Sizes): number[] => [
    rows ? kernelHeight - 1 - i : i,
    cols ? kernelWidth - 1 - j : j,
    c,
    m,
  ];

/** How many windows each cell lies in. */
const visits = slipped({ gradient: null, factor: null, counts: ({ m }) => m === 0 });

export const inputGradient: WrongAnswer[] = [
  {
    id: 'kernel-not-turned',
    when: 'the formula of the forward pass is used on the padded gradOutput and the kernels are not turned by half a turn (or they are turned where the stamps need them as they are)',
    answer: slipped({ factor: turned(true, true) }),
  },
  {
    id: 'rows-turned-only',
    when: 'the kernels are turned wrongly in one direction only: the columns are right, the rows in reverse order',
    answer: slipped({ factor: turned(true, false) }),
  },
  {
    id: 'columns-turned-only',
    when: 'the kernels are turned wrongly in one direction only: the rows are right, the columns in reverse order',
    answer: slipped({ factor: turned(false, true) }),
  },
  {
    id: 'overwritten',
    when: 'a cell is set (=) by each window instead of growing (+=), so that only the last window and kernel count',
    answer: slipped({ add: (_old, product) => product }),
  },
  {
    id: 'first-window-only',
    when: 'each cell gets a share from the first window only that it lies in; all its windows add up',
    answer: slipped({
      counts: ({ row, col, i, j }, { kernelHeight, kernelWidth }) =>
        (row === 0 || i === kernelHeight - 1) && (col === 0 || j === kernelWidth - 1),
    }),
  },
  {
    id: 'mean-over-windows',
    when: 'the mean over the windows of a cell is taken; their shares add up',
    answer: ((gradOutput, kernels) => {
      const own = correct(gradOutput, kernels);
      const counts = visits(gradOutput, kernels);
      return tensor(
        own.shape,
        own.data.map((value, k) => value / counts.data[k]),
      );
    }) satisfies InputGradient,
  },
  {
    id: 'mean-over-maps',
    when: 'the mean over the kernels is taken; their shares add up',
    answer: slipped({ scale: ({ outChannels }) => 1 / outChannels }),
  },
  {
    id: 'first-kernel-only',
    when: 'only the first kernel and its map are read; the input went into all maps',
    answer: slipped({ counts: ({ m }) => m === 0 }),
  },
  {
    id: 'last-kernel-only',
    when: 'the sum is started anew for each kernel, so that only the last one counts',
    answer: slipped({ counts: ({ m }, { outChannels }) => m === outChannels - 1 }),
  },
  {
    id: 'first-map-for-all',
    when: 'map 0 of gradOutput is read for every kernel; kernel m made map m',
    answer: slipped({ gradient: ({ row, col }) => [row, col, 0] }),
  },
  {
    id: 'first-sheet-for-all',
    when: "channel 0's weights are used for every channel; each channel has its own",
    answer: slipped({ factor: ({ i, j, m }) => [i, j, 0, m] }),
  },
  {
    id: 'channels-summed',
    when: 'the channels are added up, so that all get the same gradient; a channel gets what its own weights give',
    answer: ((gradOutput, kernels) => {
      const own = correct(gradOutput, kernels);
      const channels = own.shape[2];
      return tensor(
        own.shape,
        own.data.map((_, k) => {
          const pixel = Math.floor(k / channels) * channels;
          return own.data.subarray(pixel, pixel + channels).reduce((sum, value) => sum + value, 0);
        }),
      );
    }) satisfies InputGradient,
  },
  {
    id: 'channels-and-kernels-swapped',
    when: 'c and m are swapped in the kernels: at(kernels, i, j, m, c) for at(kernels, i, j, c, m)',
    answer: slipped({ factor: ({ i, j, c, m }) => [i, j, m, c] }),
  },
  {
    id: 'forward-window',
    when: 'the kernels are slid over gradOutput as in the forward pass: cell (row, col) reads gradOutput at row + i and col + j instead of row − i and col − j',
    answer: ((gradOutput, kernels) => {
      const [outHeight, outWidth] = gradOutput.shape;
      const [kernelHeight, kernelWidth] = kernels.shape;
      const [height, width] = [outHeight + kernelHeight - 1, outWidth + kernelWidth - 1];
      const sizes = { outHeight: height, outWidth: width };
      return gradientWith(
        gradOutput,
        kernels,
        {
          ...sizes,
          kernelHeight,
          kernelWidth,
          inChannels: kernels.shape[2],
          outChannels: kernels.shape[3],
        },
        {
          factor: ({ i, j, c, m }) => [i, j, c, m],
          target: ({ row, col, c }) => [row, col, c],
          shape: ({ inChannels }) => [height, width, inChannels],
        },
        { gradient: ({ row, col, i, j, m }) => [row + i, col + j, m] },
      );
    }) satisfies InputGradient,
  },
  {
    id: 'i-and-j-swapped',
    when: 'i and j are swapped: row + j and col + i for row + i and col + j',
    answer: slipped({ target: ({ row, col, i, j, c }) => [row + j, col + i, c] }),
  },
  {
    id: 'window-place-ignored',
    when: 'all stamps are put at the top left; the stamp of output (row, col) begins at cell (row, col)',
    answer: slipped({ target: ({ i, j, c }) => [i, j, c] }),
  },
  {
    id: 'weight-place-ignored',
    when: 'all shares of a window go to its first cell; weight (i, j) lies on cell (row + i, col + j)',
    answer: slipped({ target: ({ row, col, c }) => [row, col, c] }),
  },
  {
    id: 'windows-side-by-side',
    when: 'the stamps are laid side by side (row times the kernel height); the windows moved by one cell',
    answer: slipped({
      target: ({ row, col, i, j, c }, { kernelHeight, kernelWidth }) => [
        row * kernelHeight + i,
        col * kernelWidth + j,
        c,
      ],
    }),
  },
  {
    id: 'kernels-left-out',
    when: 'the kernels are left out: each cell gets the sum of gradOutput over its windows',
    answer: slipped({ factor: null }),
  },
  {
    id: 'grad-output-left-out',
    when: 'gradOutput is left out: the kernels are stamped as they are',
    answer: slipped({ gradient: null }),
  },
  {
    id: 'size-of-the-output',
    when: 'the result has the height and width of gradOutput; the input was larger, by a kernel less one',
    answer: slipped({
      shape: ({ outHeight, outWidth, inChannels }) => [outHeight, outWidth, inChannels],
    }),
  },
  {
    id: 'one-too-large',
    when: 'the result is one row and one column too large: the − 1 is missing from outHeight + kernelHeight − 1',
    answer: slipped({
      shape: (sizes) => inputShape(sizes).map((size, d) => (d < 2 ? size + 1 : size)),
    }),
  },
  {
    id: 'one-too-small',
    when: 'the result is one row and one column too small, and the last cells are lost',
    answer: slipped({
      shape: (sizes) => inputShape(sizes).map((size, d) => (d < 2 ? Math.max(1, size - 1) : size)),
    }),
  },
  {
    id: 'maps-for-channels',
    when: 'the result has as many channels as there are kernels; the input has kernels.shape[2] channels',
    answer: slipped({
      shape: (sizes) => [...inputShape(sizes).slice(0, 2), sizes.outChannels],
    }),
  },
  {
    id: 'height-and-width-swapped',
    when: 'height and width of the result are swapped',
    answer: ((gradOutput, kernels) => {
      const own = correct(gradOutput, kernels);
      const [height, width, channels] = own.shape;
      return rearranged(own, [width, height, channels], ([col, row, c]) => [row, col, c]);
    }) satisfies InputGradient,
  },
  {
    id: 'result-turned',
    when: 'the result as a whole is turned by half a turn',
    answer: ((gradOutput, kernels) => {
      const own = correct(gradOutput, kernels);
      const [height, width] = own.shape;
      return rearranged(own, own.shape, ([row, col, c]) => [height - 1 - row, width - 1 - col, c]);
    }) satisfies InputGradient,
  },
  {
    id: 'sign-reversed',
    when: 'the sign is reversed',
    answer: slipped({ scale: () => -1 }),
  },
  {
    id: 'changes-the-kernels',
    when: "the caller's kernels themselves are turned, which the next forward pass still needs",
    answer: ((gradOutput, kernels) => {
      const own = correct(gradOutput, kernels);
      kernels.data.reverse();
      return own;
    }) satisfies InputGradient,
  },
];
