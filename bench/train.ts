/**
 * `npm run train -- mnist` (or `fashion`): trains on all 60,000 images on one thread, tries the
 * network on the 10,000 test images after each epoch, and writes the log to bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../kernel/project';
import { createModel, evaluate, layerTable, train, type LabelledImages, type Model } from '../lib';
import { currentEngine } from '../lib/fast/engine';
import { megabytes, memoryAfterStep, peakMegabytes, type MemoryAfterStep } from './memory';
import { images, recipes, trainOptions, type Recipe } from './recipes';

export interface EpochLog {
  epoch: number;
  /** Means over the epoch's images, each seen with the weights of its step. */
  trainLoss: number;
  trainAccuracy: number;
  testLoss: number;
  testAccuracy: number;
  /** Wall-clock time of the epoch's steps, without the test. */
  seconds: number;
  /** What the processor spent on them: the same whatever else runs on the machine, or nearly. */
  cpuSeconds: number;
}

export interface MemoryLog {
  /** Training and test images, as float32. */
  dataMegabytes: number;
  /** The most that the process ever had, reading the data included. */
  peakMegabytes: number;
  /** After some steps, if there were so many; the data included. */
  afterSteps: MemoryAfterStep[];
}

export interface TrainedByRecipe {
  model: Model;
  epochs: EpochLog[];
  memory: MemoryLog;
}

const inputShape = [28, 28, 1];
const watchedSteps = [100, 1000, 10_000];
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Trains a network anew by a recipe.
 *
 * @param seed draws the weights and shuffles the images
 */
export async function trainByRecipe(
  recipe: Recipe,
  data: LabelledImages,
  test: LabelledImages,
  seed: number,
  onEpoch?: (log: EpochLog) => void,
): Promise<TrainedByRecipe> {
  const model = createModel(recipe.network, { inputShape, seed });
  const epochs: EpochLog[] = [];
  const afterSteps: MemoryLog['afterSteps'] = [];
  let cpuBefore = cpuSeconds();
  await train(model, data, {
    ...trainOptions(recipe, data.labels.length, seed),
    onStep: ({ step }) => {
      if (watchedSteps.includes(step)) afterSteps.push(memoryAfterStep(step));
    },
    onEpoch: async ({ epoch, loss, accuracy, seconds }) => {
      const cpu = cpuSeconds() - cpuBefore;
      const tested = await evaluate(model, test);
      const log: EpochLog = {
        epoch,
        trainLoss: rounded(loss, 5),
        trainAccuracy: rounded(accuracy, 5),
        testLoss: rounded(tested.loss, 5),
        testAccuracy: tested.accuracy,
        seconds: rounded(seconds, 2),
        cpuSeconds: rounded(cpu, 2),
      };
      epochs.push(log);
      onEpoch?.(log);
      cpuBefore = cpuSeconds();
    },
  });
  return {
    model,
    epochs,
    memory: {
      dataMegabytes: megabytes(data.images.data.byteLength + test.images.data.byteLength),
      peakMegabytes: peakMegabytes(),
      afterSteps,
    },
  };
}

/** @throws if the text is no whole number of at least `least` */
function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`train: ${option} must be a whole number of at least ${least}, got '${text}'`);
  }
  return value;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { epochs: { type: 'string' }, seed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const [name = '', ...tooMany] = positionals;
  if (!Object.hasOwn(recipes, name) || tooMany.length > 0) {
    throw new Error(
      `train: say what to train on: npm run train -- ${Object.keys(recipes).join('|')}`,
    );
  }
  const seed = wholeNumber('--seed', values.seed, 0);
  const recipe = { ...recipes[name]! };
  if (values.epochs !== undefined) recipe.epochs = wholeNumber('--epochs', values.epochs, 1);

  const data = await images[name]!({ split: 'train', count: 60_000 });
  const test = await images[name]!({ split: 'test', count: 10_000 });
  const { parameters, multiplyAdds } = layerTable(recipe.network, inputShape);
  const engine = currentEngine().name;
  console.log(
    `${name}: ${parameters} parameters, ${multiplyAdds} multiply-adds an image, ${recipe.epochs} epochs, seed ${seed}; ${engine}, one thread.`,
  );
  const { epochs, memory } = await trainByRecipe(recipe, data, test, seed, (log) => {
    console.log(
      `epoch ${log.epoch}: loss ${log.trainLoss.toFixed(4)}, test accuracy ${(100 * log.testAccuracy).toFixed(2)} %, ` +
        `${log.seconds.toFixed(1)} s (${log.cpuSeconds.toFixed(1)} s of the processor)`,
    );
  });
  const log = {
    command: ['npm run train --', ...process.argv.slice(2)].join(' '),
    seed,
    recipe,
    parameters,
    multiplyAdds,
    engine,
    threads: 1,
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    },
    epochs,
    memory,
  };
  const file = join('bench', 'results', `${name}-${recipe.epochs}-epochs-seed-${seed}.json`);
  mkdirSync(join(projectRoot, 'bench', 'results'), { recursive: true });
  writeFileSync(join(projectRoot, file), `${JSON.stringify(log, null, 2)}\n`);
  const beyond = memory.peakMegabytes - memory.dataMegabytes;
  console.log(
    `At most ${memory.peakMegabytes} MB, ${beyond.toFixed(1)} MB of them beyond the data. ` +
      memory.afterSteps
        .map(({ step, liveMegabytes }) => `${liveMegabytes} MB live after step ${step}. `)
        .join('') +
      `The log is ${file}.`,
  );
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
