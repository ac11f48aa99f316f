import { shapeText, sizeOf, zeros, type Tensor } from '../tensor';
import { checkAnyTensor, checkTensor, describe } from './check';

/** Each channel's mean and variance. */
export interface ChannelStatistics {
  /** [channels] */
  mean: Tensor;
  /** [channels]; the mean squared distance from the mean, divided by the count, not count − 1 */
  variance: Tensor;
}

export interface BatchNormOptions {
  /** Added to the variance, so that a channel that is all one number divides by no 0; 1e-5 unless given. */
  epsilon?: number;
}

export interface BatchNormSizes {
  /** How many numbers each channel has: images · height · width, or images. */
  count: number;
  channels: number;
  epsilon: number;
}

export function batchNormSizes(
  where: string,
  x: Tensor,
  ofChannels: Record<string, Tensor>,
  { epsilon = 1e-5 }: BatchNormOptions,
): BatchNormSizes {
  checkAnyTensor(where, 'x', x);
  if (x.shape.length !== 4 && x.shape.length !== 2) {
    throw new Error(
      `${where}: x must be [images, height, width, channels] or [images, channels], its shape is ${shapeText(x.shape)}`,
    );
  }
  const channels = x.shape[x.shape.length - 1];
  for (const [name, value] of Object.entries(ofChannels)) {
    checkTensor(where, name, value, ['channels']);
    if (value.shape[0] !== channels) {
      throw new Error(
        `${where}: ${name} must hold one number for each of ${channels} channels, it holds ${value.shape[0]} (x is ${shapeText(x.shape)})`,
      );
    }
  }
  if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < Infinity)) {
    throw new Error(`${where}: epsilon must be a number above 0, got ${describe(epsilon)}`);
  }
  return { count: sizeOf(x.shape) / channels, channels, epsilon };
}

/** One number for each channel. A plain loop: Float64Array.from takes microseconds to start. */
export function perChannel(channels: number, valueOf: (channel: number) => number): Float64Array {
  const values = new Float64Array(channels);
  for (let c = 0; c < channels; c++) values[c] = valueOf(c);
  return values;
}

/** 1 / √(variance + epsilon) of each channel. */
export const inverseDeviations = ({ variance }: ChannelStatistics, epsilon: number): Float64Array =>
  perChannel(variance.data.length, (c) => 1 / Math.sqrt(variance.data[c] + epsilon));

export function normalise(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  statistics: ChannelStatistics,
  { count, channels, epsilon }: BatchNormSizes,
): Tensor {
  const inverse = inverseDeviations(statistics, epsilon);
  const output = zeros(x.shape);
  for (let cell = 0; cell < count; cell++) {
    for (let c = 0; c < channels; c++) {
      const at = cell * channels + c;
      const normalised = (x.data[at] - statistics.mean.data[c]) * inverse[c];
      output.data[at] = gamma.data[c] * normalised + beta.data[c];
    }
  }
  return output;
}

export function checkStatistics(where: string, statistics: ChannelStatistics): ChannelStatistics {
  if (typeof statistics !== 'object' || statistics === null) {
    throw new Error(
      `${where}: statistics must be { mean, variance }, one number for each channel in both, got ${describe(statistics)}`,
    );
  }
  return statistics;
}

export interface BatchNormGradients {
  /** The shape of x. */
  gradX: Tensor;
  /** [channels] */
  gradGamma: Tensor;
  /** [channels] */
  gradBeta: Tensor;
}

/** Σ gradOutput and Σ gradOutput · normalised x, of each channel. */
export function channelSums(
  gradOutput: Tensor,
  x: Tensor,
  { mean }: ChannelStatistics,
  inverse: Float64Array,
  { count, channels }: BatchNormSizes,
): { gradBeta: Float64Array; gradGamma: Float64Array } {
  const gradBeta = new Float64Array(channels);
  const gradGamma = new Float64Array(channels);
  for (let cell = 0; cell < count; cell++) {
    for (let c = 0; c < channels; c++) {
      const at = cell * channels + c;
      gradBeta[c] += gradOutput.data[at];
      gradGamma[c] += gradOutput.data[at] * (x.data[at] - mean.data[c]) * inverse[c];
    }
  }
  return { gradBeta, gradGamma };
}
