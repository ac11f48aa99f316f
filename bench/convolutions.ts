import {
  conv2d,
  conv2dBackward,
  conv2dBackwardKernels,
  randn,
  reference,
  rng,
  type Tensor,
} from '../lib';
import { backwardConvolution } from '../lib/fast/convolution';
import { currentEngine, useEngine, type Engine } from '../lib/fast/engine';
import type { LoadedTensorFlow } from '../lib/oracle';
import { conv2dSizes } from '../lib/ops/conv2d-sizes';
import { measureInTurn, type Timing, type Work } from './measure';
import { prepareOnPeers } from './peer-convolutions';
import {
  checkResults,
  expectedResults,
  type ConvolutionCase,
  type Operation,
  type Peers,
} from './peers';
import { convolutionKernels } from './tensorflow';

/** [images, height, width, inChannels, outChannels]; all 3 by 3, 'same'. */
export const cases = {
  a: [32, 28, 28, 1, 8],
  b: [32, 28, 28, 8, 16],
  c: [32, 14, 14, 16, 32],
  d: [8, 56, 56, 64, 64],
  e: [32, 32, 32, 16, 16],
} as const;
export type Case = keyof typeof cases;
export type Engines = Readonly<Record<string, Engine>>;
export type Times = Partial<Record<string, Timing>>;
export type ConvolutionTimes = Record<Operation, Times>;

/** TensorFlow.js has a kernel for each. */
const single = ['forward', 'gradX', 'gradKernels'] as const;
/** 'gradients' is both in one go: some have no other way back, lib/ops among them. */
export const operations = [...single, 'gradients'] as const;

/** Multiplications and additions. */
export function flops(name: Case, operation: Operation): number {
  const products = 9 * cases[name].reduce<number>((a, b) => a * b, 1);
  return (operation === 'gradients' ? 4 : 2) * products;
}

/** TensorFlow.js's cpu backend would need two minutes for the kernel gradient of d. */
const tooSlow = (name: Case, operation: Operation): boolean =>
  name === 'd' && operation === 'gradKernels';

/** Times a case on everything that computes it, all of it checked first. */
export async function measureCase(
  name: Case,
  engines: Engines,
  tensorFlow: LoadedTensorFlow,
  peers: Peers['loaded'],
): Promise<ConvolutionTimes> {
  const [images, height, width, inChannels, outChannels] = cases[name];
  const x = randn([images, height, width, inChannels], rng(1));
  const kernels = randn([3, 3, inChannels, outChannels], rng(2));
  const gradOutput = randn([images, height, width, outChannels], rng(3));
  const convolution = { x, kernels, gradOutput };
  const expected = expectedResults(convolution);
  await tensorFlow.tf.setBackend('wasm');
  const onWasm = convolutionKernels(tensorFlow, x, kernels, gradOutput);
  checkResults(`${name} on tfjs wasm`, tensorFlowResults(convolution, onWasm), expected);
  for (const [label, engine] of Object.entries(engines)) {
    useEngine(engine);
    const output = conv2d(x, kernels, { padding: 'same' });
    const gradients = conv2dBackward(gradOutput, x, kernels, { padding: 'same' });
    checkResults(`${name} on ${label}`, { output, ...gradients }, expected);
  }
  const onPeers = await prepareOnPeers(name, peers, convolution, expected);

  const seconds = (name === 'd' ? 8 : 2) * (peers.length > 0 ? 2 : 1);
  const ours = ourWork(convolution);
  const result: ConvolutionTimes = { forward: {}, gradX: {}, gradKernels: {}, gradients: {} };
  for (const operation of operations) {
    const work: Record<string, Work> = {};
    for (const [label, engine] of Object.entries(engines)) {
      work[label] = () => {
        useEngine(engine);
        ours[operation]();
      };
    }
    if (operation !== 'gradients') work['tfjs wasm'] = () => onWasm[operation]().dispose();
    Object.assign(work, onPeers.work[operation]);
    const times = await measureInTurn(work, seconds, onPeers.rests);
    result[operation] = { ...times, ...onPeers.timed[operation] };
  }
  await onPeers.close();

  const options = { padding: 'same' } as const;
  const readable = {
    forward: () => void reference.conv2d(x, kernels, options),
    gradients: () => void reference.conv2dBackward(gradOutput, x, kernels, options),
  };
  for (const operation of ['forward', 'gradients'] as const) {
    const { time } = await measureInTurn({ time: readable[operation] }, 1);
    result[operation].readable = time;
  }

  await tensorFlow.tf.setBackend('cpu');
  const onCpu = convolutionKernels(tensorFlow, x, kernels, gradOutput);
  for (const operation of single) {
    if (tooSlow(name, operation)) continue;
    const { time } = await measureInTurn({ time: () => onCpu[operation]().dispose() }, 1);
    result[operation]['tfjs cpu'] = time;
  }
  return result;
}

/** On the engine in use. */
function ourWork({ x, kernels, gradOutput }: ConvolutionCase): Record<Operation, () => unknown> {
  const options = { padding: 'same' } as const;
  const backward = backwardConvolution(conv2dSizes('bench', x, kernels, options), x.shape);
  return {
    forward: () => conv2d(x, kernels, options),
    gradX: () => {
      const output = new Float32Array(x.data.length);
      currentEngine().convolve(backward, gradOutput.data, kernels.data, [], false, output);
    },
    gradKernels: () => conv2dBackwardKernels(gradOutput, x, kernels, options),
    gradients: () => conv2dBackward(gradOutput, x, kernels, options),
  };
}

function tensorFlowResults(
  { x, kernels, gradOutput }: ConvolutionCase,
  compute: ReturnType<typeof convolutionKernels>,
): Record<'output' | 'gradX' | 'gradKernels', Tensor> {
  const read = (operation: (typeof single)[number], { shape }: Tensor): Tensor => {
    const result = compute[operation]();
    const data = result.dataSync();
    result.dispose();
    return { shape, data };
  };
  return {
    output: read('forward', gradOutput),
    gradX: read('gradX', x),
    gradKernels: read('gradKernels', kernels),
  };
}
