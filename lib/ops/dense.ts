import { shapeText, zeros, type Tensor } from '../tensor';
import { biasOf } from './bias';
import { checkGradOutput, checkTensor, rowLayout } from './check';

/** @throws as said at dense */
export function denseSizes(
  where: string,
  x: Tensor,
  weights: Tensor,
): { images: number; inputs: number; outputs: number } {
  checkTensor(where, 'x', x, rowLayout);
  checkTensor(where, 'weights', weights, ['inputs', 'outputs']);
  const [images, features] = x.shape;
  const [inputs, outputs] = weights.shape;
  if (features !== inputs) {
    throw new Error(
      `${where}: weights expect ${inputs} inputs, x has ${features} features` +
        ` (x is ${shapeText(x.shape)}, weights are ${shapeText(weights.shape)})`,
    );
  }
  return { images, inputs, outputs };
}

/**
 * A fully connected layer: every output is a weighted sum of all inputs, plus its bias,
 * x · weights + bias. Sums are float64, the output is rounded to float32 once.
 *
 * @param x one row for each image, [images, inputs]
 * @param weights [inputs, outputs]
 * @param bias outputs numbers, a tensor [outputs] or a plain array; 0 unless given
 * @returns [images, outputs]
 * @throws if x or weights are not two-dimensional, do not fit each other, or the bias is not
 * outputs long.
 */
export function dense(x: Tensor, weights: Tensor, bias?: Tensor | readonly number[]): Tensor {
  const { images, inputs, outputs } = denseSizes('dense', x, weights);
  const biases = biasOf('dense', bias, outputs, 'outputs', 'outputs');
  const output = zeros([images, outputs]);
  // All outputs' sums grow side by side, so that weights are read in the order they lie in.
  const sums = new Float64Array(outputs);
  for (let image = 0; image < images; image++) {
    sums.set(biases);
    for (let i = 0; i < inputs; i++) {
      const value = x.data[image * inputs + i];
      for (let o = 0; o < outputs; o++) sums[o] += value * weights.data[i * outputs + o];
    }
    output.data.set(sums, image * outputs);
  }
  return output;
}

export interface DenseGradients {
  /** [images, inputs] */
  gradX: Tensor;
  /** [inputs, outputs] */
  gradWeights: Tensor;
  /** [outputs] */
  gradBias: Tensor;
}

/**
 * The gradients of `dense`. As matrices they are gradOutput · weightsᵀ, xᵀ · gradOutput, and
 * the sum of gradOutput's rows.
 *
 * @param gradOutput the loss's gradient with respect to dense's output, [images, outputs]
 * @param x as it was given to dense
 * @param weights as they were given to dense
 * @returns gradX, gradWeights and gradBias (also when no bias was given)
 * @throws as dense does, and if gradOutput has not the output's shape.
 */
export function denseBackward(gradOutput: Tensor, x: Tensor, weights: Tensor): DenseGradients {
  const { images, inputs, outputs } = denseSizes('denseBackward', x, weights);
  checkGradOutput('denseBackward', gradOutput, [images, outputs], 'x and weights', rowLayout);
  const gradX = zeros(x.shape);
  const gradWeights = new Float64Array(weights.data.length);
  const gradBias = new Float64Array(outputs);
  for (let image = 0; image < images; image++) {
    for (let o = 0; o < outputs; o++) gradBias[o] += gradOutput.data[image * outputs + o];
    for (let i = 0; i < inputs; i++) {
      const value = x.data[image * inputs + i];
      let gradValue = 0;
      for (let o = 0; o < outputs; o++) {
        const gradSum = gradOutput.data[image * outputs + o];
        gradValue += gradSum * weights.data[i * outputs + o];
        gradWeights[i * outputs + o] += gradSum * value;
      }
      gradX.data[image * inputs + i] = gradValue;
    }
  }
  return {
    gradX,
    gradWeights: { shape: [...weights.shape], data: new Float32Array(gradWeights) },
    gradBias: { shape: [outputs], data: new Float32Array(gradBias) },
  };
}
