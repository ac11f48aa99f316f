import * as fc from 'fast-check';
import {
  randn,
  rng,
  shuffled,
  tensor,
  type Conv2dOptions,
  type Padding2d,
  type PoolOptions,
  type Tensor,
} from '../../lib';

export interface ConvCase {
  x: Tensor;
  kernels: Tensor;
  options: Conv2dOptions;
}

interface Axis {
  kernel: number;
  /** Cells of the image beyond those the kernel needs; 0 makes the smallest image it fits. */
  extra: number;
  stride: number;
  dilation: number;
  before: number;
  after: number;
}

interface Limits {
  images: number;
  channels: number;
  kernels: number;
  extra: number;
}

const axis = (limits: Limits): fc.Arbitrary<Axis> =>
  fc.record({
    kernel: fc.integer({ min: 1, max: 4 }),
    extra: fc.integer({ min: 0, max: limits.extra }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
  });

export const paddingForms = ['valid', 'same', 'number', 'sides'] as const;

/**
 * Convolutions that are allowed: any of the four forms of padding, strides and dilations equal or
 * not for rows and columns and in both their forms, even and odd kernels down to 1×1, images down
 * to one pixel, with a bias or not.
 */
export function convCase(
  limits: Limits = { images: 2, channels: 3, kernels: 3, extra: 4 },
): fc.Arbitrary<ConvCase> {
  return fc
    .record({
      form: fc.constantFrom(...paddingForms),
      rows: axis(limits),
      cols: axis(limits),
      square: fc.boolean(),
      images: fc.integer({ min: 1, max: limits.images }),
      inChannels: fc.integer({ min: 1, max: limits.channels }),
      outChannels: fc.integer({ min: 1, max: limits.kernels }),
      bias: fc.constantFrom('none', 'tensor', 'array'),
      seed: fc.integer({ min: 0, max: 1_000_000 }),
    })
    .map((choice) => {
      const { form, rows, square, seed } = choice;
      // Half of the cases give stride and dilation as one number.
      const cols = square
        ? { ...choice.cols, stride: rows.stride, dilation: rows.dilation }
        : choice.cols;
      const margins = (side: Axis): [number, number] =>
        form === 'sides'
          ? [side.before, side.after]
          : form === 'number'
            ? [rows.before, rows.before]
            : [0, 0];
      const size = (side: Axis): number => {
        const [before, after] = margins(side);
        const needed = form === 'same' ? 1 : (side.kernel - 1) * side.dilation + 1 - before - after;
        return Math.max(1, needed) + side.extra;
      };
      const padding: Padding2d =
        form === 'number' ? rows.before : form === 'sides' ? [margins(rows), margins(cols)] : form;
      const random = rng(seed);
      const bias = randn([choice.outChannels], random);
      const options: Conv2dOptions = {
        padding,
        stride: square ? rows.stride : [rows.stride, cols.stride],
        dilation: square ? rows.dilation : [rows.dilation, cols.dilation],
      };
      if (choice.bias === 'tensor') options.bias = bias;
      if (choice.bias === 'array') options.bias = Array.from(bias.data);
      return {
        x: randn([choice.images, size(rows), size(cols), choice.inChannels], random),
        kernels: randn([rows.kernel, cols.kernel, choice.inChannels, choice.outChannels], random),
        options,
      };
    });
}

/**
 * Poolings that are allowed: all forms of size, stride and padding, windows that overlap, lie side
 * by side or leave cells out, cells left over at the end. The numbers of x are whole, half of them
 * negative, and no two are the same, so that each window has one winner by a clear margin.
 */
export function poolCase(): fc.Arbitrary<{ x: Tensor; options: PoolOptions }> {
  const side = fc.record({
    size: fc.integer({ min: 1, max: 4 }),
    extra: fc.integer({ min: 0, max: 5 }),
    stride: fc.integer({ min: 1, max: 5 }),
    before: fc.nat(3),
    after: fc.nat(3),
  });
  return fc
    .record({
      form: fc.constantFrom(...paddingForms),
      rows: side,
      cols: side,
      square: fc.boolean(),
      ownStride: fc.boolean(),
      images: fc.integer({ min: 1, max: 2 }),
      channels: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(1_000_000),
    })
    .map(({ form, rows, square, ownStride, images, channels, seed, ...choice }) => {
      const cols = square ? { ...choice.cols, size: rows.size, stride: rows.stride } : choice.cols;
      const smallest = Math.min(rows.size, cols.size);
      const margins = (axis: typeof rows): [number, number] =>
        form === 'sides'
          ? [axis.before % axis.size, axis.after % axis.size]
          : form === 'number'
            ? [rows.before % smallest, rows.before % smallest]
            : [0, 0];
      const length = (axis: typeof rows): number => {
        const [before, after] = margins(axis);
        const needed = form === 'same' ? 1 : axis.size - before - after;
        return Math.max(1, needed) + axis.extra;
      };
      const options: PoolOptions = {
        size: square ? rows.size : [rows.size, cols.size],
        padding:
          form === 'number'
            ? margins(rows)[0]
            : form === 'sides'
              ? [margins(rows), margins(cols)]
              : form,
      };
      if (ownStride) options.stride = square ? rows.stride : [rows.stride, cols.stride];
      const shape = [images, length(rows), length(cols), channels];
      const count = shape.reduce((product, size) => product * size);
      const values = shuffled(count, rng(seed)).map((value) => value - Math.floor(count / 2));
      return { x: tensor(shape, values), options };
    });
}
