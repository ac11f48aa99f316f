import type { ChannelStatistics } from '../../ops';
import { describe } from '../../ops/check';
import { shapeText, sizeOf, type Tensor } from '../../tensor';
import { defineLayer, type Layer, type LayerSpec } from '../layer';
import {
  batchNorm as normaliseByBatch,
  batchNormBackward,
  batchNormInference,
  batchNormInferenceBackward,
  updateRunningStatistics,
} from '../operations';

export interface BatchNormLayerOptions {
  /** Added to the variance; 1e-5 unless given. */
  epsilon?: number;
  /** The share of the running statistics that stays at each step; 0.9 unless given. */
  momentum?: number;
}

export interface BatchNormSpec extends LayerSpec, BatchNormLayerOptions {
  readonly kind: 'batchNorm';
}

/**
 * Batch normalisation of each channel: by the batch's own statistics in training, which the
 * running statistics follow, and by those otherwise.
 */
export const batchNorm = (options: BatchNormLayerOptions = {}): BatchNormSpec => ({
  kind: 'batchNorm',
  ...options,
});

interface BatchNormCache {
  x: Tensor;
  statistics: ChannelStatistics;
  training: boolean;
}

const runningStatistics = ({ state }: Layer): ChannelStatistics => ({
  mean: state.runningMean,
  variance: state.runningVariance,
});

defineLayer<BatchNormSpec, BatchNormCache>('batchNorm', {
  outputShape({ epsilon = 1e-5, momentum = 0.9 }, inputShape) {
    if (inputShape.length !== 3 && inputShape.length !== 1) {
      throw new Error(
        `batchNorm: the layer takes images [height, width, channels] or rows [channels], its input is ${shapeText(inputShape)}`,
      );
    }
    if (!(epsilon > 0 && epsilon < Infinity)) {
      throw new Error(`batchNorm: epsilon must be a number above 0, got ${describe(epsilon)}`);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new Error(`batchNorm: momentum must be from 0 to 1, got ${describe(momentum)}`);
    }
    return inputShape;
  },
  parameters(_, inputShape) {
    const shape = [inputShape[inputShape.length - 1]];
    return { gamma: { shape, value: 1 }, beta: { shape, value: 0 } };
  },
  state(_, inputShape) {
    const shape = [inputShape[inputShape.length - 1]];
    return { runningMean: { shape, value: 0 }, runningVariance: { shape, value: 1 } };
  },
  forward(layer, x, training) {
    const { gamma, beta } = layer.parameters;
    const { epsilon, momentum = 0.9 } = layer.spec;
    const running = runningStatistics(layer);
    if (!training) {
      const output = batchNormInference(x, gamma, beta, running, { epsilon });
      return { output, cache: { x, statistics: running, training } };
    }
    const { output, statistics } = normaliseByBatch(x, gamma, beta, { epsilon });
    const count = sizeOf(x.shape) / gamma.shape[0];
    updateRunningStatistics(running, statistics, count, momentum);
    return { output, cache: { x, statistics, training } };
  },
  backward({ parameters: { gamma }, spec: { epsilon } }, gradOutput, cache) {
    const backward = cache.training ? batchNormBackward : batchNormInferenceBackward;
    const gradients = backward(gradOutput, cache.x, gamma, cache.statistics, { epsilon });
    const { gradX, gradGamma, gradBeta } = gradients;
    return { gradX, gradients: [gradGamma, gradBeta] };
  },
});
