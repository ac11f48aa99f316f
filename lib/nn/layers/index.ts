/** The kinds of layers: each function describes one, for createModel. */
export { conv2d, type Conv2dLayerOptions, type Conv2dSpec } from './conv2d';
export { dense, type DenseLayerOptions, type DenseSpec } from './dense';
export { relu, type ReluSpec } from './relu';
export { maxPool, type MaxPoolSpec } from './max-pool';
export { avgPool, type AvgPoolSpec } from './avg-pool';
export { globalAvgPool, type GlobalAvgPoolSpec } from './global-avg-pool';
export { flatten, type FlattenSpec } from './flatten';
export { batchNorm, type BatchNormLayerOptions, type BatchNormSpec } from './batch-norm';
export { subsample, type SubsampleSpec } from './subsample';
export { sequential, type SequentialSpec } from './sequential';
export { residual, type ResidualOptions, type ResidualSpec } from './residual';
