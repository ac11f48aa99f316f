/**
 * What the lessons call. Pure: no Node module, no TensorFlow.js, so it also runs, bundled, in a
 * page. Data, oracles and figures have an index of their own in lib/data, lib/oracle, lib/show.
 */
export * from './tensor';
export * from './random';
export * from './ops';
// Of an operation in both, the quick one has the plain name.
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
  maxPool2d,
  maxPool2dBackward,
  relu,
  reluBackward,
} from './fast';
export * from './nn';
export { findMatches, matchTemplate, type Match } from './match-template';

/** The operations as a student reads them in lib/ops. */
export * as reference from './ops';
