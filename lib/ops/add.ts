import { shapeText, zeros, type Tensor } from '../tensor';
import { checkAnyTensor, sameShape } from './check';

/**
 * The sum of two tensors, number by number: where the two ways through a residual block meet.
 *
 * @param a a tensor of any shape
 * @param b a tensor of the same shape
 * @returns a new tensor of that shape
 * @throws if one is no tensor, or their shapes differ: nothing is repeated to make them fit.
 */
export function add(a: Tensor, b: Tensor): Tensor {
  checkAnyTensor('add', 'a', a);
  checkAnyTensor('add', 'b', b);
  if (!sameShape(a.shape, b.shape)) {
    throw new Error(
      `add: a and b must have one shape, a is ${shapeText(a.shape)}, b is ${shapeText(b.shape)}` +
        ' (in a residual block, a projection brings the shortcut to the shape of the other way)',
    );
  }
  const output = zeros(a.shape);
  for (let i = 0; i < output.data.length; i++) output.data[i] = a.data[i] + b.data[i];
  return output;
}

export interface AddGradients {
  gradA: Tensor;
  gradB: Tensor;
}

/**
 * The gradients of `add`: the output's gradient, unchanged, for both. That is why a shortcut
 * brings the gradient to a residual block's input undiminished.
 *
 * @param gradOutput the loss's gradient with respect to add's output
 * @returns gradA and gradB, each a copy of it
 * @throws if gradOutput is no tensor.
 */
export function addBackward(gradOutput: Tensor): AddGradients {
  checkAnyTensor('addBackward', 'gradOutput', gradOutput);
  const copy = (): Tensor => ({
    shape: [...gradOutput.shape],
    data: new Float32Array(gradOutput.data),
  });
  return { gradA: copy(), gradB: copy() };
}
