import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, checkTensor } from './check';

export const logitsLayout = ['images', 'classes'] as const;

/** The probabilities of one image in float64; `start` is where its logits begin. */
export function softmaxOfRow(logits: Float32Array, start: number, classes: number): Float64Array {
  // exp overflows from 710 on. Subtracting the largest logit changes no quotient, and leaves
  // every exponent at 0 or below.
  let largest = -Infinity;
  for (let k = 0; k < classes; k++) largest = Math.max(largest, logits[start + k]);
  const row = new Float64Array(classes);
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    row[k] = Math.exp(logits[start + k] - largest);
    sum += row[k];
  }
  for (let k = 0; k < classes; k++) row[k] /= sum;
  return row;
}

/**
 * Softmax: logits become probabilities, exp(logit) / Σ exp(logits), which are positive and add up
 * to 1 in each row. Logits of any size are safe. One that is NaN or +Infinity makes its row NaN,
 * as in TensorFlow.
 *
 * @param logits [images, classes]
 * @returns probabilities, [images, classes]
 * @throws if logits is not two-dimensional.
 */
export function softmax(logits: Tensor): Tensor {
  checkTensor('softmax', 'logits', logits, logitsLayout);
  const [images, classes] = logits.shape;
  const output = zeros(logits.shape);
  for (let image = 0; image < images; image++) {
    output.data.set(softmaxOfRow(logits.data, image * classes, classes), image * classes);
  }
  return output;
}

/**
 * The gradient of `softmax`. Raising one logit raises its own probability and lowers the others:
 *
 *     gradLogits[k] = p[k] · (gradOutput[k] − Σ_j gradOutput[j] · p[j])
 *
 * @param gradOutput the loss's gradient with respect to the probabilities, [images, classes]
 * @param logits as they were given to softmax
 * @returns the gradient with respect to the logits, [images, classes]
 * @throws if logits is not two-dimensional, or gradOutput has another shape.
 */
export function softmaxBackward(gradOutput: Tensor, logits: Tensor): Tensor {
  checkTensor('softmaxBackward', 'logits', logits, logitsLayout);
  checkGradOutput('softmaxBackward', gradOutput, logits.shape, 'logits', logitsLayout);
  const [images, classes] = logits.shape;
  const gradLogits = zeros(logits.shape);
  for (let image = 0; image < images; image++) {
    const start = image * classes;
    const p = softmaxOfRow(logits.data, start, classes);
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += gradOutput.data[start + k] * p[k];
    for (let k = 0; k < classes; k++) {
      gradLogits.data[start + k] = p[k] * (gradOutput.data[start + k] - mean);
    }
  }
  return gradLogits;
}
