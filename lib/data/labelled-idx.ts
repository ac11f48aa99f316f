import type { LabelledImages } from '../nn';
import { zeros } from '../tensor';
import { readIdx } from './idx';

/** Which images of a data set. */
export interface Slice {
  /** 'train' (60,000 images) unless given, or 'test' (10,000). */
  split?: 'train' | 'test';
  /** The first image, counted from 0; 0 unless given. */
  start?: number;
  /** How many images; 1 unless given. */
  count?: number;
}

/** The two files of a split, as MNIST and all that follow it name them. */
export interface SplitFiles {
  images: string;
  labels: string;
}

/** @throws if the split is unknown */
export function splitFiles(where: string, split: 'train' | 'test'): SplitFiles {
  const prefixes = { train: 'train', test: 't10k' };
  if (!Object.hasOwn(prefixes, split)) {
    throw new Error(`${where}: split must be 'train' or 'test', got '${String(split)}'`);
  }
  return {
    images: `${prefixes[split]}-images-idx3-ubyte`,
    labels: `${prefixes[split]}-labels-idx1-ubyte`,
  };
}

/**
 * Images of one channel and their labels from two IDX files; only the images asked for are kept.
 *
 * @param where the function that a message is to name
 * @param paths where the files are
 * @returns images as [count, height, width, 1], from 0 to 1
 * @throws if the files are no such files, or have not the images asked for.
 */
export function readLabelledImages(
  where: string,
  paths: SplitFiles,
  { start = 0, count = 1 }: Slice,
): LabelledImages {
  const pixels = readIdx(paths.images, { start, count });
  const labels = readIdx(paths.labels, { start, count });
  if (labels.total !== pixels.total) {
    throw new Error(
      `${where}: ${pixels.total} images have ${labels.total} labels (do ${paths.images} and ${paths.labels} belong together?)`,
    );
  }
  const images = zeros([...pixels.shape, 1]);
  for (let i = 0; i < pixels.data.length; i++) images.data[i] = pixels.data[i] / 255;
  return { images, labels: Array.from(labels.data) };
}
