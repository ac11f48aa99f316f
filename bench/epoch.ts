/** An epoch of LeNet on all 60,000 images of MNIST, on one of this library's engines, as a process of its own. */
import { createModel, leNet, sgd, train } from '../lib';
import { mnistImages } from '../lib/data';
import { learningRate, momentum } from './contender';
import { megabytes, memoryAfterStep, peakMegabytes, type MemoryAfterStep } from './memory';
import { batchSize } from './networks';
import { useOwnEngine, type OwnLabel } from './ours';
import { answer } from './own-process';

export const epochImages = 60_000;
export const epochSteps = epochImages / batchSize;

/** What no growth is looked for between. */
export const watchedSteps = [100, 1000] as const;

export interface EpochResult {
  /** Wall-clock time of its steps, measured whole. */
  seconds: number;
  /** Of the images, as float32. */
  dataMegabytes: number;
  /** The most that the process ever had, Node and the reading of the data included. */
  peakMegabytes: number;
  afterSteps: MemoryAfterStep[];
}

async function epoch(label: string): Promise<EpochResult> {
  await useOwnEngine(label as OwnLabel);
  const data = mnistImages({ count: epochImages });
  const model = createModel(leNet(), { inputShape: [28, 28, 1], seed: 1 });
  const afterSteps: MemoryAfterStep[] = [];
  let collecting = 0; // seconds of the epoch's that went into looking at the memory
  const { epochs } = await train(model, data, {
    learningRate,
    optimizer: sgd({ momentum }),
    batchSize,
    onStep: ({ step }) => {
      if (!(watchedSteps as readonly number[]).includes(step)) return;
      const started = performance.now();
      afterSteps.push(memoryAfterStep(step));
      collecting += (performance.now() - started) / 1000;
    },
  });
  return {
    seconds: epochs[0]!.seconds - collecting,
    dataMegabytes: megabytes(data.images.data.byteLength),
    peakMegabytes: peakMegabytes(),
    afterSteps,
  };
}

if (require.main === module) answer(epoch);
