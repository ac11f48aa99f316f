import { pad2d } from '../ops/pad2d';
import { paddedSize, stretchesOf, type Convolution, type ConvolutionEngine } from './convolution';

/**
 * Convolution in plain TypeScript, for where WebAssembly has no vectors. Eight sums at a time
 * stay in registers, two pixels by four outputs, so each number read serves several products.
 * Sums are float64, as JavaScript's numbers are.
 */
export const tileEngine: ConvolutionEngine = { convolve, gradients };

const panel = 4;

function paddedSource(convolution: Convolution, source: Float32Array): Float32Array {
  const { images, height, width, channels, margins } = convolution;
  if (margins.every(([before, after]) => before + after === 0)) return source;
  return pad2d({ shape: [images, height, width, channels], data: source }, margins).data;
}

/** By panels of four outputs; in a panel by cell and channel. Outputs too many get 0. */
function packWeights(
  convolution: Convolution,
  kernels: Float32Array,
  cells: readonly number[],
): Float32Array {
  const { channels, outputs, cellStep, channelStep, outputStep } = convolution;
  const panels = Math.ceil(outputs / panel);
  const packed = new Float32Array(panels * cells.length * channels * panel);
  let at = 0;
  for (let first = 0; first < outputs; first += panel) {
    for (const cell of cells) {
      for (let channel = 0; channel < channels; channel++) {
        for (let m = first; m < first + panel; m++) {
          if (m < outputs) {
            packed[at] = kernels[cell * cellStep + channel * channelStep + m * outputStep]!;
          }
          at++;
        }
      }
    }
  }
  return packed;
}

function convolve(
  convolution: Convolution,
  source: Float32Array,
  kernels: Float32Array,
  bias: ArrayLike<number>,
  relu: boolean,
  output: Float32Array,
): void {
  const { images, channels, outHeight, outWidth, outputs, kernelWidth } = convolution;
  const [paddedHeight, paddedWidth] = paddedSize(convolution);
  const padded = paddedSource(convolution, source);
  const biases = new Float64Array(Math.ceil(outputs / panel) * panel);
  biases.set(bias);
  const sums = new Float64Array(2 * panel);
  output.fill(0); // for outputs that are in no pass
  for (const pass of convolution.passes) {
    const { rows, cols } = pass;
    const { starts, length, cells } = stretchesOf(pass, paddedWidth, channels, kernelWidth);
    const weights = packWeights(convolution, kernels, cells);
    const panelSize = cells.length * channels * panel;
    const pixelStep = cols.sourceStep * channels;
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows.count; row++) {
        const sourceRow = (image * paddedHeight + row * rows.sourceStep) * paddedWidth * channels;
        const outputRow = (image * outHeight + rows.first + row * rows.step) * outWidth;
        for (let first = 0; first < outputs; first += panel) {
          const count = Math.min(panel, outputs - first);
          for (let col = 0; col < cols.count; col += 2) {
            const left = sourceRow + col * pixelStep;
            const pair = col + 1 < cols.count;
            const right = pair ? left + pixelStep : left;
            const weightsAt = (first / panel) * panelSize;
            tile2x4(padded, left, right, starts, length, weights, weightsAt, biases, first, sums);
            for (let pixel = 0; pixel < (pair ? 2 : 1); pixel++) {
              const to = (outputRow + cols.first + (col + pixel) * cols.step) * outputs + first;
              for (let m = 0; m < count; m++) {
                const sum = sums[pixel * panel + m]!;
                output[to + m] = relu && sum < 0 ? 0 : sum;
              }
            }
          }
        }
      }
    }
  }
}

