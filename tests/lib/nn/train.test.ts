import { describe, expect, it } from 'vitest';
import {
  adam,
  avgPool2d,
  cosineDecay,
  createModel,
  deepNetwork,
  evaluate,
  forward,
  layers,
  leNet,
  normalise,
  parametersOf,
  randn,
  rng,
  saveModel,
  sgd,
  stepDecay,
  take,
  tensor,
  train,
  warmUp,
  type LabelledImages,
  type LayerSpec,
  type Model,
  type StepReport,
} from '../../../lib';
import { mnistImages } from '../../../lib/data';

/** Digits shrunk to 7×7, so that a step takes a millisecond. */
function smallDigits(count: number): LabelledImages {
  const { images, labels } = mnistImages({ count });
  const shrunk = avgPool2d(images, { size: 4 });
  return { images: normalise(shrunk, { mean: 0.13, deviation: 0.25 }), labels };
}
const digits = smallDigits(64);
const network: LayerSpec[] = [
  layers.conv2d({ outChannels: 6, size: 3, padding: 'same', bias: false }),
  layers.batchNorm(),
  layers.relu(),
  layers.maxPool({ size: 2 }),
  layers.flatten(),
  layers.dense({ outputs: 10 }),
];
const fresh = (seed = 1): Model => createModel(network, { inputShape: [7, 7, 1], seed });
const bytes = (model: Model): string => Buffer.from(saveModel(model)).toString('base64');

