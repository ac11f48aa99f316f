/** Networks: layers, their training, their weights on disk. */
export * as layers from './layers';
export {
  backwardLayer,
  createLayer,
  defineLayer,
  forwardLayer,
  parametersOf,
  tensorsOf,
  type Backward,
  type Forward,
  type Layer,
  type LayerKind,
  type LayerSpec,
  type NamedTensor,
  type Shape,
  type TensorPlan,
} from './layer';
export {
  countParameters,
  createModel,
  forward,
  layerOutputs,
  lossAndGradients,
  type CreateModelOptions,
  type LossAndGradients,
  type Model,
} from './model';
export { layerTable, type LayerRow, type LayerTable } from './layer-table';
export {
  batches,
  normalise,
  pixelStatistics,
  shuffled,
  take,
  type LabelledImages,
  type PixelStatistics,
} from './dataset';
export { randomShift, type Augment, type RandomShiftOptions } from './augment';
export {
  adam,
  optimizerStep,
  sgd,
  type AdamOptions,
  type Optimizer,
  type SgdOptions,
} from './optimizers';
export { cosineDecay, stepDecay, warmUp, type Schedule } from './schedules';
export { confusionMatrix, evaluate, type Evaluation } from './evaluate';
export {
  train,
  type EpochReport,
  type StepReport,
  type Training,
  type TrainOptions,
} from './train';
export { loadModel, saveModel } from './save';
export {
  deepNetwork,
  leNet,
  residualBlock,
  type DeepNetworkOptions,
  type ResidualBlockOptions,
} from './networks';
