import { sizeOf, type Tensor } from '../tensor';
import { checkGradOutput, checkTensor, imageLayout, rowLayout } from './check';

/**
 * Makes one row of each image: its numbers in the order in which they lie, row by row, pixel by
 * pixel, the channels of a pixel side by side.
 *
 * @param x images, [images, height, width, channels]
 * @returns [images, height · width · channels], a new tensor
 * @throws if x is not four-dimensional.
 */
export function flatten(x: Tensor): Tensor {
  checkTensor('flatten', 'x', x, imageLayout);
  const [images, ...image] = x.shape;
  return { shape: [images, sizeOf(image)], data: new Float32Array(x.data) };
}

/**
 * The gradient of `flatten`: the same numbers, in the images' shape again.
 *
 * @param gradOutput the loss's gradient with respect to flatten's output, [images, features]
 * @param x as it was given to flatten; only its shape matters
 * @returns the gradient with respect to x, and of its shape
 * @throws if x is not four-dimensional, or gradOutput has not the output's shape.
 */
export function flattenBackward(gradOutput: Tensor, x: Tensor): Tensor {
  checkTensor('flattenBackward', 'x', x, imageLayout);
  const [images, ...image] = x.shape;
  checkGradOutput('flattenBackward', gradOutput, [images, sizeOf(image)], 'x', rowLayout);
  return { shape: [...x.shape], data: new Float32Array(gradOutput.data) };
}