describe('train', () => {
  it('learns a few images by heart', async () => {
    const few = take(digits, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const model = fresh();
    const { steps, epochs } = await train(model, few, {
      learningRate: 0.05,
      epochs: 60,
      batchSize: 6,
    });
    expect(steps.length).toBe(120);
    expect(steps[0].loss).toBeGreaterThan(1.5);
    expect(epochs[59].loss).toBeLessThan(0.02);
    expect(epochs[59].accuracy).toBe(1);
    const { accuracy, loss } = await evaluate(model, few);
    expect(accuracy).toBe(1);
    expect(loss).toBeLessThan(0.1);
  });

  it.each([
    { name: 'Adam', optimizer: () => adam(), learningRate: 0.02 },
    {
      name: 'Adam with weight decay',
      optimizer: () => adam({ weightDecay: 0.01 }),
      learningRate: 0.02,
    },
    {
      name: 'SGD with weight decay',
      optimizer: () => sgd({ weightDecay: 1e-4 }),
      learningRate: 0.05,
    },
  ])('learns with $name', async ({ optimizer, learningRate }) => {
    const model = fresh();
    const training = await train(model, digits, {
      learningRate,
      optimizer: optimizer(),
      epochs: 12,
      batchSize: 16,
    });
    expect(training.epochs[11].loss).toBeLessThan(training.epochs[0].loss / 4);
  });

  it('learns digits it has not seen', async () => {
    const model = createModel(leNet(), { inputShape: [28, 28, 1], seed: 1 });
    await train(model, mnistImages({ count: 640 }), {
      learningRate: 0.02,
      steps: 40,
      batchSize: 16,
    });
    const { accuracy, confusion } = await evaluate(
      model,
      mnistImages({ split: 'test', count: 100 }),
    );
    expect(accuracy).toBeGreaterThan(0.75);
    expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(100);
  });

  it('gives the same weights for the same seeds, bit for bit, and others for others', async () => {
    const run = async (model: Model, seed: number): Promise<string> => {
      await train(model, digits, { learningRate: 0.05, epochs: 2, batchSize: 10, seed });
      return bytes(model);
    };
    const first = await run(fresh(), 7);
    expect(await run(fresh(), 7)).toBe(first);
    expect(await run(fresh(), 8)).not.toBe(first);
    expect(await run(fresh(2), 7)).not.toBe(first);
  });

  it('gives the same weights whether or not somebody watches', async () => {
    const quiet = fresh();
    await train(quiet, digits, { learningRate: 0.05, epochs: 2 });
    const watched = fresh();
    await train(watched, digits, {
      learningRate: 0.05,
      epochs: 2,
      validation: digits,
      onStep: async () => new Promise((resolve) => setTimeout(resolve, 1)),
      onEpoch: () => forward(watched, digits.images),
    });
    expect(bytes(watched)).toBe(bytes(quiet));
  });

  it('reports every step and every epoch', async () => {
    const seen: StepReport[] = [];
    const model = fresh();
    const { steps, epochs, stopped } = await train(model, take(digits, [...Array(25).keys()]), {
      learningRate: stepDecay({ initial: 0.08, at: [4], factor: 0.5 }),
      batchSize: 10,
      epochs: 2,
      validation: take(digits, [30, 31]),
      onStep: (report) => void seen.push(report),
    });
    expect(seen).toEqual(steps);
    expect(stopped).toBe(false);
    expect(
      steps.map(({ step, epoch, totalSteps, learningRate }) => [
        step,
        epoch,
        totalSteps,
        learningRate,
      ]),
    ).toEqual(
      [[1, 1, 6, 0.08], [2, 1, 6, 0.08], [3, 1, 6, 0.08], [4, 2, 6, 0.08], [5, 2, 6, 0.04], [6, 2, 6, 0.04]], // prettier-ignore
    );
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    // Batches of 10, 10 and 5 images.
    const [a, b, c] = steps;
    expect(epochs[0].loss).toBeCloseTo((10 * a.loss + 10 * b.loss + 5 * c.loss) / 25, 12);
    expect(epochs[0].accuracy).toBeCloseTo(
      (10 * a.accuracy + 10 * b.accuracy + 5 * c.accuracy) / 25,
      12,
    );
    const { loss, accuracy } = await evaluate(model, take(digits, [30, 31]));
    expect(epochs[1].validation).toEqual({ loss, accuracy });
  });

  it('stops when a step says so, with the weights so far', async () => {
    const model = fresh();
    const stopping = await train(model, digits, {
      learningRate: 0.05,
      epochs: 3,
      onStep: async ({ step }) => Promise.resolve(step === 3 ? 'stop' : 'go on'),
    });
    expect(stopping.stopped).toBe(true);
    expect(stopping.steps.length).toBe(3);
    expect(stopping.epochs.length).toBe(1);
    const three = fresh();
    const ending = await train(three, digits, { learningRate: 0.05, steps: 3 });
    expect(ending.stopped).toBe(false);
    expect(bytes(model)).toBe(bytes(three));
  });

  it('stops when an epoch says so', async () => {
    const { epochs, stopped } = await train(fresh(), digits, { learningRate: 0.05, epochs: 5, onEpoch: ({ epoch }) => epoch === 2 && 'stop' }); // prettier-ignore
    expect([epochs.length, stopped]).toEqual([2, true]);
  });

  it('keeps the weights of the steps before a callback that throws', async () => {
    const model = fresh();
    const failing = train(model, digits, {
      learningRate: 0.05,
      onStep: ({ step }) => {
        if (step === 2) throw new Error('the kernel was interrupted');
      },
    });
    await expect(failing).rejects.toThrow('the kernel was interrupted');
    const two = fresh();
    await train(two, digits, { learningRate: 0.05, steps: 2 });
    expect(bytes(model)).toBe(bytes(two));
  });

  it('goes through the images as often as so many steps need', async () => {
    const { steps, epochs } = await train(fresh(), digits, {
      learningRate: 0.05,
      steps: 5,
      batchSize: 32,
    });
    expect([steps.length, epochs.length]).toEqual([5, 2]);
    expect(steps.map(({ epoch }) => epoch)).toEqual([1, 1, 2, 2, 3]);
  });

  it('goes on where it left off, with the same optimiser', async () => {
    const whole = fresh();
    const options = { learningRate: cosineDecay({ initial: 0.1, steps: 4 }), batchSize: 64 };
    // One batch an epoch: its order does not matter to anything but the last bits.
    await train(whole, digits, { ...options, epochs: 4 });
    const halves = fresh();
    const optimizer = sgd();
    await train(halves, digits, { ...options, epochs: 2, optimizer });
    const copy = structuredClone({ halves, optimizer }); // as saved and loaded
    await train(copy.halves, digits, { ...options, epochs: 2, optimizer: copy.optimizer, seed: 5 });
    const weights = (model: Model): number[] =>
      parametersOf(model).flatMap(({ tensor: t }) => Array.from(t.data));
    const [a, b] = [weights(whole), weights(copy.halves)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-5);
  });

  it('lets others have the thread while it works', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const started = Date.now();
    await train(fresh(), digits, { learningRate: 0.01, epochs: 1000, batchSize: 64, onStep: () => Date.now() - started > 300 && 'stop' }); // prettier-ignore
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('says when the loss is lost, and which step and rate it was', async () => {
    const model = fresh();
    const training = train(model, digits, {
      learningRate: 1e30,
      epochs: 10,
      optimizer: sgd({ momentum: 0 }),
    });
    await expect(training).rejects.toThrow(
      /^train: the loss is (NaN|Infinity) at step \d+ \(is the learning rate, 1e\+30, too large, or is a pixel no number\?\)$/,
    );
  });

  // The set-up of lesson 07: plain and residual networks of 20 layers with the same number of
  // weights; here only its first steps.
  it.each(['none', 'subsample', 'projection'] as const)(
    'trains deep networks, shortcuts: %s',
    async (shortcuts) => {
      const deep = createModel(deepNetwork({ depth: 20, width: 4, shortcuts }), {
        inputShape: [7, 7, 1],
        seed: 1,
      });
      const optimizer = sgd({ momentum: 0.9, weightDecay: 1e-4 });
      const { steps } = await train(deep, digits, { learningRate: 0.05, steps: 8, optimizer });
      expect(Math.min(...steps.slice(4).map(({ loss }) => loss))).toBeLessThan(steps[0].loss);
    },
  );
});

describe('evaluate', () => {
  const model = createModel([layers.flatten(), layers.dense({ outputs: 3, bias: false })], { inputShape: [1, 1, 3], seed: 1 }); // prettier-ignore
  parametersOf(model)[0].tensor.data.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const images = tensor([4, 1, 1, 3], [9, 0, 0, 0, 9, 0, 0, 0, 9, 9, 0, 0]);

  it('counts true classes in rows and predicted ones in columns', async () => {
    const { confusion, accuracy, predictions, loss } = await evaluate(model, { images, labels: [0, 0, 2, 0] }); // prettier-ignore
    expect(confusion).toEqual([[2, 1, 0], [0, 0, 0], [0, 0, 1]]); // prettier-ignore
    expect(predictions).toEqual([0, 1, 2, 0]);
    expect(accuracy).toBe(0.75);
    const right = Math.log(1 + 2 * Math.exp(-9));
    expect(loss).toBeCloseTo((3 * right + 9 + right) / 4, 6);
  });

  it('gives the same whatever the batch size, and changes nothing', async () => {
    const before = structuredClone(model);
    const data = { images: randn([7, 1, 1, 3], rng(1)), labels: [0, 1, 2, 0, 1, 2, 0] };
    const [a, b] = [await evaluate(model, data, { batchSize: 2 }), await evaluate(model, data)];
    expect(a.predictions).toEqual(b.predictions);
    expect(a.loss).toBeCloseTo(b.loss, 12);
    expect(model).toEqual(before);
  });
});

describe('schedules', () => {
  it('lowers the rate at given steps', () => {
    const rate = stepDecay({ initial: 1, at: [2, 4] });
    expect([0, 1, 2, 3, 4, 9].map(rate)).toEqual([1, 1, 0.1, 0.1, 0.1 ** 2, 0.1 ** 2]);
  });

  it('lowers it along a cosine, and stays', () => {
    const rate = cosineDecay({ initial: 3, final: 1, steps: 4 });
    [3, 2 + Math.SQRT1_2, 2, 2 - Math.SQRT1_2, 1, 1].forEach((expected, step) =>
      expect(rate(step)).toBeCloseTo(expected, 12),
    );
  });

  it('starts low, then follows another schedule', () => {
    expect([0, 1, 2, 3, 4, 5].map(warmUp(0.8, 4))).toEqual([
      0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8,
    ]);
    expect(warmUp(stepDecay({ initial: 1, at: [1] }), 2)(1)).toBe(0.1);
  });
});
