import { tensor, type Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { anyLayer } from '../../wrong-answers/any-layer';
import { layer, type Slip } from '../../wrong-answers/layer';
import { read } from '../../wrong-answers/read';

type Pair = readonly [rows: number, cols: number];
type Strided = (
  x: Tensor,
  kernels: Tensor,
  bias: number[],
  strideRows: number,
  strideCols: number,
) => Tensor;

const slipped =
  (slipFor: (stride: Pair, x: Tensor, kernels: Tensor) => Slip): Strided =>
  (x, kernels, bias, strideRows, strideCols) => {
    const stride: Pair = [strideRows, strideCols];
    return layer(x, kernels, bias, { stride, ...slipFor(stride, x, kernels) });
  };

const correct = slipped(() => ({}));

/** The size that belongs to a stride, for answers whose windows move by another. */
const rightSize = ([rows, cols]: Pair, x: Tensor, kernels: Tensor): Slip => ({
  outHeight: Math.floor((x.shape[0] - kernels.shape[0]) / rows) + 1,
  outWidth: Math.floor((x.shape[1] - kernels.shape[1]) / cols) + 1,
});

/** Sizes of the output by another formula, the same for rows and columns. */
const sized = (size: (n: number, k: number, stride: number) => number): Strided =>
  slipped((stride, x, kernels) => ({
    outHeight: Math.max(1, size(x.shape[0], kernels.shape[0], stride[0])),
    outWidth: Math.max(1, size(x.shape[1], kernels.shape[1], stride[1])),
  }));

export const strided: WrongAnswer[] = [
  {
    id: 'stride-ignored',
    when: 'both strides are ignored: the window moves by one cell',
    answer: slipped(() => ({ stride: [1, 1] })),
  },
  {
    id: 'stride-on-rows-only',
    when: 'the stride is used on the rows only; strideCols plays no part',
    answer: slipped(([rows]) => ({ stride: [rows, 1] })),
  },
  {
    id: 'stride-on-columns-only',
    when: 'the stride is used on the columns only; strideRows plays no part',
    answer: slipped(([, cols]) => ({ stride: [1, cols] })),
  },
  {
    id: 'row-stride-for-both',
    when: 'strideRows is used for the columns, too',
    answer: slipped(([rows]) => ({ stride: [rows, rows] })),
  },
  {
    id: 'column-stride-for-both',
    when: 'strideCols is used for the rows, too',
    answer: slipped(([, cols]) => ({ stride: [cols, cols] })),
  },
  {
    id: 'strides-swapped',
    when: 'strideRows and strideCols are swapped',
    answer: slipped(([rows, cols]) => ({ stride: [cols, rows] })),
  },
  {
    id: 'columns-move-by-row-stride',
    when: 'the size is right, but the windows move to the right by strideRows',
    answer: slipped((stride, x, kernels) => ({
      ...rightSize(stride, x, kernels),
      stride: [stride[0], stride[0]],
    })),
  },
  {
    id: 'rows-move-by-column-stride',
    when: 'the size is right, but the windows move down by strideCols',
    answer: slipped((stride, x, kernels) => ({
      ...rightSize(stride, x, kernels),
      stride: [stride[1], stride[1]],
    })),
  },
  {
    id: 'strides-swapped-in-windows',
    when: 'the size is right, but the windows move down by strideCols and to the right by strideRows',
    answer: slipped((stride, x, kernels) => ({
      ...rightSize(stride, x, kernels),
      stride: [stride[1], stride[0]],
    })),
  },
  {
    id: 'strides-swapped-in-size',
    when: 'the windows move as they should, but the strides are swapped where the size is worked out',
    answer: slipped(([rows, cols], x, kernels) => rightSize([cols, rows], x, kernels)),
  },
  {
    id: 'stride-in-size-only',
    when: 'the output has the right size, but its windows still move by one cell: multiply row and col by the strides',
    answer: slipped((stride, x, kernels) => ({
      ...rightSize(stride, x, kernels),
      stride: [1, 1],
    })),
  },
  {
    id: 'stride-in-windows-only',
    when: 'the windows move by the strides, but the output is as large as for a stride of one, and cells outside the image are read as 0',
    answer: sized((n, k) => n - k + 1),
  },
  {
    id: 'gaps-in-output',
    when: 'each output is written where its window begins, with zeros between; the outputs are to stand side by side',
    answer: ((x, kernels, bias, strideRows, strideCols) => {
      const dense = layer(x, kernels, bias, {});
      const [, width, maps] = dense.shape;
      const values = dense.data.map((value, index) => {
        const pixel = Math.floor(index / maps);
        const isPlace =
          Math.floor(pixel / width) % strideRows === 0 && (pixel % width) % strideCols === 0;
        return isPlace ? value : 0;
      });
      return tensor(dense.shape, values);
    }) satisfies Strided,
  },
  {
    id: 'outputs-stepped-over',
    when: 'the loops over the outputs move by the strides, so that most outputs stay 0; count every output, and multiply where its window begins',
    answer: ((x, kernels, bias, strideRows, strideCols) => {
      const [rows, cols] = [strideRows, strideCols];
      const { outHeight, outWidth } = rightSize([rows, cols], x, kernels);
      const maps = layer(x, kernels, bias, { outHeight, outWidth });
      const [, width, channels] = maps.shape;
      const values = maps.data.map((value, index) => {
        const pixel = Math.floor(index / channels);
        return Math.floor(pixel / width) % rows === 0 && (pixel % width) % cols === 0 ? value : 0;
      });
      return tensor(maps.shape, values);
    }) satisfies Strided,
  },
  {
    id: 'output-too-large',
    when: 'the output is one row and one column too large',
    answer: sized((n, k, s) => Math.floor((n - k) / s) + 2),
  },
  {
    id: 'output-too-small',
    when: 'the output is one row and one column too small: the + 1 is missing from the size',
    answer: sized((n, k, s) => Math.floor((n - k) / s)),
  },
  {
    id: 'size-rounded-up',
    when: 'the size is rounded up: a last window sticks out of the image, which is read as 0 there',
    answer: sized((n, k, s) => Math.ceil((n - k) / s) + 1),
  },
  {
    id: 'kernel-not-in-size',
    when: 'the kernel is not subtracted when the size is worked out: it is the image divided by the stride',
    answer: sized((n, _k, s) => Math.floor(n / s)),
  },
  {
    id: 'same-size-rule',
    when: 'the size is the image divided by the stride, rounded up; that is "same" padding, and here there is none',
    answer: sized((n, _k, s) => Math.ceil(n / s)),
  },
  {
    id: 'plus-one-before-dividing',
    when: 'the 1 of the size is added before dividing; add it after rounding down',
    answer: sized((n, k, s) => Math.floor((n - k + 1) / s)),
  },
  {
    id: 'stride-inside-window',
    when: 'the strides multiply i and j, too: at(x, (row + i) * strideRows, …) for row * strideRows + i',
    answer: slipped(([rows, cols]) => ({
      input: (top, left, i, j, c) => [top + i * rows, left + j * cols, c],
    })),
  },
  {
    id: 'stride-on-the-kernel',
    when: 'the strides multiply i and j instead of row and col: the window is spread out (that is dilation) and moves by one cell',
    answer: slipped(([rows, cols]) => ({
      input: (top, left, i, j, c) => [top / rows + i * rows, left / cols + j * cols, c],
    })),
  },
  {
    id: 'stride-added',
    when: 'the strides are added to row and col, and not multiplied with them',
    answer: slipped(([rows, cols]) => ({
      input: (top, left, i, j, c) => [top / rows + rows + i, left / cols + cols + j, c],
    })),
  },
  {
    id: 'image-thinned-first',
    when: 'the image is thinned out by the strides first and then convolved with stride one; the window reads neighbours of the whole image',
    answer: ((x, kernels, bias, strideRows, strideCols) => {
      const [height, width, channels] = x.shape;
      const shape = [Math.ceil(height / strideRows), Math.ceil(width / strideCols), channels];
      const cells = Array.from({ length: shape[0] * shape[1] }, (_, pixel) =>
        Array.from({ length: channels }, (_unused, c) =>
          read(x, [Math.floor(pixel / shape[1]) * strideRows, (pixel % shape[1]) * strideCols, c]),
        ),
      );
      return layer(tensor(shape, cells.flat()), kernels, bias, {});
    }) satisfies Strided,
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows lie side by side: they move by the size of the kernel, and not by the strides',
    answer: slipped((_stride, _x, kernels) => ({ stride: [kernels.shape[0], kernels.shape[1]] })),
  },
  {
    id: 'one-step-too-far',
    when: 'the first window already lies one step into the image; the windows begin at its top left',
    answer: slipped(([rows, cols]) => ({
      input: (top, left, i, j, c) => [top + rows + i, left + cols + j, c],
    })),
  },
  {
    id: 'windows-from-the-end',
    when: 'the windows are counted from the bottom right corner, so that the cells left over lie at the top and the left',
    answer: slipped(([rows, cols], x, kernels) => ({
      input: (top, left, i, j, c) => [
        top + ((x.shape[0] - kernels.shape[0]) % rows) + i,
        left + ((x.shape[1] - kernels.shape[1]) % cols) + j,
        c,
      ],
    })),
  },
  {
    id: 'padded',
    when: 'the image is padded with zeros all round; here there is no padding',
    answer: slipped(([rows, cols], x, kernels) => {
      const ring = [0, 1].map((axis) => Math.floor((kernels.shape[axis] - 1) / 2));
      const size = (axis: 0 | 1, stride: number): number =>
        Math.floor((x.shape[axis] + 2 * ring[axis] - kernels.shape[axis]) / stride) + 1;
      return {
        outHeight: size(0, rows),
        outWidth: size(1, cols),
        input: (top, left, i, j, c) => [top + i - ring[0], left + j - ring[1], c],
      };
    }),
  },
  ...anyLayer.map(({ id, when, maps }): WrongAnswer => {
    const answer: Strided = (x, kernels, bias, strideRows, strideCols) =>
      maps(x, kernels, bias, [strideRows, strideCols]);
    return { id, when, answer };
  }),
  {
    id: 'changes-the-image',
    when: 'the products are written into the image itself, which the next window still needs',
    answer: ((x, kernels, bias, strideRows, strideCols) => {
      const maps = correct(x, kernels, bias, strideRows, strideCols);
      x.data.forEach((_, index) => (x.data[index] *= kernels.data[index % kernels.data.length]));
      return maps;
    }) satisfies Strided,
  },
];
