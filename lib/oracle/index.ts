/** What the library is checked against: TensorFlow.js, and float64 arithmetic of our own. */
export { loadTensorFlow, type BackendName, type LoadedTensorFlow } from './tensorflow';
export { type TensorFlow, type TfTensor } from './tensorflow-types';
export { conv2dTensorFlow, conv2dBackwardTensorFlow } from './tensorflow-conv2d';
export { centralDifferences, numericalGradient } from './central-differences';
export { conv2dFloat64, conv2dCentralDifferences } from './conv2d-float64';
export {
  compare,
  maxAbsDifference,
  type Comparison,
  type Numbers,
  type Tolerance,
} from './compare';
export { checkConv2d, type CheckOptions, type OracleRow } from './check-conv2d';
export { checkPool2d, type CheckPoolOptions } from './check-pool2d';
export { avgPool2dFloat64, globalAvgPool2dFloat64, maxPool2dFloat64 } from './pool-float64';
export {
  addFloat64,
  batchNormFloat64,
  channelStatisticsFloat64,
  denseFloat64,
  reluFloat64,
  softmaxCrossEntropyFloat64,
  softmaxFloat64,
} from './layers-float64';
export {
  addTensorFlow,
  avgPool2dTensorFlow,
  batchNormInferenceTensorFlow,
  batchNormTensorFlow,
  denseTensorFlow,
  flattenTensorFlow,
  globalAvgPool2dTensorFlow,
  gradientsTensorFlow,
  maxPool2dTensorFlow,
  reluTensorFlow,
  runTensorFlow,
  softmaxCrossEntropyTensorFlow,
  softmaxTensorFlow,
  subsample2dTensorFlow,
  type TfFunction,
} from './tensorflow-layers';
export { lossAndGradientsTensorFlow, networkTensorFlow } from './tensorflow-network';
