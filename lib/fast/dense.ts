import { biasOf } from '../ops/bias';
import { checkGradOutput, rowLayout } from '../ops/check';
import type { Conv2dSizes } from '../ops/conv2d-sizes';
import {
  dense as readableDense,
  denseBackward as readableDenseBackward,
  denseSizes,
  type DenseGradients,
} from '../ops/dense';
import type { Tensor } from '../tensor';
import { backwardConvolution, forwardConvolution } from './convolution';
import { currentEngine } from './engine';
import { unwritten } from './memory';
import { smallWork } from './small-work';

type DenseSizes = ReturnType<typeof denseSizes>;

/** A dense layer is a convolution of images of one pixel, which has a channel for each input. */
const asConvolution = (
  { images, inputs, outputs }: DenseSizes,
  bias: ArrayLike<number>,
): Conv2dSizes => ({
  images,
  kernelHeight: 1,
  kernelWidth: 1,
  inChannels: inputs,
  outChannels: outputs,
  bias,
  stride: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilation: [1, 1],
  outHeight: 1,
  outWidth: 1,
});

const isSmall = ({ images, inputs, outputs }: DenseSizes): boolean =>
  images * inputs * outputs < smallWork;

/** `dense` of lib/ops, quick: sums are float32, in another order. */
export function dense(x: Tensor, weights: Tensor, bias?: Tensor | readonly number[]): Tensor {
  const sizes = denseSizes('dense', x, weights);
  if (isSmall(sizes)) return readableDense(x, weights, bias);
  const { images, outputs } = sizes;
  const convolution = asConvolution(sizes, biasOf('dense', bias, outputs, 'outputs', 'outputs'));
  const output = unwritten([images, outputs]);
  currentEngine().convolve(
    forwardConvolution(convolution, [images, 1, 1]),
    x.data,
    weights.data,
    convolution.bias,
    false,
    output.data,
  );
  return output;
}

/** `denseBackward` of lib/ops, quick: sums are float32, in another order. */
export function denseBackward(gradOutput: Tensor, x: Tensor, weights: Tensor): DenseGradients {
  const sizes = denseSizes('denseBackward', x, weights);
  if (isSmall(sizes)) return readableDenseBackward(gradOutput, x, weights);
  const { images, outputs } = sizes;
  checkGradOutput('denseBackward', gradOutput, [images, outputs], 'x and weights', rowLayout);
  const convolution = asConvolution(sizes, []);
  const gradX = unwritten(x.shape);
  const gradWeights = unwritten(weights.shape);
  const gradBias = unwritten([outputs]);
  const engine = currentEngine();
  engine.convolve(
    backwardConvolution(convolution, [images, 1, 1]),
    gradOutput.data,
    weights.data,
    [],
    false,
    gradX.data,
  );
  engine.gradients(
    forwardConvolution(convolution, [images, 1, 1]),
    x.data,
    gradOutput.data,
    gradWeights.data,
    gradBias.data,
  );
  return { gradX, gradWeights, gradBias };
}
