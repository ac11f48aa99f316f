import { zeros, type Tensor } from '../tensor';
import {
  batchNormSizes,
  channelSums,
  checkStatistics,
  inverseDeviations,
  normalise,
  type BatchNormGradients,
  type BatchNormOptions,
  type ChannelStatistics,
} from './batch-norm-sizes';
import { checkGradOutput } from './check';

export interface BatchNormResult {
  /** The shape of x. */
  output: Tensor;
  /** Of this batch: for the backward pass, and for the running statistics. */
  statistics: ChannelStatistics;
}

/**
 * Batch normalisation as it is in training: each channel is brought to mean 0 and variance 1 over
 * all images and positions of this batch, then stretched by gamma and moved by beta, which are
 * learnt.
 *
 *     gamma[c] · (x − mean[c]) / √(variance[c] + epsilon) + beta[c]
 *
 * Source: Ioffe and Szegedy, "Batch normalization" (2015), algorithm 1.
 *
 * @param x [images, height, width, channels], or [images, channels]
 * @param gamma [channels]
 * @param beta [channels]
 * @returns the output, and the statistics that it was normalised by
 * @throws if x has another number of dimensions, gamma or beta do not fit it, or epsilon is not
 * above 0.
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  options: BatchNormOptions = {},
): BatchNormResult {
  const sizes = batchNormSizes('batchNorm', x, { gamma, beta }, options);
  const { count, channels } = sizes;
  const mean = zeros([channels]);
  const variance = zeros([channels]);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let cell = 0; cell < count; cell++) sum += x.data[cell * channels + c];
    const exactMean = sum / count;
    let squares = 0;
    for (let cell = 0; cell < count; cell++) {
      squares += (x.data[cell * channels + c] - exactMean) ** 2;
    }
    mean.data[c] = exactMean;
    variance.data[c] = squares / count;
  }
  const statistics = { mean, variance };
  return { output: normalise(x, gamma, beta, statistics, sizes), statistics };
}

/**
 * The gradients of `batchNorm`. Mean and variance depend on every number of the channel, so a
 * change that moves a whole channel, or stretches it, is normalised away again: what gradOutput
 * has in common with a shift and with a stretch is taken out of it.
 *
 *     gradX = gamma / √(variance + epsilon) · (gradOutput − gradBeta / count − normalised · gradGamma / count)
 *
 * Source: Ioffe and Szegedy, "Batch normalization" (2015), section 3, its six equations put
 * together.
 *
 * @param gradOutput the loss's gradient with respect to batchNorm's output, and of its shape
 * @param x as it was given to batchNorm
 * @param gamma as it was given to batchNorm
 * @param statistics as batchNorm returned them
 * @param options as they were given to batchNorm
 * @throws as batchNorm does, and if gradOutput or the statistics do not fit x.
 */
export function batchNormBackward(
  gradOutput: Tensor,
  x: Tensor,
  gamma: Tensor,
  statistics: ChannelStatistics,
  options: BatchNormOptions = {},
): BatchNormGradients {
  const where = 'batchNormBackward';
  const { mean, variance } = checkStatistics(where, statistics);
  const sizes = batchNormSizes(where, x, { gamma, mean, variance }, options);
  checkGradOutput(where, gradOutput, x.shape, 'x');
  const { count, channels, epsilon } = sizes;
  const inverse = inverseDeviations(statistics, epsilon);
  const { gradBeta, gradGamma } = channelSums(gradOutput, x, statistics, inverse, sizes);
  const gradX = zeros(x.shape);
  for (let cell = 0; cell < count; cell++) {
    for (let c = 0; c < channels; c++) {
      const at = cell * channels + c;
      const normalised = (x.data[at] - mean.data[c]) * inverse[c];
      const shift = gradBeta[c] / count;
      const stretch = (normalised * gradGamma[c]) / count;
      gradX.data[at] = gamma.data[c] * inverse[c] * (gradOutput.data[at] - shift - stretch);
    }
  }
  return {
    gradX,
    gradGamma: { shape: [channels], data: new Float32Array(gradGamma) },
    gradBeta: { shape: [channels], data: new Float32Array(gradBeta) },
  };
}
