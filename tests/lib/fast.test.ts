import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  conv2d,
  conv2dBackward,
  conv2dBackwardKernels,
  conv2dRelu,
  randn,
  reference,
  rng,
  tensor,
  zeros,
  type Conv2dOptions,
  type Tensor,
} from '../../lib';
import { backwardConvolution, forwardConvolution } from '../../lib/fast/convolution';
import { currentEngine, plainEngine, useEngine, type Engine } from '../../lib/fast/engine';
import { enableRelaxedSimd } from '../../lib/fast/relaxed';
import { WasmEngine } from '../../lib/fast/wasm-engine';
import { startKernels, type KernelRuntime } from '../../lib/fast/wasm-kernels';
import { conv2dSizes } from '../../lib/ops/conv2d-sizes';
import { convCase } from './arbitraries';
import { expectClose, float32Sums, oneRounding } from './expect-close';

/** One thread that does what several share, three pieces at a time and these in reverse. */
function inAnotherOrder(runtime: KernelRuntime): KernelRuntime {
  const slots = 3;
  return {
    ...runtime,
    threads: 2,
    slots,
    run: ({ kernel, job, count, bring, fetch }) => {
      for (let first = 0; first < count; first += slots) {
        const end = Math.min(count, first + slots);
        for (let piece = first; piece < end; piece++) bring(piece);
        for (let piece = end; piece > first; piece--) runtime.kernels[kernel](job, piece - 1);
        for (let piece = first; piece < end; piece++) fetch(piece);
      }
    },
  };
}

const simd = startKernels('simd');
const engines: Engine[] = [plainEngine, new WasmEngine(simd), new WasmEngine(inAnotherOrder(simd))];
if (enableRelaxedSimd()) engines.push(new WasmEngine(startKernels('relaxed')));

/** All results of one engine, whatever the size: no small convolution goes another way. */
function resultsOf(
  engine: Engine,
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions,
): { output: Tensor; gradX: Tensor; gradKernels: Tensor; gradBias: Tensor } {
  const sizes = conv2dSizes('test', x, kernels, options);
  const forward = forwardConvolution(sizes, x.shape);
  const backward = backwardConvolution(sizes, x.shape);
  // Whatever an engine does not write stays NaN, which is close to nothing.
  const unset = (shape: readonly number[]): Tensor => {
    const t = zeros(shape);
    t.data.fill(NaN);
    return t;
  };
  const results = {
    output: unset(gradOutput.shape),
    gradX: unset(x.shape),
    gradKernels: unset(kernels.shape),
    gradBias: unset([sizes.outChannels]),
  };
  const { output, gradX, gradKernels, gradBias } = results;
  engine.convolve(forward, x.data, kernels.data, sizes.bias, false, output.data);
  engine.convolve(backward, gradOutput.data, kernels.data, [], false, gradX.data);
  engine.gradients(forward, x.data, gradOutput.data, gradKernels.data, gradBias.data);
  return results;
}

describe.each(engines)('convolution on $name', (engine) => {
  it.each([
    { sizes: 'small', limits: { images: 3, channels: 5, kernels: 6, extra: 6 }, numRuns: 300 },
    { sizes: 'larger', limits: { images: 4, channels: 9, kernels: 21, extra: 12 }, numRuns: 60 },
    // Such images are cut into bands of rows.
    { sizes: 'large', limits: { images: 2, channels: 8, kernels: 16, extra: 44 }, numRuns: 15 },
  ])('is that of lib/ops within rounding, forward and backward: $sizes', ({ limits, numRuns }) => {
    fc.assert(
      fc.property(convCase(limits), ({ x, kernels, options }) => {
        const output = reference.conv2d(x, kernels, options);
        const gradOutput = randn(output.shape, rng(3));
        const expected = reference.conv2dBackward(gradOutput, x, kernels, options);
        const got = resultsOf(engine, gradOutput, x, kernels, options);
        const tolerance =
          engine === plainEngine ? { ...oneRounding, rtol: 2 ** -23, atol: 1e-6 } : float32Sums;
        expectClose(got.output, output, tolerance);
        expectClose(got.gradX, expected.gradX, tolerance);
        expectClose(got.gradKernels, expected.gradKernels, tolerance);
        expectClose(got.gradBias, expected.gradBias, tolerance);
      }),
      { numRuns },
    );
  });

  it('gives the same bits each time', () => {
    const x = randn([3, 17, 19, 5], rng(1));
    const kernels = randn([3, 3, 5, 11], rng(2));
    const gradOutput = randn([3, 17, 19, 11], rng(3));
    const once = resultsOf(engine, gradOutput, x, kernels, { padding: 'same' });
    expect(resultsOf(engine, gradOutput, x, kernels, { padding: 'same' })).toEqual(once);
  });
});

