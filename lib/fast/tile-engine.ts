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

/** By panels of four outputs; in a panel by cell and channel. Outputs too many get 0. float64, as sums are. */
function packWeights(
  convolution: Convolution,
  kernels: Float32Array,
  cells: readonly number[],
): Float64Array {
  const { channels, outputs, cellStep, channelStep, outputStep } = convolution;
  const panels = Math.ceil(outputs / panel);
  const packed = new Float64Array(panels * cells.length * channels * panel);
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
  const wide = Math.ceil(outputs / panel) * panel;
  const biases = new Float64Array(wide);
  biases.set(bias);
  const least = relu ? 0 : -Infinity;
  output.fill(0); // for outputs that are in no pass
  for (const pass of convolution.passes) {
    const { rows, cols } = pass;
    const { starts, length, cells } = stretchesOf(pass, paddedWidth, channels, kernelWidth);
    const weights = packWeights(convolution, kernels, cells);
    const panelSize = cells.length * channels * panel;
    const pixelStep = cols.sourceStep * channels;
    // A row goes straight to its place if it fits there: all of it, and side by side.
    const direct = wide === outputs && cols.step === 1;
    const rowSums = direct ? output : new Float32Array(cols.count * wide);
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows.count; row++) {
        const sourceRow = (image * paddedHeight + row * rows.sourceStep) * paddedWidth * channels;
        const outputRow =
          (image * outHeight + rows.first + row * rows.step) * outWidth + cols.first;
        for (let first = 0; first < wide; first += panel) {
          rowOfTiles(
            padded,
            sourceRow,
            pixelStep,
            cols.count,
            starts,
            length,
            weights,
            (first / panel) * panelSize,
            biases,
            first,
            least,
            rowSums,
            direct ? outputRow * outputs + first : first,
            wide,
          );
        }
        if (direct) continue;
        for (let col = 0; col < cols.count; col++) {
          const to = (outputRow + col * cols.step) * outputs;
          for (let m = 0; m < outputs; m++) output[to + m] = rowSums[col * wide + m]!;
        }
      }
    }
  }
}

/** Four outputs of a row of pixels, two pixels at a time; the last by itself if they are odd. */
function rowOfTiles(
  source: Float32Array,
  sourceAt: number,
  pixelStep: number,
  pixels: number,
  starts: readonly number[],
  length: number,
  weights: Float64Array,
  weightsAt: number,
  biases: Float64Array,
  biasAt: number,
  least: number,
  output: Float32Array,
  to: number,
  outputStep: number,
): void {
  const bias0 = biases[biasAt]!;
  const bias1 = biases[biasAt + 1]!;
  const bias2 = biases[biasAt + 2]!;
  const bias3 = biases[biasAt + 3]!;
  for (let pixel = 0; pixel < pixels; pixel += 2) {
    const pair = pixel + 1 < pixels;
    const toRight = pair ? pixelStep : 0;
    const left = sourceAt + pixel * pixelStep;
    let a0 = bias0;
    let a1 = bias1;
    let a2 = bias2;
    let a3 = bias3;
    let b0 = bias0;
    let b1 = bias1;
    let b2 = bias2;
    let b3 = bias3;
    let weightAt = weightsAt;
    for (const start of starts) {
      const first = left + start;
      const end = first + length;
      for (let k = first; k < end; k++) {
        const w0 = weights[weightAt]!;
        const w1 = weights[weightAt + 1]!;
        const w2 = weights[weightAt + 2]!;
        const w3 = weights[weightAt + 3]!;
        const a = source[k]!;
        a0 += a * w0;
        a1 += a * w1;
        a2 += a * w2;
        a3 += a * w3;
        const b = source[k + toRight]!;
        b0 += b * w0;
        b1 += b * w1;
        b2 += b * w2;
        b3 += b * w3;
        weightAt += panel;
      }
    }
    output[to] = Math.max(a0, least);
    output[to + 1] = Math.max(a1, least);
    output[to + 2] = Math.max(a2, least);
    output[to + 3] = Math.max(a3, least);
    to += outputStep;
    if (!pair) return;
    output[to] = Math.max(b0, least);
    output[to + 1] = Math.max(b1, least);
    output[to + 2] = Math.max(b2, least);
    output[to + 3] = Math.max(b3, least);
    to += outputStep;
  }
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
