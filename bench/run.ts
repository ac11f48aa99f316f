/**
 * `npm run bench`: measures convolutions and a step of training, this library beside
 * TensorFlow.js, in one run and in turn. Writes build/bench.json. `-- a c` for some cases.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../kernel/project';
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
import { currentEngine, plainEngine, useEngine, type Engine } from '../lib/fast/engine';
import { enableRelaxedSimd } from '../lib/fast/relaxed';
import { useThreads } from '../lib/fast/threads';
import { WasmEngine } from '../lib/fast/wasm-engine';
import { startKernels } from '../lib/fast/wasm-kernels';
import { loadTensorFlow } from '../lib/oracle';
import { conv2dSizes } from '../lib/ops/conv2d-sizes';
import { lenet } from './lenet';
import { measureInTurn, type Timing } from './measure';
import { measurePeak } from './peak';
import { convolutionKernels, lenetStep } from './tensorflow';

/** [images, height, width, inChannels, outChannels]; all 3 by 3, 'same'. */
const cases = {
  a: [32, 28, 28, 1, 8],
  b: [32, 28, 28, 8, 16],
  c: [32, 14, 14, 16, 32],
  d: [8, 56, 56, 64, 64],
  e: [32, 32, 32, 16, 16],
} as const;
type Case = keyof typeof cases;

const operations = ['forward', 'gradX', 'gradKernels'] as const;
type Operation = (typeof operations)[number];
type Times = Partial<Record<string, Timing>>;

