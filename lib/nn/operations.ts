/**
 * The operations that layers and optimisers run on: the one place to put others, with the same
 * signatures, in their stead.
 */
export {
  adamStep,
  add,
  addBackward,
  avgPool2d,
  avgPool2dBackward,
  batchNorm,
  batchNormBackward,
  batchNormInference,
  batchNormInferenceBackward,
  conv2d,
  conv2dBackward,
  dense,
  denseBackward,
  flatten,
  flattenBackward,
  globalAvgPool2d,
  globalAvgPool2dBackward,
  maxPool2d,
  maxPool2dBackward,
  relu,
  reluBackward,
  sgdStep,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
  subsample2d,
  subsample2dBackward,
  updateRunningStatistics,
} from '../ops';

/**
 * Runs a piece of work, such as one step of training, whose tensors nobody needs afterwards.
 * Operations may give the memory of every tensor that they made in it to the next piece, so what
 * is to outlive it must be a number, or be written into a tensor that was there before. The
 * readable operations leave memory to the garbage collector.
 */
export const reusingMemory = <T>(work: () => T): T => work();