describe('the quick conv2d', () => {
  const x = randn([4, 20, 20, 6], rng(1));
  const kernels = randn([3, 3, 6, 12], rng(2));
  const options: Conv2dOptions = { padding: 'same', bias: randn([12], rng(3)) };

  afterEach(() => {
    useEngine();
  });

  it.each(engines)('is that of lib/ops, on $name', (engine) => {
    useEngine(engine);
    const output = reference.conv2d(x, kernels, options);
    const gradOutput = randn(output.shape, rng(4));
    const expected = reference.conv2dBackward(gradOutput, x, kernels, options);
    const got = conv2dBackward(gradOutput, x, kernels, options);
    expectClose(conv2d(x, kernels, options), output, float32Sums);
    expectClose(got.gradX, expected.gradX, float32Sums);
    expectClose(got.gradKernels, expected.gradKernels, float32Sums);
    expectClose(got.gradBias, expected.gradBias, float32Sums);
    const { gradKernels, gradBias } = got;
    expect(conv2dBackwardKernels(gradOutput, x, kernels, options)).toEqual({
      gradKernels,
      gradBias,
    });
    const positive = output.data.map((value) => Math.max(value, 0));
    expectClose(conv2dRelu(x, kernels, options), tensor(output.shape, positive), float32Sums);
  });

  it.each(engines)(
    'spreads NaN in the data, and leaves its arguments alone, on $name',
    (engine) => {
      useEngine(engine);
      const broken = tensor(x.shape, x.data);
      broken.data[0] = NaN;
      const before = structuredClone({ broken, kernels, options });
      const nansOf = (t: Tensor): boolean[] => Array.from(t.data, Number.isNaN);
      const expected = nansOf(reference.conv2d(broken, kernels, options));
      expect(nansOf(conv2d(broken, kernels, options))).toEqual(expected);
      expect({ broken, kernels, options }).toEqual(before);
    },
  );

  it('says what is wrong in the words of lib/ops', () => {
    const wrong = zeros([3, 3, 5, 12]);
    const messageOf = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        return (error as Error).message;
      }
      return 'no error';
    };
    const gradOutput = zeros([4, 20, 20, 11]);
    expect(messageOf(() => conv2d(x, wrong))).toBe(messageOf(() => reference.conv2d(x, wrong)));
    expect(messageOf(() => conv2dBackward(gradOutput, x, kernels, options))).toBe(
      messageOf(() => reference.conv2dBackward(gradOutput, x, kernels, options)),
    );
  });

  it('works a large batch off in parts, to the same bits', () => {
    const engine = new WasmEngine(startKernels('simd'));
    const many = randn([40, 64, 64, 32], rng(1));
    const few = randn([3, 3, 32, 32], rng(2));
    useEngine(engine);
    const all = conv2d(many, few, { padding: 'same' });
    const imageSize = 64 * 64 * 32;
    const last = tensor([1, 64, 64, 32], many.data.subarray(39 * imageSize));
    expect(conv2d(last, few, { padding: 'same' }).data).toEqual(all.data.subarray(39 * imageSize));
    expect(engine.runtime.heap.memory.buffer.byteLength).toBeLessThan(80 * 2 ** 20);
  });

  it("keeps the heap's size from step to step", () => {
    const engine = new WasmEngine(startKernels('simd'));
    useEngine(engine);
    const size = (): number => engine.runtime.heap.memory.buffer.byteLength;
    const step = (): unknown => conv2dBackward(conv2d(x, kernels, options), x, kernels, options);
    step();
    const after = size();
    for (let i = 0; i < 1000; i++) step();
    expect(size()).toBe(after);
  });

  it('chooses WebAssembly here', () => {
    expect(currentEngine().name).toMatch(/^WebAssembly/);
  });
});
