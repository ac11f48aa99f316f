import { checkGradOutput, imageLayout } from '../ops/check';
import {
  conv2d as readableConv2d,
  conv2dBackward as readableConv2dBackward,
  type Conv2dGradients,
} from '../ops/conv2d';
import { conv2dSizes, type Conv2dOptions, type Conv2dSizes } from '../ops/conv2d-sizes';
import { relu as readableRelu } from '../ops/relu';
import type { Tensor } from '../tensor';
import { backwardConvolution, forwardConvolution } from './convolution';
import { currentEngine } from './engine';
import { unwritten } from './memory';
import { smallWork } from './small-work';

const multiplications = (sizes: Conv2dSizes): number =>
  sizes.images *
  sizes.outHeight *
  sizes.outWidth *
  sizes.kernelHeight *
  sizes.kernelWidth *
  sizes.inChannels *
  sizes.outChannels;

const given = 'x, kernels and options';

const outputShape = (sizes: Conv2dSizes): number[] => [
  sizes.images,
  sizes.outHeight,
  sizes.outWidth,
  sizes.outChannels,
];

function convolve(sizes: Conv2dSizes, x: Tensor, kernels: Tensor, relu: boolean): Tensor {
  const output = unwritten(outputShape(sizes));
  const convolution = forwardConvolution(sizes, x.shape);
  currentEngine().convolve(convolution, x.data, kernels.data, sizes.bias, relu, output.data);
  return output;
}

/**
 * `conv2d` of lib/ops, quick: the same arguments, errors and results, but that sums are float32,
 * in another order. Small convolutions are done by the loops of lib/ops. Kernels of 3×3, stride 1
 * and many channels go Winograd's way (winograd.ts): sums are up to four times as inexact as those
 * of float32 one after the other, and NaN or infinity reaches up to three outputs further.
 */
export function conv2d(x: Tensor, kernels: Tensor, options: Conv2dOptions = {}): Tensor {
  const sizes = conv2dSizes('conv2d', x, kernels, options);
  if (multiplications(sizes) < smallWork) return readableConv2d(x, kernels, options);
  return convolve(sizes, x, kernels, false);
}

/** conv2d, and negative results become 0: one way through memory instead of two. */
export function conv2dRelu(x: Tensor, kernels: Tensor, options: Conv2dOptions = {}): Tensor {
  const sizes = conv2dSizes('conv2dRelu', x, kernels, options);
  if (multiplications(sizes) < smallWork) return readableRelu(readableConv2d(x, kernels, options));
  return convolve(sizes, x, kernels, true);
}

/**
 * `conv2dBackward` of lib/ops, quick: the same, but that sums are float32, in another order. And
 * cells at the border of gradX are also summed over outputs beyond it, of gradient 0: a weight that
 * is infinite or NaN makes them NaN, where the loops of lib/ops look at no such outputs.
 */
export function conv2dBackward(
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
): Conv2dGradients {
  const sizes = conv2dSizes('conv2dBackward', x, kernels, options);
  if (multiplications(sizes) < smallWork) {
    return readableConv2dBackward(gradOutput, x, kernels, options);
  }
  checkGradOutput('conv2dBackward', gradOutput, outputShape(sizes), given, imageLayout);
  const gradX = unwritten(x.shape);
  currentEngine().convolve(
    backwardConvolution(sizes, x.shape),
    gradOutput.data,
    kernels.data,
    [],
    false,
    gradX.data,
  );
  return { gradX, ...conv2dBackwardKernels(gradOutput, x, kernels, options) };
}

/**
 * The gradients of kernels and bias alone. A network's first layer needs no more: nothing comes
 * before it that its input's gradient could go to.
 *
 * @throws as conv2dBackward does
 */
export function conv2dBackwardKernels(
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
): Omit<Conv2dGradients, 'gradX'> {
  const sizes = conv2dSizes('conv2dBackwardKernels', x, kernels, options);
  checkGradOutput('conv2dBackwardKernels', gradOutput, outputShape(sizes), given, imageLayout);
  const gradKernels = unwritten(kernels.shape);
  const gradBias = unwritten([sizes.outChannels]);
  currentEngine().gradients(
    forwardConvolution(sizes, x.shape),
    x.data,
    gradOutput.data,
    gradKernels.data,
    gradBias.data,
  );
  return { gradKernels, gradBias };
}
