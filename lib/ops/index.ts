export { convOutputSize, type Margins, type Padding2d } from './padding';
export { pad2d, pad2dBackward } from './pad2d';
export { type RowsAndCols, type WindowOptions } from './window';
export { receptiveFields, type ReceptiveField, type WindowLayer } from './receptive-fields';
export { conv2d, conv2dBackward, type Conv2dGradients } from './conv2d';
export { type Conv2dOptions } from './conv2d-sizes';
export { type PoolOptions } from './pool-sizes';
export { maxPool2d, maxPool2dBackward } from './max-pool2d';
export { avgPool2d, avgPool2dBackward } from './avg-pool2d';
export { globalAvgPool2d, globalAvgPool2dBackward } from './global-avg-pool2d';
export { subsample2d, subsample2dBackward, type SubsampleOptions } from './subsample2d';
export { relu, reluBackward } from './relu';
export { add, addBackward, type AddGradients } from './add';
export { flatten, flattenBackward } from './flatten';
export { dense, denseBackward, type DenseGradients } from './dense';
export { softmax, softmaxBackward } from './softmax';
export { softmaxCrossEntropy, softmaxCrossEntropyBackward } from './softmax-cross-entropy';
export { batchNorm, batchNormBackward, type BatchNormResult } from './batch-norm';
export { batchNormInference, batchNormInferenceBackward } from './batch-norm-inference';
export {
  type BatchNormGradients,
  type BatchNormOptions,
  type ChannelStatistics,
} from './batch-norm-sizes';
export { updateRunningStatistics } from './running-statistics';
export { sgdStep, type SgdStepOptions } from './sgd-step';
export { adamStep, type AdamStepOptions } from './adam-step';
