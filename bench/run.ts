/**
 * `npm run bench`: measures convolutions and a step of training, this library beside TensorFlow.js
 * and the peers of bench/peers, in one run and in turn. Writes build/bench.json.
 * `-- a c` for some cases; `-- --no-peers` leaves the peers out, and installs nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../kernel/project';
import { currentEngine, plainEngine, type Engine } from '../lib/fast/engine';
import { enableRelaxedSimd } from '../lib/fast/relaxed';
import { useThreads } from '../lib/fast/threads';
import { WasmEngine } from '../lib/fast/wasm-engine';
import { startKernels } from '../lib/fast/wasm-kernels';
import { loadTensorFlow } from '../lib/oracle';
import {
  cases,
  flops,
  measureCase,
  operations,
  type Case,
  type ConvolutionTimes,
  type Times,
} from './convolutions';
import { loadPeers, type Operation } from './peers';
import { printRatios, ratiosOf, type Ratios } from './ratios';
import { measureSteps } from './steps';
import { printTargets, targetsOf } from './targets';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'no-peers': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !(name in cases));
  if (unknown !== undefined) {
    throw new Error(
      `bench: there is no case ${unknown}. There are: ${Object.keys(cases).join(', ')}`,
    );
  }
  const names = (Object.keys(cases) as Case[]).filter(
    (name) => positionals.length === 0 || positionals.includes(name),
  );
  const peers = values['no-peers'] ? { loaded: [], missing: [] } : await loadPeers();
  for (const { label, reason } of peers.missing) console.log(`${label} is left out: ${reason}`);
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}.\n` +
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

  const convolutions: Record<string, ConvolutionTimes> = {};
  for (const name of names) {
    const result = await measureCase(name, engines, tensorFlow, peers.loaded);
    convolutions[name] = result;
    for (const operation of operations) printTimes(name, operation, result[operation]);
  }
  const steps = await measureSteps(engines, tensorFlow, peers.loaded);
  printLine('LeNet step', steps, undefined);
  await threads.stop();

  const oneThread = relaxed ? 'relaxed' : 'simd';
  console.log('\nTimes quicker than each of the others, by the medians:');
  const ratios: Record<string, Ratios> = {};
  const addRatios = (title: string, times: Times): void => {
    ratios[title] = ratiosOf(times, Object.keys(engines));
    printRatios(title, ratios[title], [oneThread, 'two threads']);
  };
  for (const name of names) {
    for (const operation of operations) {
      addRatios(titleOf(name, operation), convolutions[name]![operation]);
    }
  }
  addRatios('LeNet step', steps);
  const targets = targetsOf(convolutions, steps, oneThread);
  printTargets(targets);
  const rss = process.resourceUsage().maxRSS / 1024;
  console.log(`\nMost memory in use: ${rss.toFixed(0)} MB, by everything measured together.`);
  mkdirSync(join(projectRoot, 'build'), { recursive: true });
  const { missing } = peers;
  const machine = { node: process.version, cpu: cpus()[0]?.model };
  const report = { ...machine, missing, convolutions, steps, ratios, targets };
  const file = join(projectRoot, 'build', 'bench.json');
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log('Written to build/bench.json.');
}

function titleOf(name: Case, operation: Operation): string {
  const title = {
    forward: 'forward',
    gradX: 'input gradient',
    gradKernels: 'kernel gradient',
    gradients: 'both gradients in one go',
  };
  return `${name} ${title[operation]}`;
}

function printTimes(name: Case, operation: Operation, times: Times): void {
  printLine(titleOf(name, operation), times, flops(name, operation));
}

function printLine(title: string, times: Times, work: number | undefined): void {
  const parts = Object.entries(times).map(([label, timing]) => {
    const rate = work ? ` (${(work / timing!.median / 1e6).toFixed(1)})` : '';
    return `${label} ${timing!.median.toFixed(timing!.median < 10 ? 3 : 0)}${rate}`;
  });
  console.log(`${title}: ${parts.join(' · ')}`);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
