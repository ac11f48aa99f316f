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

/**
 * Batch normalisation as it is after training: by statistics that are given, the running ones, so
 * that an image's result does not depend on the batch it comes in.
 *
 * Source: Ioffe and Szegedy, "Batch normalization" (2015), algorithm 2.
 *
 * @param x [images, height, width, channels], or [images, channels]
 * @param gamma [channels]
 * @param beta [channels]
 * @param statistics mean and variance, [channels] each
 * @returns a new tensor of the shape of x
 * @throws as batchNorm does, and if the statistics do not fit x.
 */
export function batchNormInference(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  statistics: ChannelStatistics,
  options: BatchNormOptions = {},
): Tensor {
  const { mean, variance } = checkStatistics('batchNormInference', statistics);
  const perChannel = { gamma, beta, mean, variance };
  const sizes = batchNormSizes('batchNormInference', x, perChannel, options);
  return normalise(x, gamma, beta, statistics, sizes);
}

/**
 * The gradients of `batchNormInference`: the statistics are constants, so each number of x is
 * only stretched.
 *
 * @param gradOutput the loss's gradient with respect to the output, and of its shape
 * @param x as it was given to batchNormInference
 * @param gamma as it was given to batchNormInference
 * @param statistics as they were given to batchNormInference
 * @param options as they were given to batchNormInference
 * @throws as batchNormInference does, and if gradOutput does not fit x.
 */
export function batchNormInferenceBackward(
  gradOutput: Tensor,
  x: Tensor,
  gamma: Tensor,
  statistics: ChannelStatistics,
  options: BatchNormOptions = {},
): BatchNormGradients {
  const where = 'batchNormInferenceBackward';
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
      gradX.data[at] = gamma.data[c] * inverse[c] * gradOutput.data[at];
    }
  }
  return {
    gradX,
    gradGamma: { shape: [channels], data: new Float32Array(gradGamma) },
    gradBeta: { shape: [channels], data: new Float32Array(gradBeta) },
  };
}
