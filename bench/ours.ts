import {
  conv2d,
  conv2dBackward,
  conv2dBackwardKernels,
  lossAndGradients,
  optimizerStep,
  reference,
  sgd,
  type Tensor,
} from '../lib';
import { reusingMemory } from '../lib/fast';
import { backwardConvolution } from '../lib/fast/convolution';
import {
  currentEngine,
  plainEngine,
  useEngine,
  type Engine as OwnEngine,
} from '../lib/fast/engine';
import { unwritten } from '../lib/fast/memory';
import { enableRelaxedSimd } from '../lib/fast/relaxed';
import { useThreads } from '../lib/fast/threads';
import { WasmEngine } from '../lib/fast/wasm-engine';
import { startKernels, supports } from '../lib/fast/wasm-kernels';
import { conv2dSizes } from '../lib/ops/conv2d-sizes';
import {
  learningRate,
  momentum,
  ours,
  type Contenders,
  type ConvolutionCase,
  type Engine,
  type PreparedConvolution,
  type PreparedStep,
  type Results,
} from './contender';
import type { Training } from './networks';

/** As they stand in the table, slowest first. */
export const ownLabels = {
  readable: 'readable loops',
  tile: 'plain tile',
  simd: 'SIMD',
  relaxed: 'relaxed SIMD',
  threads: 'two threads',
} as const;
export type OwnLabel = (typeof ownLabels)[keyof typeof ownLabels];

const options = { padding: 'same' } as const;

/** lib/ops: it has no input gradient and no kernel gradient alone. */
const readableLoops: Engine = {
  prepare: async ({ x, kernels, gradOutput }) => {
    let results: Results = {};
    return {
      operations: {
        forward: {
          run: () => {
            results = { output: reference.conv2d(x, kernels, options) };
          },
          results: () => results,
        },
        gradients: {
          run: () => {
            results = reference.conv2dBackward(gradOutput, x, kernels, options);
          },
          results: () => results,
        },
      },
      close: () => undefined,
    };
  },
};

export const fastEngine = (engine: OwnEngine): Engine => ({
  use: () => useEngine(engine),
  prepare: async (convolution) => prepare(convolution),
  prepareTraining: async (start) => prepareTraining(start),
});

function prepare({ x, kernels, gradOutput }: ConvolutionCase): PreparedConvolution {
  const backward = backwardConvolution(conv2dSizes('bench', x, kernels, options), x.shape);
  const inputGradient = (): Tensor => {
    const gradX = unwritten(x.shape);
    currentEngine().convolve(backward, gradOutput.data, kernels.data, [], false, gradX.data);
    return gradX;
  };
  let results: Results = {};
  // As in a step of training: the next run has the memory of this one's results, as the other
  // libraries' next run has that of the results they have disposed of.
  const work = (compute: () => Results) => ({
    run: () => {
      results = reusingMemory(compute);
    },
    results: () => results,
  });
  return {
    operations: {
      forward: work(() => ({ output: conv2d(x, kernels, options) })),
      gradX: work(() => ({ gradX: inputGradient() })),
      gradKernels: work(() => conv2dBackwardKernels(gradOutput, x, kernels, options)),
      gradients: work(() => conv2dBackward(gradOutput, x, kernels, options)),
    },
    close: () => undefined,
  };
}

function prepareTraining({ model, x, labels, parameters }: Training): PreparedStep {
  const optimizer = sgd({ momentum });
  return {
    run: () => {
      reusingMemory(() => {
        const { gradients } = lossAndGradients(model, x, labels);
        optimizerStep(optimizer, parameters, gradients, learningRate);
      });
    },
    parameters: () => parameters,
    close: () => undefined,
  };
}

/** Makes the engine of that name, and puts it to use. @throws if it does not run here, and why */
export async function useOwnEngine(label: OwnLabel): Promise<OwnEngine> {
  switch (label) {
    case ownLabels.simd:
      if (!supports('simd')) throw new Error('this engine has no SIMD');
      useEngine(new WasmEngine(startKernels('simd')));
      break;
    case ownLabels.relaxed:
      if (!enableRelaxedSimd()) throw new Error('this engine has no relaxed SIMD');
      useEngine(new WasmEngine(startKernels('relaxed')));
      break;
    case ownLabels.threads: {
      enableRelaxedSimd();
      const threads = useThreads(2);
      await threads.ready;
      if (threads.count < 2) throw new Error('there is no second thread here');
      break;
    }
    default:
      useEngine(plainEngine);
  }
  return currentEngine();
}

/** @param wanted this one alone */
export async function loadOurs(wanted?: string): Promise<Contenders> {
  const found: Contenders = { loaded: [], missing: [] };
  for (const label of Object.values(ownLabels)) {
    if (wanted !== undefined && wanted !== label) continue;
    try {
      const engine =
        label === ownLabels.readable ? readableLoops : fastEngine(await useOwnEngine(label));
      const threads = label === ownLabels.threads ? 2 : 1;
      found.loaded.push({ label, library: ours, threads, spins: 0, engine });
    } catch (error) {
      found.missing.push({ label, reason: (error as Error).message });
    }
  }
  return found;
}
