import type { Conv2dSizes } from '../ops/conv2d-sizes';
import type { Margins } from '../ops/padding';

/** A row or column of the kernel, and the source cell it meets at the first output. */
interface Tap {
  kernel: number;
  source: number;
}

/** One dimension of a pass: outputs `first`, `first + step`, …, `count` of them. */
export interface Axis {
  first: number;
  step: number;
  count: number;
  /** How many source cells further the next output of the pass looks. */
  sourceStep: number;
  /** In the order of their source cells. */
  taps: readonly Tap[];
}

/**
 * A sum of products: each output pixel is Σ over its taps of a source pixel times the weights of
 * one kernel cell. The forward pass of a convolution has this form, and so has the gradient of its
 * input, so one quick routine serves both.
 */
export interface Convolution {
  images: number;
  /** The source before padding. */
  height: number;
  width: number;
  channels: number;
  margins: readonly [rows: Margins, cols: Margins];
  outHeight: number;
  outWidth: number;
  outputs: number;
  /** Outputs whose taps differ are different passes. Outputs in none are 0. */
  passes: readonly { rows: Axis; cols: Axis }[];
  kernelWidth: number;
  kernelSize: number;
  /** Where a weight lies: cell · cellStep + channel · channelStep + output · outputStep. */
  cellStep: number;
  channelStep: number;
  outputStep: number;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The forward pass: one pass, taps `dilation` apart, outputs `stride` apart. */
export function forwardConvolution(
  sizes: Conv2dSizes,
  [images, height, width]: readonly number[],
): Convolution {
  const { inChannels, outChannels, kernelHeight, kernelWidth, stride, dilation } = sizes;
  const axis = (count: number, kernel: number, along: 0 | 1): Axis => ({
    first: 0,
    step: 1,
    count,
    sourceStep: stride[along],
    taps: range(kernel).map((k) => ({ kernel: k, source: k * dilation[along] })),
  });
  return {
    images,
    height,
    width,
    channels: inChannels,
    margins: sizes.padding,
    outHeight: sizes.outHeight,
    outWidth: sizes.outWidth,
    outputs: outChannels,
    passes: [
      { rows: axis(sizes.outHeight, kernelHeight, 0), cols: axis(sizes.outWidth, kernelWidth, 1) },
    ],
    kernelWidth,
    kernelSize: kernelHeight * kernelWidth * inChannels * outChannels,
    cellStep: inChannels * outChannels,
    channelStep: outChannels,
    outputStep: 1,
  };
}

/**
 * Cell x of the padded input met kernel cell k at output q where q · stride + k · dilation = x. So
 * its gradient gathers the gradients of outputs q = (x − k · dilation) / stride, for those k that
 * leave no remainder: which ones depends on x modulo the stride, and each remainder is a pass.
 * With stride 1 it is the convolution with the kernel flipped.
 */
function backwardAxes(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
  places: number,
): { axes: Axis[]; margins: Margins } {
  const axes: Axis[] = [];
  for (let first = 0; first < Math.min(stride, size); first++) {
    const taps = range(kernel)
      .reverse()
      .filter((k) => (first + before - k * dilation) % stride === 0)
      .map((k) => ({ kernel: k, source: (first + before - k * dilation) / stride }));
    const count = Math.ceil((size - first) / stride);
    if (taps.length > 0) axes.push({ first, step: stride, count, sourceStep: 1, taps });
  }
  const least = Math.min(0, ...axes.map(({ taps }) => taps[0]!.source));
  const most = Math.max(
    places - 1,
    ...axes.map(({ taps, count }) => taps[taps.length - 1]!.source + count - 1),
  );
  for (const axis of axes) {
    axis.taps = axis.taps.map((tap) => ({ ...tap, source: tap.source - least }));
  }
  return { axes, margins: [-least, most - (places - 1)] };
}

/** The gradient of the input: the source is gradOutput, the output has the shape of x. */
export function backwardConvolution(
  sizes: Conv2dSizes,
  [images, height, width]: readonly number[],
): Convolution {
  const { inChannels, outChannels, kernelHeight, kernelWidth, stride, dilation, padding } = sizes;
  const rows = backwardAxes(
    height,
    kernelHeight,
    stride[0],
    dilation[0],
    padding[0][0],
    sizes.outHeight,
  );
  const cols = backwardAxes(
    width,
    kernelWidth,
    stride[1],
    dilation[1],
    padding[1][0],
    sizes.outWidth,
  );
  return {
    images,
    height: sizes.outHeight,
    width: sizes.outWidth,
    channels: outChannels,
    margins: [rows.margins, cols.margins],
    outHeight: height,
    outWidth: width,
    outputs: inChannels,
    passes: rows.axes.flatMap((r) => cols.axes.map((c) => ({ rows: r, cols: c }))),
    kernelWidth,
    kernelSize: kernelHeight * kernelWidth * inChannels * outChannels,
    cellStep: inChannels * outChannels,
    channelStep: 1,
    outputStep: outChannels,
  };
}

/** The source's size with its margins. */
export function paddedSize({ height, width, margins }: Convolution): readonly [number, number] {
  return [height + margins[0][0] + margins[0][1], width + margins[1][0] + margins[1][1]];
}

/**
 * The taps of a pass as stretches of numbers that lie side by side in the padded source: a whole
 * row of the kernel where its cells touch, else one cell.
 *
 * @param paddedWidth of the source, in cells
 * @returns where each stretch starts, in numbers; how long all are; and the kernel's cells in the
 * order of their weights
 */
export function stretchesOf(
  { rows, cols }: { rows: Axis; cols: Axis },
  paddedWidth: number,
  channels: number,
  kernelWidth: number,
): { starts: number[]; length: number; cells: number[] } {
  const touching = cols.taps.every((tap, i) => tap.source === cols.taps[0]!.source + i);
  const starts = rows.taps.flatMap((row) =>
    (touching ? cols.taps.slice(0, 1) : cols.taps).map(
      (col) => (row.source * paddedWidth + col.source) * channels,
    ),
  );
  return {
    starts,
    length: touching ? cols.taps.length * channels : channels,
    cells: rows.taps.flatMap((row) =>
      cols.taps.map((col) => row.kernel * kernelWidth + col.kernel),
    ),
  };
}

/** What does the sums; several do, of different quickness. */
export interface ConvolutionEngine {
  /**
   * Adds nothing: writes all of `output`.
   *
   * @param bias one number for each output channel
   * @param relu whether negative results become 0
   */
  convolve(
    convolution: Convolution,
    source: Float32Array,
    kernels: Float32Array,
    bias: ArrayLike<number>,
    relu: boolean,
    output: Float32Array,
  ): void;
  /** Writes the gradients of kernels and bias; `convolution` is a forward one. */
  gradients(
    convolution: Convolution,
    source: Float32Array,
    gradOutput: Float32Array,
    gradKernels: Float32Array,
    gradBias: Float32Array,
  ): void;
}
