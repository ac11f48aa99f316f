export { conv2d, conv2dBackward, conv2dBackwardKernels, conv2dRelu } from './conv2d';
