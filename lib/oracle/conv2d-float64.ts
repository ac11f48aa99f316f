import type { Conv2dOptions, Margins } from '../ops';
import { numericalGradient } from './central-differences';
import type { Numbers } from './compare';

/**
 * A second convolution, for checking the first: float64 throughout, straight from the formula,
 * slow. It shares no code with lib/ops. Positions are counted out one by one, no input is padded
 * (cells outside count as nothing), and 'same' follows the other of TensorFlow's two formulas.
 */

export interface Float64Numbers extends Numbers {
  readonly data: Float64Array;
}

/** Where each window starts along one dimension; negative inside the padding. */
export function windowStarts(
  size: number,
  kernel: number,
  stride: number,
  padding: 'valid' | 'same' | number | Margins,
  dilation: number,
): number[] {
  const reach = (kernel - 1) * dilation;
  let before = 0;
  let after = 0;
  if (padding === 'same') {
    // Source: TensorFlow, tf.nn, "Notes on padding", the form with the remainder.
    const rest = size % stride === 0 ? stride : size % stride;
    const missing = Math.max(reach + 1 - rest, 0);
    before = Math.floor(missing / 2);
    after = missing - before;
  } else if (typeof padding === 'number') {
    before = after = padding;
  } else if (padding !== 'valid') {
    [before, after] = padding;
  }
  const starts: number[] = [];
  for (let start = -before; start + reach < size + after; start += stride) starts.push(start);
  return starts;
}

export const both = (value: number | readonly [number, number] = 1): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

/** The bias as an array of numbers, zeros if there is none. */
export function biasNumbers(bias: Conv2dOptions['bias'], outChannels: number): number[] {
  if (bias === undefined) return new Array<number>(outChannels).fill(0);
  return Array.from('shape' in bias ? bias.data : bias);
}

/**
 * conv2d from its definition, in float64.
 *
 * @param x [images, height, width, inChannels]
 * @param kernels [kernelHeight, kernelWidth, inChannels, outChannels]
 * @returns [images, outHeight, outWidth, outChannels]
 */
export function conv2dFloat64(
  x: Numbers,
  kernels: Numbers,
  options: Conv2dOptions = {},
): Float64Numbers {
  const [images, height, width, channels] = x.shape;
  const [kernelHeight, kernelWidth, , outChannels] = kernels.shape;
  const { padding = 'valid' } = options;
  const [strideRows, strideCols] = both(options.stride);
  const [dilationRows, dilationCols] = both(options.dilation);
  const bias = biasNumbers(options.bias, outChannels);
  const [padRows, padCols] = typeof padding === 'object' ? padding : [padding, padding];
  const rows = windowStarts(height, kernelHeight, strideRows, padRows, dilationRows);
  const cols = windowStarts(width, kernelWidth, strideCols, padCols, dilationCols);

  const xAt = (image: number, row: number, col: number, c: number): number =>
    row < 0 || row >= height || col < 0 || col >= width
      ? 0
      : x.data[((image * height + row) * width + col) * channels + c];
  const weightAt = (i: number, j: number, c: number, m: number): number =>
    kernels.data[((i * kernelWidth + j) * channels + c) * outChannels + m];

  const output: number[] = [];
  for (let image = 0; image < images; image++) {
    for (const row of rows) {
      for (const col of cols) {
        for (let m = 0; m < outChannels; m++) {
          let sum = bias[m];
          for (let c = 0; c < channels; c++) {
            for (let i = 0; i < kernelHeight; i++) {
              for (let j = 0; j < kernelWidth; j++) {
                sum +=
                  xAt(image, row + i * dilationRows, col + j * dilationCols, c) *
                  weightAt(i, j, c, m);
              }
            }
          }
          output.push(sum);
        }
      }
    }
  }
  return {
    shape: [images, rows.length, cols.length, outChannels],
    data: Float64Array.from(output),
  };
}

export interface Float64Gradients {
  gradX: Numbers;
  gradKernels: Numbers;
  gradBias: Numbers;
}

/**
 * conv2d's gradients by central differences of Σ gradOutput · conv2dFloat64(x, kernels), one
 * number at a time. It convolves twice for each number of x, kernels and bias: for small inputs.
 */
export function conv2dCentralDifferences(
  gradOutput: Numbers,
  x: Numbers,
  kernels: Numbers,
  options: Conv2dOptions = {},
): Float64Gradients {
  const loss = (
    changedX: Numbers,
    changedKernels: Numbers,
    bias: Conv2dOptions['bias'],
  ): number => {
    const output = conv2dFloat64(changedX, changedKernels, { ...options, bias });
    return output.data.reduce((sum, value, i) => sum + value * gradOutput.data[i], 0);
  };
  const outChannels = kernels.shape[3];
  const gradX = numericalGradient(
    (data) => loss({ shape: x.shape, data }, kernels, options.bias),
    x.data,
  );
  const gradKernels = numericalGradient(
    (data) => loss(x, { shape: kernels.shape, data }, options.bias),
    kernels.data,
  );
  const gradBias = numericalGradient(
    (data) => loss(x, kernels, Array.from(data)),
    biasNumbers(options.bias, outChannels),
  );
  return {
    gradX: { shape: x.shape, data: gradX },
    gradKernels: { shape: kernels.shape, data: gradKernels },
    gradBias: { shape: [outChannels], data: gradBias },
  };
}
