import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { convolutionCase } from '../../bench/cases';
import type { Contender } from '../../bench/contender';
import { loadContenders } from '../../bench/contenders';
import { startTraining } from '../../bench/networks';
import { inOwnProcess } from '../../bench/own-process';
import { checkParameters, checkResults, expectedResults } from '../../bench/peers/check';
import { loadTensorFlows } from '../../bench/peers/tensorflow';
import { measurePeak } from '../../bench/peak';
import { enableRelaxedSimd } from '../../lib/fast/relaxed';
import type { TensorFlow } from '../../lib/oracle';
import type { Host } from '../../lib/oracle/tensorflow';

const require_ = createRequire(__filename);
const convolution = convolutionCase([3, 6, 5, 8, 12]);
const expected = expectedResults(convolution);

/** The operations it has, each run once and checked. */
async function checkedOperations({ label, engine }: Contender): Promise<string[]> {
  const { operations, close } = await engine.prepare(convolution);
  for (const { run, results } of Object.values(operations)) {
    await engine.use?.();
    await run();
    checkResults(label, results(), expected);
  }
  await close();
  return Object.keys(operations);
}

describe('the contenders that need no other packages', () => {
  it('compute what the readable loops do, each what it is said to', async () => {
    const { loaded } = await loadContenders(undefined, false);
    const operations: Record<string, string[]> = {};
    for (const contender of loaded) {
      operations[contender.label] = await checkedOperations(contender);
    }
    const three = ['forward', 'gradX', 'gradKernels'];
    expect(operations).toMatchObject({
      'readable loops': ['forward', 'gradients'],
      'plain tile': [...three, 'gradients'],
      'tfjs cpu': three,
      'tfjs wasm': ['forward', 'gradX'],
      'tfjs wasm + registered': ['gradKernels'],
    });

    const shipped = loaded.find(({ label }) => label === 'tfjs wasm')!;
    expect(shipped.engine.prepareTraining).toBeUndefined();
    const { lacks, close } = await shipped.engine.prepare(convolution);
    expect(lacks).toEqual({ gradKernels: 'no kernel' });
    await close();
  });

  it('take the same steps of training', async () => {
    const { loaded } = await loadContenders(undefined, false);
    const weights: [string, ReturnType<typeof startTraining>['parameters']][] = [];
    for (const { label, engine } of loaded) {
      if (!engine.prepareTraining) continue;
      const { run, parameters, close } = await engine.prepareTraining(startTraining('LeNet', 4));
      await engine.use?.();
      for (let i = 0; i < 2; i++) await run();
      weights.push([label, parameters().map((t) => ({ ...t, data: t.data.slice() }))]);
      close();
    }
    const start = startTraining('LeNet', 4).parameters;
    expect(() => checkParameters('none', start, weights[0]![1], 1e-5)).toThrow('none, weights');
    for (const [label, found] of weights) checkParameters(label, found, weights[0]![1], 1e-5);
  });

  it('refuse results that are off', () => {
    const output = { ...expected.output, data: expected.output.data.map((v) => v + 0.01) };
    expect(() => checkResults('somebody', { output }, expected)).toThrow('bench: somebody, output');
  });
});

describe('tfjs-node', () => {
  /** Its cpu backend in the place of the native library. */
  function host(packages: Record<string, unknown>): Host {
    const notInstalled = (id: string): Error =>
      Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
    return {
      nodeMajor: 20,
      environment: {},
      processEvents: { listeners: () => [], removeListener: () => undefined },
      resolve: (id) => {
        if (!(id in packages)) throw notInstalled(id);
        return id;
      },
      require: (id) => packages[id] ?? require_(id),
    };
  }
  const used: string[] = [];
  const native = (): TensorFlow => {
    const tf = require_('@tensorflow/tfjs') as TensorFlow;
    return {
      ...tf,
      setBackend: (name: string) => {
        used.push(name);
        return tf.setBackend('cpu');
      },
    };
  };
  const node = '@tensorflow/tfjs-node';

  it('is a column where it loads', async () => {
    const { loaded, missing } = await loadTensorFlows('tfjs-node', host({ [node]: native() }));
    expect(missing).toEqual([]);
    expect(loaded.map(({ label }) => label)).toEqual(['tfjs-node']);
    expect(await checkedOperations(loaded[0]!)).toEqual(['forward', 'gradX', 'gradKernels']);
    expect(new Set(used)).toEqual(new Set(['tensorflow']));
    expect(loaded[0]!.engine.prepareTraining).toBeDefined();
  });

  it('is a line that says why where it does not', async () => {
    expect((await loadTensorFlows('tfjs-node', host({}))).missing).toEqual([
      { label: 'tfjs-node', reason: '@tensorflow/tfjs-node is not installed' },
    ]);
  });

  it('is left out where it has a copy of TensorFlow.js of its own', async () => {
    const { loaded, missing } = await loadTensorFlows(undefined, host({ [node]: native() }));
    expect(loaded.map(({ label }) => label)).not.toContain('tfjs-node');
    expect(missing).toEqual([
      {
        label: 'tfjs-node',
        reason: 'it brings another copy of TensorFlow.js than the one in use',
      },
    ]);
  });
});

describe('a process of its own', () => {
  it('sends what it found', async () => {
    expect(await inOwnProcess('process-memory.ts', 'plain tile')).toMatchObject({
      doing: 'steps of LeNet',
    });
  });

  it('says why there is nothing', async () => {
    const problem = 'there is no contender of that name';
    expect(await inOwnProcess('process-memory.ts', 'nobody')).toEqual({ problem });
  });
});

describe("the probe of the core's peak", () => {
  it('runs every loop that the machine can', async () => {
    const peak = await measurePeak();
    expect(Object.keys(peak)).toEqual(enableRelaxedSimd() ? ['apart', 'fused'] : ['apart']);
    for (const rate of Object.values(peak)) expect(rate).toBeGreaterThan(0);
  });
});
