import { zeros, type Tensor } from '../tensor';
import { checkTensor, describe, isWholeNumber } from './check';
import { logitsLayout, softmaxOfRow } from './softmax';

function checkLabels(where: string, logits: Tensor, labels: ArrayLike<number>): void {
  checkTensor(where, 'logits', logits, logitsLayout);
  const [images, classes] = logits.shape;
  const given: unknown = labels;
  if (typeof given !== 'object' || given === null || !('length' in given)) {
    throw new Error(
      `${where}: labels must be an array of class numbers, one for each image, got ${describe(given)}`,
    );
  }
  if (labels.length !== images) {
    throw new Error(
      `${where}: labels must hold one class for each of ${images} images, there are ${labels.length}`,
    );
  }
  for (let image = 0; image < images; image++) {
    const label = labels[image];
    if (!isWholeNumber(label, 0) || label >= classes) {
      throw new Error(
        `${where}: a label must be a class number from 0 to ${classes - 1}, got ${describe(label)} at ${image}` +
          (Array.isArray(label) ? ' (a one-hot row? Give the position of its 1)' : ''),
      );
    }
  }
}

/**
 * The loss of a classification: the mean over the images of −log of the probability that softmax
 * gives to the right class. It is worked out as log Σ exp(logits) − logit of the class, which is
 * finite for all finite logits, where the logarithm of a probability rounded to 0 is not.
 *
 * @param logits [images, classes]
 * @param labels the right class of each image, a number from 0 on
 * @returns the mean loss, in nats: ln(classes) for logits that are all equal
 * @throws if logits is not two-dimensional, or labels does not hold one class number for each row.
 */
export function softmaxCrossEntropy(logits: Tensor, labels: ArrayLike<number>): number {
  checkLabels('softmaxCrossEntropy', logits, labels);
  const [images, classes] = logits.shape;
  let total = 0;
  for (let image = 0; image < images; image++) {
    const start = image * classes;
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, logits.data[start + k]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits.data[start + k] - largest);
    total += Math.log(sum) + largest - logits.data[start + labels[image]];
  }
  return total / images;
}

/**
 * The gradient of `softmaxCrossEntropy` with respect to the logits: the probabilities, less 1 at
 * the right class, over the number of images. A loss is where the backward pass begins, so there
 * is no gradOutput to take.
 *
 * @param logits as they were given to softmaxCrossEntropy
 * @param labels as they were given to softmaxCrossEntropy
 * @returns [images, classes]
 * @throws as softmaxCrossEntropy does.
 */
export function softmaxCrossEntropyBackward(logits: Tensor, labels: ArrayLike<number>): Tensor {
  checkLabels('softmaxCrossEntropyBackward', logits, labels);
  const [images, classes] = logits.shape;
  const gradLogits = zeros(logits.shape);
  for (let image = 0; image < images; image++) {
    const start = image * classes;
    const row = softmaxOfRow(logits.data, start, classes);
    row[labels[image]] -= 1;
    for (let k = 0; k < classes; k++) gradLogits.data[start + k] = row[k] / images;
  }
  return gradLogits;
}
