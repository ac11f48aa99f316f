import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conv2d, conv2dBackward, randn, rng, type Tensor } from '../../lib';
import { currentEngine, useEngine, type Engine } from '../../lib/fast/engine';
import { useThreads, type Threads } from '../../lib/fast/threads';
import { projectRoot } from '../../kernel/project';
import { convCase } from './arbitraries';

describe('convolution on two threads', () => {
  let threads: Threads;
  let one: Engine;
  let two: Engine;
  beforeAll(async () => {
    one = currentEngine();
    threads = useThreads(2);
    await threads.ready;
    two = currentEngine();
  });
  afterAll(() => threads.stop());

  it('has started', () => {
    expect(threads.count).toBe(2);
    expect(two.name).toBe(`${one.name}, 2 threads`);
  });

  const resultsOn = (
    engine: Engine,
    x: Tensor,
    kernels: Tensor,
    options: Parameters<typeof conv2d>[2],
  ): unknown => {
    useEngine(engine);
    const output = conv2d(x, kernels, options);
    return { output, ...conv2dBackward(output, x, kernels, options) };
  };

  it('gives the bits of one thread, whatever the options', () => {
    const large = convCase({ images: 8, channels: 12, kernels: 24, extra: 20 });
    fc.assert(
      fc.property(large, ({ x, kernels, options }) => {
        expect(resultsOn(two, x, kernels, options)).toEqual(resultsOn(one, x, kernels, options));
      }),
      { numRuns: 40 },
    );
  });

  it("gives the bits of one thread in Winograd's tiles", () => {
    const x = randn([3, 21, 18, 16], rng(1));
    const kernels = randn([3, 3, 16, 24], rng(2));
    expect(resultsOn(two, x, kernels, { padding: 1 })).toEqual(
      resultsOn(one, x, kernels, { padding: 1 }),
    );
  });

  it('loses no piece and does none twice in some hundred jobs one after the other', () => {
    const x = randn([8, 24, 24, 8], rng(1));
    const kernels = randn([3, 3, 8, 8], rng(2));
    const expected = resultsOn(one, x, kernels, { padding: 'same' });
    for (let i = 0; i < 80; i++) {
      const got = resultsOn(two, x, kernels, { padding: 'same' });
      if (i % 10 === 0) expect(got).toEqual(expected);
    }
  });

  it('stops', async () => {
    useEngine(two);
    await threads.stop();
    expect(currentEngine().name).toBe(one.name);
  });
});

it('lets the process end while a helper sleeps', () => {
  const program = `
    const { useThreads } = require('./lib/fast/threads.ts');
    useThreads(2).ready.then(() => console.log('ready'));`;
  const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', program], {
    cwd: projectRoot,
    timeout: 25_000,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('ready');
});

it('refuses a count that is none', () => {
  expect(() => useThreads(0)).toThrow(
    'useThreads: count must be a whole number of at least 1, got 0',
  );
});
