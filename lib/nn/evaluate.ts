import { shapeText } from '../tensor';
import { batches, checkLabelled, type LabelledImages } from './dataset';
import type { Layer } from './layer';
import { checkInput, forward, largestOfRows } from './model';
import { reusingMemory, softmaxCrossEntropy } from './operations';
import { pauses } from './pause';

export interface Evaluation {
  /** The mean loss of an image. */
  loss: number;
  /** The share of images whose right class has the largest logit. */
  accuracy: number;
  /** For each image, the class with the largest logit. */
  predictions: number[];
  /** Rows are the true classes, columns the predicted ones: so many images each. */
  confusion: number[][];
}

/** @throws if the model's output is not one number for each class */
export function classCount(where: string, { outputShape }: Layer): number {
  if (outputShape.length !== 1) {
    throw new Error(
      `${where}: the model must end in one number for each class, it ends in ${shapeText(outputShape)} (a dense layer at the end makes them)`,
    );
  }
  return outputShape[0];
}

/**
 * How images of each class were classified.
 *
 * @param labels the true classes
 * @param predictions the predicted ones, in the same order
 * @param classes how many classes there are
 * @returns one row for each true class, one column for each predicted one
 * @throws if there are more or fewer predictions than labels, or one is no class.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): number[][] {
  if (labels.length !== predictions.length) {
    throw new Error(
      `confusionMatrix: there must be one prediction for each label, got ${predictions.length} for ${labels.length}`,
    );
  }
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let image = 0; image < labels.length; image++) {
    const cell = counts[labels[image]]?.[predictions[image]];
    if (cell === undefined) {
      throw new Error(
        `confusionMatrix: classes go from 0 to ${classes - 1}, image ${image} has label ${labels[image]} and prediction ${predictions[image]}`,
      );
    }
    counts[labels[image]][predictions[image]]++;
  }
  return counts;
}

/**
 * Tries a model on images whose classes are known, with its running statistics. Lets a notebook
 * draw now and then.
 *
 * @param options batchSize: images at a time, which changes nothing but memory and time; 100 unless
 * given
 * @throws if images, labels and model do not fit each other.
 */
export async function evaluate(
  model: Layer,
  data: LabelledImages,
  { batchSize = 100 }: { batchSize?: number } = {},
): Promise<Evaluation> {
  const classes = classCount('evaluate', model);
  checkLabelled('evaluate', data, classes);
  checkInput('evaluate', model, data.images);
  const pause = pauses();
  const predictions: number[] = [];
  let totalLoss = 0;
  for (const { images, labels } of batches(data, batchSize)) {
    reusingMemory(() => {
      const logits = forward(model, images);
      totalLoss += softmaxCrossEntropy(logits, labels) * labels.length;
      predictions.push(...largestOfRows(logits));
    });
    await pause();
  }
  const confusion = confusionMatrix(data.labels, predictions, classes);
  const correct = confusion.reduce((sum, row, k) => sum + row[k], 0);
  const count = data.labels.length;
  return { loss: totalLoss / count, accuracy: correct / count, predictions, confusion };
}
