import { checkAnyTensor, describe, isWholeNumber } from '../ops/check';
import type { Rng } from '../random';
import { shapeText, sizeOf, zeros, type Tensor } from '../tensor';

/** Images and the class of each. */
export interface LabelledImages {
  /** [images, height, width, channels] */
  images: Tensor;
  /** A class number for each image, from 0 on. */
  labels: number[];
}

/** @throws if it is no { images, labels }, or there is not one label for each image */
function checkParts(where: string, data: LabelledImages): void {
  const given: unknown = data;
  if (typeof given !== 'object' || given === null || !Array.isArray(data.labels)) {
    throw new Error(
      `${where}: the data must be { images, labels }, labels an array of class numbers, got ${describe(given)}`,
    );
  }
  const { images, labels } = data;
  checkAnyTensor(where, 'images', images);
  if (images.shape[0] !== labels.length) {
    throw new Error(
      `${where}: there must be one label for each of ${images.shape[0]} images, there are ${labels.length}`,
    );
  }
}

/**
 * Checks images and every label.
 *
 * @param classes how many classes there are
 * @throws if it is no { images, labels }, there is not one label for each image, or a label is no
 * class
 */
export function checkLabelled(where: string, data: LabelledImages, classes: number): void {
  checkParts(where, data);
  const wrong = data.labels.findIndex((label) => !isWholeNumber(label, 0) || label >= classes);
  if (wrong >= 0) {
    throw new Error(
      `${where}: a label must be a class number from 0 to ${classes - 1}, got ${describe(data.labels[wrong])} at ${wrong}`,
    );
  }
}

/**
 * Some of the images, in the order asked for, as copies.
 *
 * @param indices which ones, counted from 0; one may come several times
 * @throws if there is none, or one is not there.
 */
export function take(data: LabelledImages, indices: readonly number[]): LabelledImages {
  checkParts('take', data);
  const [count, ...image] = data.images.shape;
  const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= count);
  if (wrong !== undefined || indices.length === 0) {
    throw new Error(
      `take: indices must be some of 0 to ${count - 1}, got ${indices.length === 0 ? 'none' : describe(wrong)}`,
    );
  }
  const length = sizeOf(image);
  const images = zeros([indices.length, ...image]);
  indices.forEach((index, i) => {
    images.data.set(data.images.data.subarray(index * length, (index + 1) * length), i * length);
  });
  return { images, labels: indices.map((index) => data.labels[index]) };
}

/**
 * The numbers 0 to count − 1 in random order, each order as likely as any other.
 *
 * Source: Fisher and Yates, as in Knuth, "The art of computer programming", volume 2, algorithm P.
 *
 * @param random where the chance comes from: `rng(seed)`
 */
export function shuffled(count: number, random: Rng): number[] {
  if (!Number.isInteger(count) || count < 0) {
    throw new Error(`shuffled: count must be a whole number of at least 0, got ${describe(count)}`);
  }
  if (typeof random !== 'function') {
    throw new Error(
      `shuffled: the second argument must be a generator such as rng(1), got ${describe(random)}`,
    );
  }
  const order = Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick], order[last]];
  }
  return order;
}

/**
 * All images, so many at a time; the last batch is smaller where they do not come out even.
 *
 * @param size images in a batch
 * @param random shuffles the images first; without it they come in order
 * @throws if there is not one label for each image, or the size is no whole number ≥ 1.
 */
export function* batches(
  data: LabelledImages,
  size: number,
  random?: Rng,
): Generator<LabelledImages> {
  checkParts('batches', data);
  if (!Number.isInteger(size) || size < 1) {
    throw new Error(
      `batches: the batch size must be a whole number of at least 1, got ${describe(size)}`,
    );
  }
  const count = data.labels.length;
  const order = random ? shuffled(count, random) : Array.from({ length: count }, (_, i) => i);
  for (let start = 0; start < count; start += size)
    yield take(data, order.slice(start, start + size));
}

/** What images are normalised by. */
export interface PixelStatistics {
  mean: number;
  deviation: number;
}

/** Mean and standard deviation of all numbers of some images, channels together. */
export function pixelStatistics({ data }: Tensor): PixelStatistics {
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / data.length) };
}

/**
 * Images brought to mean 0 and standard deviation 1: (value − mean) / deviation. The statistics
 * are to be those of the training images, for test images too.
 *
 * @returns a new tensor of the same shape
 * @throws if the mean is no number, or the deviation not above 0.
 */
export function normalise(images: Tensor, { mean, deviation }: PixelStatistics): Tensor {
  if (!Number.isFinite(mean) || !(deviation > 0 && deviation < Infinity)) {
    throw new Error(
      `normalise: mean must be a number and deviation one above 0, got ${describe(mean)} and ${describe(deviation)}` +
        ` (are all numbers of ${shapeText(images.shape)} the same?)`,
    );
  }
  const output = zeros(images.shape);
  for (let i = 0; i < output.data.length; i++) {
    output.data[i] = (images.data[i] - mean) / deviation;
  }
  return output;
}