function tile2x4(
  source: Float32Array,
  left: number,
  right: number,
  starts: readonly number[],
  length: number,
  weights: Float32Array,
  weightsAt: number,
  bias: Float64Array,
  biasAt: number,
  sums: Float64Array,
): void {
  let a0 = bias[biasAt]!;
  let a1 = bias[biasAt + 1]!;
  let a2 = bias[biasAt + 2]!;
  let a3 = bias[biasAt + 3]!;
  let b0 = a0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  for (const start of starts) {
    for (let k = start; k < start + length; k++) {
      const w0 = weights[weightsAt]!;
      const w1 = weights[weightsAt + 1]!;
      const w2 = weights[weightsAt + 2]!;
      const w3 = weights[weightsAt + 3]!;
      const a = source[left + k]!;
      a0 += a * w0;
      a1 += a * w1;
      a2 += a * w2;
      a3 += a * w3;
      const b = source[right + k]!;
      b0 += b * w0;
      b1 += b * w1;
      b2 += b * w2;
      b3 += b * w3;
      weightsAt += 4;
    }
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = b0;
  sums[5] = b1;
  sums[6] = b2;
  sums[7] = b3;
}

function gradients(
  convolution: Convolution,
  source: Float32Array,
  gradOutput: Float32Array,
  gradKernels: Float32Array,
  gradBias: Float32Array,
): void {
  const { images, channels, outHeight, outWidth, outputs } = convolution;
  const [paddedHeight, paddedWidth] = paddedSize(convolution);
  const padded = paddedSource(convolution, source);
  const { rows, cols } = convolution.passes[0]!;
  const positions = rows.taps.flatMap((row) =>
    cols.taps.flatMap((col) =>
      Array.from(
        { length: channels },
        (_, channel) => (row.source * paddedWidth + col.source) * channels + channel,
      ),
    ),
  );
  // Rows of outputs, one after the other, each added to all weights: it stays in the first cache.
  const wide = Math.ceil(outputs / panel) * panel;
  const gradRow = new Float32Array(outWidth * wide);
  const kernelSums = new Float64Array((positions.length + 1) * wide);
  const biasSums = new Float64Array(outputs);
  const pixelStep = cols.sourceStep * channels;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outHeight; row++) {
      const from = (image * outHeight + row) * outWidth * outputs;
      for (let col = 0; col < outWidth; col++) {
        for (let m = 0; m < outputs; m++) {
          const grad = gradOutput[from + col * outputs + m]!;
          gradRow[col * wide + m] = grad;
          biasSums[m]! += grad;
        }
      }
      const sourceRow = (image * paddedHeight + row * rows.sourceStep) * paddedWidth * channels;
      for (let position = 0; position < positions.length; position += 2) {
        const first = sourceRow + positions[position]!;
        const second = sourceRow + (positions[position + 1] ?? positions[position]!);
        for (let m = 0; m < wide; m += panel) {
          const sumsAt = position * wide + m;
          gradTile2x4(
            padded,
            first,
            second,
            pixelStep,
            outWidth,
            gradRow,
            m,
            wide,
            kernelSums,
            sumsAt,
          );
        }
      }
    }
  }
  for (let position = 0; position < positions.length; position++) {
    for (let m = 0; m < outputs; m++) {
      gradKernels[position * outputs + m] = kernelSums[position * wide + m]!;
    }
  }
  gradBias.set(biasSums);
}

function gradTile2x4(
  source: Float32Array,
  first: number,
  second: number,
  pixelStep: number,
  pixels: number,
  grads: Float32Array,
  gradAt: number,
  gradStep: number,
  sums: Float64Array,
  sumsAt: number,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const g0 = grads[gradAt]!;
    const g1 = grads[gradAt + 1]!;
    const g2 = grads[gradAt + 2]!;
    const g3 = grads[gradAt + 3]!;
    const a = source[first]!;
    a0 += a * g0;
    a1 += a * g1;
    a2 += a * g2;
    a3 += a * g3;
    const b = source[second]!;
    b0 += b * g0;
    b1 += b * g1;
    b2 += b * g2;
    b3 += b * g3;
    first += pixelStep;
    second += pixelStep;
    gradAt += gradStep;
  }
  sums[sumsAt]! += a0;
  sums[sumsAt + 1]! += a1;
  sums[sumsAt + 2]! += a2;
  sums[sumsAt + 3]! += a3;
  sumsAt += gradStep;
  sums[sumsAt]! += b0;
  sums[sumsAt + 1]! += b1;
  sums[sumsAt + 2]! += b2;
  sums[sumsAt + 3]! += b3;
}
