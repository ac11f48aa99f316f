export { convOutputSize, type Margins, type Padding2d } from './padding';
export { pad2d, pad2dBackward } from './pad2d';
export { conv2d, conv2dBackward, type Conv2dGradients } from './conv2d';
export { type Conv2dOptions } from './conv2d-sizes';
export { type RowsAndCols, type WindowOptions } from './window';
