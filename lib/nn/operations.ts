/**
 * The operations that layers and optimisers run on: the one place to put others, with the same
 * signatures, in their stead.
 */
export {
  adamStep,
  avgPool2d,
  avgPool2dBackward,
  batchNormInference,
  batchNormInferenceBackward,
  globalAvgPool2d,
  globalAvgPool2dBackward,
  sgdStep,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
  subsample2d,
  subsample2dBackward,
  updateRunningStatistics,
} from '../ops';

export {
  add,
  batchNorm,
  batchNormBackward,
  conv2d,
  conv2dBackward,
  conv2dBackwardKernels,
  conv2dRelu,
  dense,
  denseBackward,
  flatten,
  flattenBackward,
  maxPool2d,
  maxPool2dBackward,
  relu,
  reluBackward,
  /**
   * Runs a piece of work, such as one step of training, whose tensors nobody needs afterwards.
   * Operations may give the memory of every tensor that they made in it to the next piece, so what
   * is to outlive it must be a number, or be written into a tensor that was there before.
   */
  reusingMemory,
} from '../fast';