/** TensorFlow.js's cpu backend would need two minutes for the kernel gradient of d. */
const tooSlow = (name: Case, operation: Operation): boolean =>
  name === 'd' && operation === 'gradKernels';

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const names = (Object.keys(cases) as Case[]).filter(
    (name) => asked.length === 0 || asked.includes(name),
  );
  const peak = await measurePeak();
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}; one core does ` +
      `${peak.toFixed(1)} GFLOP/s in 128-bit vectors, product and addition apart.\n` +
      'Milliseconds (median), in brackets GFLOP/s. This library copies its results out, TensorFlow.js does not.\n',
  );
  const engines: Record<string, Engine> = {
    'plain tile': plainEngine,
    simd: new WasmEngine(startKernels('simd')),
  };
  const relaxed = enableRelaxedSimd();
  if (relaxed) engines.relaxed = new WasmEngine(startKernels('relaxed'));
  const threads = useThreads(2);
  await threads.ready;
  if (threads.count > 1) engines['two threads'] = currentEngine();
  const tensorFlow = await loadTensorFlow({ backend: 'wasm' });

  const convolutions: Record<string, Record<Operation, Times>> = {};
  for (const name of names) {
    const result = await measureCase(name, engines, tensorFlow);
    convolutions[name] = result;
    for (const operation of operations) printTimes(name, operation, result[operation]);
  }
  const steps = await measureSteps(engines, tensorFlow);
  printLine('LeNet step', '', steps, undefined);
  await threads.stop();

  const oneThread = relaxed ? 'relaxed' : 'simd';
  printTargets(convolutions, steps, peak, oneThread);
  const rss = process.resourceUsage().maxRSS / 1024;
  console.log(`\nMost memory in use: ${rss.toFixed(0)} MB, TensorFlow.js included.`);
  const file = join(projectRoot, 'build', 'bench.json');
  mkdirSync(join(projectRoot, 'build'), { recursive: true });
  const report = { node: process.version, cpu: cpus()[0]?.model, peak, convolutions, steps };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log('Written to build/bench.json.');
}

async function measureCase(
  name: Case,
  engines: Record<string, Engine>,
  tensorFlow: Awaited<ReturnType<typeof loadTensorFlow>>,
): Promise<Record<Operation, Times>> {
  const [images, height, width, inChannels, outChannels] = cases[name];
  const x = randn([images, height, width, inChannels], rng(1));
  const kernels = randn([3, 3, inChannels, outChannels], rng(2));
  const gradOutput = randn([images, height, width, outChannels], rng(3));
  const options = { padding: 'same' } as const;
  const sizes = conv2dSizes('bench', x, kernels, options);
  const gradX = (): void => {
    const output = new Float32Array(x.data.length);
    const convolution = backwardConvolution(sizes, x.shape);
    currentEngine().convolve(convolution, gradOutput.data, kernels.data, [], false, output);
  };
  const ours: Record<Operation, () => unknown> = {
    forward: () => conv2d(x, kernels, options),
    gradX,
    gradKernels: () => conv2dBackwardKernels(gradOutput, x, kernels, options),
  };
  checkAgainst(name, x, kernels, gradOutput, engines, tensorFlow);

  const seconds = name === 'd' ? 8 : 2;
  const result = { forward: {}, gradX: {}, gradKernels: {} } as Record<Operation, Times>;
  await tensorFlow.tf.setBackend('wasm');
  const onWasm = convolutionKernels(tensorFlow, x, kernels, gradOutput);
  for (const operation of operations) {
    const work: Record<string, () => void> = {};
    for (const [label, engine] of Object.entries(engines)) {
      work[label] = () => {
        useEngine(engine);
        ours[operation]();
      };
    }
    work['tfjs wasm'] = () => {
      onWasm[operation]().dispose();
    };
    result[operation] = await measureInTurn(work, seconds);
  }
  result.forward.readable = (
    await measureInTurn({ readable: () => void reference.conv2d(x, kernels, options) }, 1)
  ).readable;
  // lib/ops has both gradients in one loop.
  result.gradKernels.readable = (
    await measureInTurn(
      { readable: () => void reference.conv2dBackward(gradOutput, x, kernels, options) },
      1,
    )
  ).readable;

  await tensorFlow.tf.setBackend('cpu');
  const onCpu = convolutionKernels(tensorFlow, x, kernels, gradOutput);
  for (const operation of operations) {
    if (tooSlow(name, operation)) continue;
    const work = { cpu: () => onCpu[operation]().dispose() };
    result[operation]['tfjs cpu'] = (await measureInTurn(work, 1)).cpu;
  }
  return result;
}

/** Figures of a wrong result are worth nothing. */
function checkAgainst(
  name: Case,
  x: Tensor,
  kernels: Tensor,
  gradOutput: Tensor,
  engines: Record<string, Engine>,
  tensorFlow: Awaited<ReturnType<typeof loadTensorFlow>>,
): void {
  const results = convolutionKernels(tensorFlow, x, kernels, gradOutput);
  for (const [label, engine] of Object.entries(engines)) {
    useEngine(engine);
    const output = conv2d(x, kernels, { padding: 'same' });
    const got = { forward: output, ...conv2dBackward(gradOutput, x, kernels, { padding: 'same' }) };
    for (const operation of operations) {
      if (tensorFlow.tf.getBackend() === 'cpu' && tooSlow(name, operation)) continue;
      const expected = results[operation]().dataSync();
      // Sums of some thousand products of normal numbers, in float32.
      const far = got[operation].data.findIndex(
        (value, i) => !(Math.abs(value - expected[i]!) <= 2e-3 + 1e-4 * Math.abs(expected[i]!)),
      );
      if (far >= 0) {
        throw new Error(
          `bench: ${operation} of ${name} on ${label} is ${got[operation].data[far]} at ${far}, TensorFlow.js has ${expected[far]}`,
        );
      }
    }
  }
}

async function measureSteps(
  engines: Record<string, Engine>,
  tensorFlow: Awaited<ReturnType<typeof loadTensorFlow>>,
): Promise<Times> {
  const { x, labels, parameters, step } = lenet();
  await tensorFlow.tf.setBackend('wasm');
  const onWasm = lenetStep(tensorFlow, x, labels, parameters);
  const work: Record<string, () => void> = { 'tfjs wasm': onWasm };
  for (const [label, engine] of Object.entries(engines)) {
    work[label] = () => {
      useEngine(engine);
      step();
    };
  }
  const times: Times = await measureInTurn(work, 6);
  await tensorFlow.tf.setBackend('cpu');
  const onCpu = lenetStep(tensorFlow, x, labels, parameters);
  times['tfjs cpu'] = (await measureInTurn({ cpu: onCpu }, 1)).cpu;
  return times;
}

const flops = (name: Case): number => 2 * 9 * cases[name].reduce<number>((a, b) => a * b, 1);

function printLine(title: string, unit: string, times: Times, work: number | undefined): void {
  const parts = Object.entries(times).map(([label, timing]) => {
    const rate = work ? ` (${(work / timing!.median / 1e6).toFixed(1)})` : '';
    return `${label} ${timing!.median.toFixed(timing!.median < 10 ? 3 : 0)}${rate}`;
  });
  console.log(`${title}${unit}: ${parts.join(' · ')}`);
}

function printTimes(name: Case, operation: Operation, times: Times): void {
  const unit = { forward: 'forward', gradX: 'input gradient', gradKernels: 'kernel gradient' };
  printLine(name, ` ${unit[operation]}`, times, flops(name));
}

/** A target's figure by the medians, and by the best runs of both. */
interface Figure {
  median: number;
  best: number;
}

function printTargets(
  convolutions: Record<string, Record<Operation, Times>>,
  steps: Times,
  peak: number,
  oneThread: string,
): void {
  console.log(
    '\nTargets, each with its figure; met* is by the best runs only, as on a machine with other work:',
  );
  const line = (what: string, target: number, figure: Figure | undefined, unit = '×'): void => {
    if (figure === undefined) return;
    const { median, best } = figure;
    const met = median >= target ? 'met' : best >= target ? 'met*' : 'MISSED';
    const figures = `${median.toFixed(2)}${unit}, by the best runs ${best.toFixed(2)}${unit}`;
    console.log(`  ${met.padEnd(6)} ${what}: ${figures} (target ${target}${unit})`);
  };
  const ratio = (times: Times, of: string, to: string): Figure | undefined => {
    const [slow, quick] = [times[of], times[to]];
    return slow && quick && { median: slow.median / quick.median, best: slow.best / quick.best };
  };
  for (const [name, { forward, gradX, gradKernels }] of Object.entries(convolutions)) {
    const large = name !== 'a';
    const share = ({ simd }: Times): Figure | undefined => {
      if (!simd) return undefined;
      const percent = (100 * flops(name as Case)) / 1e6 / peak;
      return { median: percent / simd.median, best: percent / simd.best };
    };
    line(`${name} readable forward to tfjs cpu`, 1, ratio(forward, 'tfjs cpu', 'readable'));
    line(
      `${name} readable gradients to tfjs cpu's kernel gradient`,
      30,
      ratio(gradKernels, 'tfjs cpu', 'readable'),
    );
    line(`${name} plain tile forward to tfjs cpu`, 3, ratio(forward, 'tfjs cpu', 'plain tile'));
    line(`${name} SIMD forward to tfjs wasm`, 1, ratio(forward, 'tfjs wasm', 'simd'));
    line(`${name} relaxed forward to tfjs wasm`, 1.1, ratio(forward, 'tfjs wasm', 'relaxed'));
    if (!large) continue;
    line(`${name} SIMD input gradient to tfjs wasm`, 8, ratio(gradX, 'tfjs wasm', 'simd'));
    line(`${name} SIMD forward, share of the peak`, 60, share(forward), ' %');
    line(`${name} SIMD input gradient, share of the peak`, 60, share(gradX), ' %');
    line(`${name} SIMD kernel gradient, share of the peak`, 50, share(gradKernels), ' %');
    line(`${name} two threads to one, forward`, 1.6, ratio(forward, oneThread, 'two threads'));
    line(`${name} two threads to one, gradX`, 1.6, ratio(gradX, oneThread, 'two threads'));
    line(
      `${name} two threads to one, gradKernels`,
      1.6,
      ratio(gradKernels, oneThread, 'two threads'),
    );
    line(
      `${name} two threads' forward to tfjs wasm`,
      1.8,
      ratio(forward, 'tfjs wasm', 'two threads'),
    );
  }
  line('LeNet step, SIMD to tfjs cpu', 400, ratio(steps, 'tfjs cpu', 'simd'));
  line(
    'LeNet step, SIMD to tfjs wasm with a kernel gradient',
    4,
    ratio(steps, 'tfjs wasm', 'simd'),
  );
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
