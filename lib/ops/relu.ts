import { zeros, type Tensor } from '../tensor';
import { checkAnyTensor, checkGradOutput } from './check';

/**
 * The rectifier: what is negative becomes 0, the rest passes. NaN stays NaN.
 *
 * @param x a tensor of any shape
 * @returns a new tensor of the shape of x
 * @throws if x is no tensor.
 */
export function relu(x: Tensor): Tensor {
  checkAnyTensor('relu', 'x', x);
  const output = zeros(x.shape);
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i];
    output.data[i] = value <= 0 ? 0 : value; // NaN is not ≤ 0, −0 is
  }
  return output;
}

/**
 * The gradient of `relu`: it passes where x is above 0, and ends elsewhere. At exactly 0, where
 * relu has a corner and no gradient, 0 is taken, as in TensorFlow.
 *
 * @param gradOutput the loss's gradient with respect to relu's output, and of its shape
 * @param x as it was given to relu; relu's output serves as well, for it is above 0 where x is
 * @returns the gradient with respect to x, and of its shape
 * @throws if x is no tensor, or gradOutput has another shape.
 */
export function reluBackward(gradOutput: Tensor, x: Tensor): Tensor {
  checkAnyTensor('reluBackward', 'x', x);
  checkGradOutput('reluBackward', gradOutput, x.shape, 'x');
  const gradX = zeros(x.shape);
  for (let i = 0; i < x.data.length; i++) {
    if (x.data[i] > 0) gradX.data[i] = gradOutput.data[i];
  }
  return gradX;
}
