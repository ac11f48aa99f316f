import { reference, shuffled, type RowsAndCols } from '../../lib';
import { at, fromNested, tensor, toNested, type Tensor } from '../../lib/tensor';

type Rng = () => number;

/** A whole number from `low` to `high`, both included. */
export function randomInt(rng: Rng, low: number, high: number): number {
  return low + Math.floor(rng() * (high - low + 1));
}

/**
 * Small whole numbers without 0: sums stay exact, so a wrong answer can't hide behind rounding,
 * and no weight or cell drops out of a sum.
 */
function randomValue(rng: Rng): number {
  const size = randomInt(rng, 1, 9);
  return rng() < 0.5 ? -size : size;
}

export function randomMatrix(rng: Rng, rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => randomValue(rng)));
}

export function randomTensor(rng: Rng, shape: readonly number[]): Tensor {
  const t = tensor(shape);
  t.data.forEach((_, index) => (t.data[index] = randomValue(rng)));
  return t;
}

/** Whole numbers around 0 in random order, each once, so that no two cells are equal. */
export function distinctTensor(rng: Rng, shape: readonly number[]): Tensor {
  const t = tensor(shape);
  const order = shuffled(t.data.length, rng);
  order.forEach((place, k) => (t.data[k] = place - Math.floor(order.length / 2)));
  return t;
}

/** An image [height, width, channels] from one matrix for each channel. */
export function fromChannels(channels: number[][][]): Tensor {
  return fromNested(
    channels[0].map((line, row) => line.map((_, col) => channels.map((matrix) => matrix[row][col]))),
  );
}

/** Every position of a kernel that lies fully inside an image: [row, col] pairs. */
export function positions(
  [height, width]: readonly number[],
  [kernelHeight, kernelWidth]: readonly number[],
): [number, number][] {
  return Array.from({ length: height - kernelHeight + 1 }, (_, row) =>
    Array.from({ length: width - kernelWidth + 1 }, (_, col): [number, number] => [row, col]),
  ).flat();
}

/** lib's convolution of one image, without padding: x [h, w, c], kernels [kh, kw, c, m] → [oh, ow, m]. */
export function convolveOne(
  x: Tensor,
  kernels: Tensor,
  bias?: readonly number[],
  stride: RowsAndCols = 1,
): Tensor {
  const output = reference.conv2d({ shape: [1, ...x.shape], data: x.data }, kernels, {
    stride,
    ...(bias && { bias: tensor([bias.length], bias) }),
  });
  return { shape: output.shape.slice(1), data: output.data };
}

/** lib's valid convolution of one channel: h × w image, kh × kw kernel → oh × ow. */
export function convolveMatrix(x: number[][], kernel: number[][]): number[][] {
  const column = (matrix: number[][]): Tensor => fromNested(matrix.map((row) => row.map((v) => [v])));
  const [kernelHeight, kernelWidth] = [kernel.length, kernel[0].length];
  const weights: Tensor = {
    shape: [kernelHeight, kernelWidth, 1, 1],
    data: column(kernel).data,
  };
  const output = convolveOne(column(x), weights);
  const [height, width] = output.shape;
  return toNested({ shape: [height, width], data: output.data }) as number[][];
}

/** lib's output number of one kernel [kh, kw, c] at one position, bias included. */
export function outputNumber(
  x: Tensor,
  kernel: Tensor,
  bias: number,
  row: number,
  col: number,
): number {
  const kernels: Tensor = { shape: [...kernel.shape, 1], data: kernel.data };
  return at(convolveOne(x, kernels, [bias]), row, col, 0);
}

/** lib's gradients of a valid convolution of one image, stride 1: x [h, w, c], gradOutput [oh, ow, m]. */
export function convolveOneBackward(
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
): { gradX: Tensor; gradKernels: Tensor } {
  const batch = ({ shape, data }: Tensor): Tensor => ({ shape: [1, ...shape], data });
  const { gradX, gradKernels } = reference.conv2dBackward(batch(gradOutput), batch(x), kernels);
  return { gradX: { shape: x.shape, data: gradX.data }, gradKernels };
}
