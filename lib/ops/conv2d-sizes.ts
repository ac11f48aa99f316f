import { shapeText, type Tensor } from '../tensor';
import { biasOf } from './bias';
import { checkTensor, imageLayout, kernelLayout } from './check';
import { windowOn, type Window, type WindowOptions } from './window';

export interface Conv2dOptions extends WindowOptions {
  /** One number for each kernel: a tensor of shape [outChannels] or a plain array; 0 unless given. */
  bias?: Tensor | readonly number[];
}

/** All sizes of one convolution. */
export interface Conv2dSizes extends Window {
  images: number;
  kernelHeight: number;
  kernelWidth: number;
  inChannels: number;
  outChannels: number;
  /** outChannels numbers; zeros if none were given. */
  bias: ArrayLike<number>;
}

/**
 * Checks the arguments of a convolution and works out its sizes.
 *
 * @param where the function that a message is to name
 * @throws as said at conv2d
 */
export function conv2dSizes(
  where: string,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions,
): Conv2dSizes {
  checkTensor(where, 'x', x, imageLayout);
  checkTensor(where, 'kernels', kernels, kernelLayout);
  const [images, height, width, channels] = x.shape;
  const [kernelHeight, kernelWidth, inChannels, outChannels] = kernels.shape;
  if (channels !== inChannels) {
    throw new Error(
      `${where}: kernels expect ${inChannels} input channels, x has ${channels}` +
        ` (x is ${shapeText(x.shape)}, kernels are ${shapeText(kernels.shape)})`,
    );
  }
  return {
    images,
    kernelHeight,
    kernelWidth,
    inChannels,
    outChannels,
    bias: biasOf(where, options.bias, outChannels, 'outChannels', 'kernels'),
    ...windowOn(where, [height, width], [kernelHeight, kernelWidth], options),
  };
}
