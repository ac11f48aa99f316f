import { expect, it, vi } from 'vitest';
import type * as Operations from '../../../lib/nn/operations';
import type { Tensor } from '../../../lib';

const counted = vi.hoisted(() => ({ pieces: 0 }));

// operations.ts promises that nothing made within reusingMemory is read after it. Here every
// operation's output is spoilt at the end of its piece of work, as a quick implementation may do
// that gives its memory to the next. If training or evaluation kept such a tensor, numbers differ.
vi.mock('../../../lib/nn/operations', async (importOriginal) => {
  const operations = await importOriginal<typeof Operations>();
  let made: Tensor[] | undefined;
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('data' in value && value.data instanceof Float32Array) made?.push(value as Tensor);
    else Object.values(value).forEach(collect);
  };
  const watched = Object.entries(operations).map(([name, operation]) => [
    name,
    (...given: unknown[]) => {
      const result = (operation as (...args: unknown[]) => unknown)(...given);
      collect(result);
      return result;
    },
  ]);
  return {
    ...Object.fromEntries(watched),
    reusingMemory<T>(work: () => T): T {
      made = [];
      const result = work();
      expect(made.length).toBeGreaterThan(0);
      made.forEach(({ data }) => data.fill(NaN));
      made = undefined;
      counted.pieces++;
      return result;
    },
  };
});

const run = async (): Promise<unknown> => {
  const lib = await import('../../../lib');
  const images = lib.randn([24, 6, 6, 1], lib.rng(1));
  const data = { images, labels: Array.from({ length: 24 }, (_, i) => i % 3) };
  const network = [
    lib.layers.conv2d({ outChannels: 4, size: 3, padding: 1, bias: false }),
    ...lib.residualBlock({ outChannels: 4 }),
    ...lib.residualBlock({ outChannels: 6, stride: 2, shortcut: 'projection' }),
    ...lib.residualBlock({ outChannels: 8, stride: 2, shortcut: 'subsample' }),
    lib.layers.maxPool({ size: 2 }),
    lib.layers.flatten(),
    lib.layers.dense({ outputs: 3 }),
  ];
  const model = lib.createModel(network, { inputShape: [6, 6, 1], seed: 2 });
  const options = { learningRate: 0.05, epochs: 3, batchSize: 8, validation: data };
  const { steps, epochs } = await lib.train(model, data, { ...options, optimizer: lib.adam() });
  const { steps: more } = await lib.train(model, data, options);
  const losses = [...steps, ...more].map(({ loss }) => loss);
  const validation = epochs.map((epoch) => epoch.validation);
  return { losses, validation, model: Array.from(lib.saveModel(model)) };
};

it('needs nothing of a step when the step is over', async () => {
  const spoilt = await run();
  expect(counted.pieces).toBe(3 * 3 + 3 + 3 * 3 + 3); // steps and evaluations, twice
  vi.doUnmock('../../../lib/nn/operations');
  vi.resetModules();
  expect(spoilt).toEqual(await run());
});
