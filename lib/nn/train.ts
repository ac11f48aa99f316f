import { describe } from '../ops/check';
import { rng } from '../random';
import type { Augment } from './augment';
import { batches, checkLabelled, type LabelledImages } from './dataset';
import { classCount, evaluate } from './evaluate';
import { parametersOf, type Layer } from './layer';
import { checkInput, lossAndGradients } from './model';
import { reusingMemory } from './operations';
import { optimizerStep, sgd, type Optimizer } from './optimizers';
import { pauses } from './pause';
import { scheduleOf, type Schedule } from './schedules';

/** What a step of training found, before it changed the weights. */
export interface StepReport {
  /** Counted from 1, through all epochs. */
  step: number;
  /** How many there will be, if nobody says stop. */
  totalSteps: number;
  /** Counted from 1. */
  epoch: number;
  /** The batch's mean loss. */
  loss: number;
  /** The share of the batch that was classified rightly. */
  accuracy: number;
  learningRate: number;
}

export interface EpochReport {
  /** Counted from 1. */
  epoch: number;
  /** The mean over the epoch's images, each seen with the weights of its step. */
  loss: number;
  accuracy: number;
  /** On the validation images, with the weights at the epoch's end, if there are such images. */
  validation?: { loss: number; accuracy: number };
  /** Wall-clock time of the epoch's steps, without the validation. */
  seconds: number;
}

/** 'stop' ends the training; anything else goes on. A promise is waited for. */
export type Answer = unknown;

export interface TrainOptions {
  /** A number, or a schedule; the optimiser's steps are counted from 0. */
  learningRate: number | Schedule;
  /** sgd() unless given. It remembers: to go on with a training, give the same one again. */
  optimizer?: Optimizer;
  /** Images in a step; 32 unless given. */
  batchSize?: number;
  /** How often all images are seen; 1 unless given, or as often as `steps` needs. */
  epochs?: number;
  /** Ends the training after so many steps, in the middle of an epoch if need be. */
  steps?: number;
  /** Shuffles the images anew in each epoch, and feeds `augment`; 1 unless given. */
  seed?: number;
  /** Makes other images of each batch's images, such as randomShift({ most: 2 }). */
  augment?: Augment;
  /** Images that the model is tried on after each epoch. */
  validation?: LabelledImages;
  onStep?: (report: StepReport) => Answer;
  onEpoch?: (report: EpochReport) => Answer;
}

export interface Training {
  /** Whether a callback said so. */
  stopped: boolean;
  steps: StepReport[];
  epochs: EpochReport[];
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
    throw new Error(`train: ${name} must be a whole number of at least 1, got ${describe(value)}`);
  }
}

/**
 * Trains a classifier, in place, by softmax cross-entropy. The same model, data and options give
 * the same weights, bit for bit. Now and then, and whenever a callback returns a promise, others
 * have the thread, so a notebook can draw. If a callback returns 'stop', or throws, the weights
 * stay as the last step left them.
 *
 * @param model changed in place, step by step
 * @param data the training images
 * @returns a report of each step and each whole epoch
 * @throws if data, model and options do not fit, or a loss is not finite: then the weights are
 * those it was found with.
 */
export async function train(
  model: Layer,
  data: LabelledImages,
  options: TrainOptions,
): Promise<Training> {
  const {
    optimizer = sgd(),
    batchSize = 32,
    seed = 1,
    augment,
    validation,
    onStep,
    onEpoch,
  } = options;
  for (const name of ['epochs', 'steps', 'batchSize'] as const) checkCount(name, options[name]);
  const schedule = scheduleOf('train', options.learningRate);
  const classes = classCount('train', model);
  for (const part of validation ? [data, validation] : [data]) {
    checkLabelled('train', part, classes);
    checkInput('train', model, part.images);
  }

  const random = rng(seed);
  const parameters = parametersOf(model).map(({ tensor }) => tensor);
  const stepsPerEpoch = Math.ceil(data.labels.length / batchSize);
  const { epochs = options.steps ? Math.ceil(options.steps / stepsPerEpoch) : 1 } = options;
  const totalSteps = Math.min(epochs * stepsPerEpoch, options.steps ?? Infinity);
  const training: Training = { stopped: false, steps: [], epochs: [] };
  const pause = pauses();

  for (let epoch = 1; training.steps.length < totalSteps; epoch++) {
    const started = Date.now();
    let [images, totalLoss, totalCorrect] = [0, 0, 0];
    for (const batch of batches(data, batchSize, random)) {
      const count = batch.labels.length;
      const learningRate = schedule(optimizer.steps);
      const { loss, correct } = reusingMemory(() => {
        const images = augment ? augment(batch.images, random) : batch.images;
        const found = lossAndGradients(model, images, batch.labels);
        if (!Number.isFinite(found.loss)) {
          throw new Error(
            `train: the loss is ${found.loss} at step ${training.steps.length + 1} (is the learning rate, ${learningRate}, too large, or is a pixel no number?)`,
          );
        }
        optimizerStep(optimizer, parameters, found.gradients, learningRate);
        return { loss: found.loss, correct: found.correct };
      });
      images += count;
      totalLoss += loss * count;
      totalCorrect += correct;

      const step = training.steps.length + 1;
      const accuracy = correct / count;
      const report: StepReport = { step, totalSteps, epoch, loss, accuracy, learningRate };
      training.steps.push(report);
      if ((await onStep?.(report)) === 'stop') return { ...training, stopped: true };
      await pause();
      if (step === totalSteps) break;
    }
    if (images < data.labels.length) break; // `steps` ended it in the middle

    const seconds = (Date.now() - started) / 1000;
    const report: EpochReport = {
      epoch,
      loss: totalLoss / images,
      accuracy: totalCorrect / images,
      seconds,
    };
    if (validation) {
      const { loss, accuracy } = await evaluate(model, validation);
      report.validation = { loss, accuracy };
    }
    training.epochs.push(report);
    if ((await onEpoch?.(report)) === 'stop') return { ...training, stopped: true };
  }
  return training;
}
