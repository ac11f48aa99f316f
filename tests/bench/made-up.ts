import { caseNames, flops, cases, operations } from '../../bench/cases';
import { ours } from '../../bench/contender';
import type { ConvolutionTimes, Times } from '../../bench/convolutions';
import type { Timing } from '../../bench/measure';
import type { Report } from '../../bench/report';

export const timing = (median: number, scaledBy?: number): Timing => ({
  median,
  best: median * 0.9,
  runs: 11,
  ...(scaledBy === undefined ? {} : { scaledBy }),
});

/** GFLOP/s that each does, whatever the case. */
const speeds: Record<string, number> = {
  'readable loops': 1.5,
  'plain tile': 4,
  SIMD: 36,
  'relaxed SIMD': 40,
  'two threads': 70,
  'tfjs cpu': 1,
  'tfjs wasm': 32,
  'tfjs wasm + registered': 10,
  'onnxruntime-node': 100,
  toygrad: 1.25,
};

const library = (label: string): string =>
  label.startsWith('tfjs') ? 'tfjs' : /^(onnx|toy)/.test(label) ? label : ours;

function convolution(name: (typeof caseNames)[number]): ConvolutionTimes {
  const result: ConvolutionTimes = {
    times: { forward: {}, gradX: {}, gradKernels: {}, gradients: {} },
    lacks: { 'tfjs wasm': { gradKernels: 'no kernel' } },
  };
  for (const operation of operations) {
    for (const [label, speed] of Object.entries(speeds)) {
      const one = label === 'readable loops' || label === 'toygrad';
      if (
        operation === 'gradients' ? !one && library(label) !== ours : one && operation !== 'forward'
      )
        continue;
      if (label === 'onnxruntime-node' && operation !== 'forward') continue;
      if (label === 'tfjs wasm' && operation === 'gradKernels') continue;
      if (label === 'tfjs wasm + registered' && operation !== 'gradKernels') continue;
      const milliseconds = flops(cases[name], operation) / speed / 1e6;
      const scaled = name === 'd' && label === 'tfjs cpu' && operation === 'gradKernels';
      result.times[operation][label] = timing(milliseconds, scaled ? 8 : undefined);
    }
  }
  return result;
}

const steps = (all: Record<string, number>): Times =>
  Object.fromEntries(Object.entries(all).map(([label, ms]) => [label, timing(ms)]));

const along = (at: number[], labels: readonly string[]) => ({
  at,
  times: at.map((value) =>
    Object.fromEntries(labels.map((label) => [label, timing(value / speeds[label]!)])),
  ),
});

/** What a run might find. Every figure is made up. */
export function madeUpReport(): Report {
  return {
    machine: {
      processor: 'A <made-up> processor',
      cores: 2,
      node: 'v20.19.0',
      platform: 'linux x64',
      date: '2026-11-24',
    },
    peak: { apart: 48, fused: 50 },
    contenders: Object.keys(speeds).map((label) => ({
      label,
      library: library(label),
      threads: label === 'two threads' ? 2 : 1,
    })),
    missing: [{ label: 'tfjs-node', reason: '@tensorflow/tfjs-node is not installed' }],
    oneThread: 'relaxed SIMD',
    convolutions: Object.fromEntries(caseNames.map((name) => [name, convolution(name)])),
    training: {
      LeNet: steps({ SIMD: 2, 'relaxed SIMD': 1.6, 'tfjs cpu': 1000, toygrad: 20 }),
      'ResNet-20, 7×7': steps({ SIMD: 3, 'relaxed SIMD': 2.5, 'tfjs cpu': 700 }),
    },
    epoch: {
      'relaxed SIMD': {
        seconds: 5,
        dataMegabytes: 188,
        peakMegabytes: 300,
        afterSteps: [
          { step: 100, residentMegabytes: 280, liveMegabytes: 200 },
          { step: 1000, residentMegabytes: 281, liveMegabytes: 203 },
        ],
      },
      'two threads': { problem: 'there is no second thread here' },
    },
    memory: {
      SIMD: { doing: 'steps of LeNet', runs: 900, megabytes: 90, before: 66 },
      'onnxruntime-node': { doing: 'forward of e', runs: 300, megabytes: 160, before: 107 },
      toygrad: { problem: 'it does not run here' },
    },
    curves: {
      images: along([1, 2, 4], ['plain tile', 'relaxed SIMD', 'tfjs cpu', 'tfjs wasm']),
      channels: along([4, 8], ['plain tile', 'relaxed SIMD', 'tfjs cpu', 'tfjs wasm']),
      threads: {
        b: {
          at: [1, 2],
          times: [{ 'two threads': timing(2) }, { 'two threads': timing(1.25) }],
        },
      },
    },
  };
}
