import { rowsAndCols, windowOn, type RowsAndCols, type WindowOptions } from '../../ops/window';
import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec, type Shape, type TensorPlan } from '../layer';
import { conv2d as convolve, conv2dBackward } from '../operations';
import { checkCount, checkImage } from './check';

export interface Conv2dLayerOptions extends WindowOptions {
  /** How many kernels. */
  outChannels: number;
  /** The kernels' size, a number or [rows, cols]. */
  size: RowsAndCols;
  /** Whether each kernel has a bias; true unless given. Batch normalisation takes it out again. */
  bias?: boolean;
}

export interface Conv2dSpec extends LayerSpec, Conv2dLayerOptions {
  readonly kind: 'conv2d';
}

/** A convolution layer; stride, padding and dilation are those of the operation conv2d. */
export const conv2d = (options: Conv2dLayerOptions): Conv2dSpec => ({ kind: 'conv2d', ...options });

/** Kernels' shape, [kernelHeight, kernelWidth, inChannels, outChannels]. */
function kernelShape({ size, outChannels }: Conv2dSpec, [, , inChannels]: Shape): number[] {
  const [height, width] = rowsAndCols('conv2d', 'size', size, '3 makes kernels of 3 by 3 cells');
  return [height, width, inChannels, outChannels];
}

const windowOptions = ({ stride, padding, dilation }: Conv2dSpec): WindowOptions => ({
  stride,
  padding,
  dilation,
});

function outputShape(spec: Conv2dSpec, inputShape: Shape): Shape {
  checkImage('conv2d', inputShape);
  checkCount('conv2d', 'outChannels', spec.outChannels);
  const [height, width] = inputShape;
  const [kernelHeight, kernelWidth] = kernelShape(spec, inputShape);
  const kernel = [kernelHeight, kernelWidth] as const;
  const window = windowOn('conv2d', [height, width], kernel, windowOptions(spec));
  return [window.outHeight, window.outWidth, spec.outChannels];
}

defineLayer<Conv2dSpec, { x: Tensor }>('conv2d', {
  outputShape,
  parameters(spec, inputShape) {
    const shape = kernelShape(spec, inputShape);
    const [kernelHeight, kernelWidth, inChannels, outChannels] = shape;
    const fanIn = kernelHeight * kernelWidth * inChannels;
    const plans: Record<string, TensorPlan> = { kernels: { shape, fanIn } };
    if (spec.bias ?? true) plans.bias = { shape: [outChannels], value: 0 };
    return plans;
  },
  multiplyAdds(spec, inputShape) {
    const [outHeight, outWidth] = outputShape(spec, inputShape);
    const [kernelHeight, kernelWidth, inChannels, outChannels] = kernelShape(spec, inputShape);
    return outHeight * outWidth * kernelHeight * kernelWidth * inChannels * outChannels;
  },
  forward({ spec, parameters }, x) {
    const { kernels, bias } = parameters;
    return { output: convolve(x, kernels, { ...windowOptions(spec), bias }), cache: { x } };
  },
  backward({ spec, parameters }, gradOutput, { x }) {
    const { kernels, bias } = parameters;
    const gradients = conv2dBackward(gradOutput, x, kernels, windowOptions(spec));
    const { gradX, gradKernels, gradBias } = gradients;
    return { gradX, gradients: bias ? [gradKernels, gradBias] : [gradKernels] };
  },
});
