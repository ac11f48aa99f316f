/** What the library is checked against: TensorFlow.js, and float64 arithmetic of our own. */
export { loadTensorFlow, type BackendName, type LoadedTensorFlow } from './tensorflow';
export { type TensorFlow, type TfTensor } from './tensorflow-types';
export { conv2dTensorFlow, conv2dBackwardTensorFlow } from './tensorflow-conv2d';
export { numericalGradient } from './central-differences';
export { conv2dFloat64, conv2dCentralDifferences } from './conv2d-float64';
export {
  compare,
  maxAbsDifference,
  type Comparison,
  type Numbers,
  type Tolerance,
} from './compare';
export { checkConv2d, type CheckOptions, type OracleRow } from './check-conv2d';
