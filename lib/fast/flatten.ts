import { checkGradOutput, checkTensor, imageLayout, rowLayout } from '../ops/check';
import { sizeOf, type Tensor } from '../tensor';
import { unwritten } from './memory';

function copied(data: Float32Array, shape: readonly number[]): Tensor {
  const copy = unwritten(shape);
  copy.data.set(data);
  return copy;
}

/** `flatten` of lib/ops, in memory that is used again. */
export function flatten(x: Tensor): Tensor {
  checkTensor('flatten', 'x', x, imageLayout);
  const [images, ...image] = x.shape as [number, ...number[]];
  return copied(x.data, [images, sizeOf(image)]);
}

/** `flattenBackward` of lib/ops, in memory that is used again. */
export function flattenBackward(gradOutput: Tensor, x: Tensor): Tensor {
  checkTensor('flattenBackward', 'x', x, imageLayout);
  const [images, ...image] = x.shape as [number, ...number[]];
  checkGradOutput('flattenBackward', gradOutput, [images, sizeOf(image)], 'x', rowLayout);
  return copied(gradOutput.data, x.shape);
}
