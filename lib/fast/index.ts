export { conv2d, conv2dBackward, conv2dBackwardKernels, conv2dRelu } from './conv2d';
export { dense, denseBackward } from './dense';
export { flatten, flattenBackward } from './flatten';
export { maxPool2d, maxPool2dBackward } from './max-pool2d';
export { batchNorm, batchNormBackward } from './batch-norm';
export { add, relu, reluBackward } from './elementwise';
export { reusingMemory } from './memory';
