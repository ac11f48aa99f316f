import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as lib from '../../lib';
import { randn, reference, rng, tensor, type Tensor } from '../../lib';
import { reusingMemory } from '../../lib/fast';
import { plainEngine, useEngine, type Engine } from '../../lib/fast/engine';
import { WasmEngine } from '../../lib/fast/wasm-engine';
import { startKernels } from '../../lib/fast/wasm-kernels';
import { expectClose, float32Sums } from './expect-close';

const engines: Engine[] = [plainEngine, new WasmEngine(startKernels('simd'))];

/** Numbers with zeros, equal ones, and some that are no number. */
const lumpy = (shape: number[], seed: number, withNaN: boolean): Tensor => {
  const t = randn(shape, rng(seed));
  for (let i = 0; i < t.data.length; i++) {
    if (i % 3 > 0) t.data[i] = Math.round(t.data[i]!);
    if (withNaN && i % 997 === 500) t.data[i] = NaN;
  }
  return t;
};

const sameNumbers = (got: Tensor, expected: Tensor): void => {
  expect(got.shape).toEqual(expected.shape);
  // toEqual tells −0 from 0, which max and ≤ do not.
  const plusZero = ({ data }: Tensor): Float32Array => data.map((value) => value + 0);
  expect(plusZero(got)).toEqual(plusZero(expected));
};

describe.each(engines)('on $name', (engine) => {
  beforeAll(() => {
    useEngine(engine);
  });
  afterAll(() => {
    useEngine();
  });

  const large = fc.record({
    images: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 5, max: 24 }),
    width: fc.integer({ min: 5, max: 24 }),
    channels: fc.constantFrom(1, 3, 4, 8, 12),
    seed: fc.nat(1000),
    withNaN: fc.boolean(),
  });

  it('relu, its gradient and add are those of lib/ops, to the number', () => {
    fc.assert(
      fc.property(large, ({ images, height, width, channels, seed, withNaN }) => {
        const shape = [images, height, width, channels];
        const [x, other] = [lumpy(shape, seed, withNaN), lumpy(shape, seed + 1, false)];
        sameNumbers(lib.relu(x), reference.relu(x));
        sameNumbers(lib.reluBackward(other, x), reference.reluBackward(other, x));
        sameNumbers(lib.add(x, other), reference.add(x, other));
      }),
      { numRuns: 60 },
    );
  });

  it('flatten and its gradient are those of lib/ops, to the number, and copies', () => {
    fc.assert(
      fc.property(large, ({ images, height, width, channels, seed }) => {
        const x = randn([images, height, width, channels], rng(seed));
        const rows = lib.flatten(x);
        sameNumbers(rows, reference.flatten(x));
        sameNumbers(lib.flattenBackward(rows, x), reference.flattenBackward(rows, x));
        expect(rows.data).not.toBe(x.data);
        expect(lib.flattenBackward(rows, x).data).not.toBe(rows.data);
      }),
      { numRuns: 20 },
    );
  });

  it('max pooling and its gradient are those of lib/ops, to the number, of equal cells too', () => {
    const windows = fc.record({
      size: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      padding: fc.constantFrom('valid' as const, 'same' as const),
    });
    fc.assert(
      fc.property(large, windows, ({ images, height, width, channels, seed, withNaN }, options) => {
        const x = lumpy([images, height, width, channels], seed, withNaN);
        const output = reference.maxPool2d(x, options);
        sameNumbers(lib.maxPool2d(x, options), output);
        const gradOutput = randn(output.shape, rng(seed));
        expectClose(
          lib.maxPool2dBackward(gradOutput, x, options),
          reference.maxPool2dBackward(gradOutput, x, options),
          { rtol: 1e-6, atol: 1e-6 },
        );
      }),
      { numRuns: 100 },
    );
  });

  it('halving by max pooling, which has a way of its own, is that of lib/ops, to the number', () => {
    fc.assert(
      fc.property(large, ({ images, height, width, channels, seed, withNaN }) => {
        const x = lumpy([images, 2 * height, 2 * width, channels], seed, withNaN);
        const output = reference.maxPool2d(x, { size: 2 });
        sameNumbers(lib.maxPool2d(x, { size: 2 }), output);
        const gradOutput = randn(output.shape, rng(seed));
        sameNumbers(
          lib.maxPool2dBackward(gradOutput, x, { size: 2 }),
          reference.maxPool2dBackward(gradOutput, x, { size: 2 }),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('batch normalisation and its gradients are those of lib/ops within rounding', () => {
    fc.assert(
      fc.property(large, fc.constantFrom(0, 1, 50), (size, offset) => {
        const { images, height, width, channels, seed } = size;
        const x = randn([images, height, width, channels], rng(seed));
        for (let i = 0; i < x.data.length; i++) x.data[i]! += offset;
        const [gamma, beta] = [randn([channels], rng(1)), randn([channels], rng(2))];
        const expected = reference.batchNorm(x, gamma, beta);
        const got = lib.batchNorm(x, gamma, beta);
        // float32 has seven digits, and the offset takes two of them.
        const tolerance = { rtol: 1e-5, atol: 1e-5 + 2e-6 * offset };
        expectClose(got.output, expected.output, tolerance);
        expectClose(got.statistics.mean, expected.statistics.mean, tolerance);
        expectClose(got.statistics.variance, expected.statistics.variance, tolerance);
        const gradOutput = randn(x.shape, rng(seed + 1));
        const { statistics } = expected;
        const gradients = lib.batchNormBackward(gradOutput, x, gamma, statistics);
        const wanted = reference.batchNormBackward(gradOutput, x, gamma, statistics);
        expectClose(gradients.gradX, wanted.gradX, tolerance);
        expectClose(gradients.gradGamma, wanted.gradGamma, { rtol: 1e-4, atol: 1e-3 });
        expectClose(gradients.gradBeta, wanted.gradBeta, float32Sums);
      }),
      { numRuns: 60 },
    );
  });

  it('dense and its gradients are those of lib/ops within rounding', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 40 }),
    );
    fc.assert(
      fc.property(sizes, ([images, inputs, outputs]) => {
        const x = randn([images, inputs], rng(1));
        const weights = randn([inputs, outputs], rng(2));
        const bias = randn([outputs], rng(3));
        const output = reference.dense(x, weights, bias);
        expectClose(lib.dense(x, weights, bias), output, float32Sums);
        const got = lib.denseBackward(output, x, weights);
        const expected = reference.denseBackward(output, x, weights);
        const tolerance = { rtol: 1e-5, atol: 1e-3 };
        expectClose(got.gradX, expected.gradX, tolerance);
        expectClose(got.gradWeights, expected.gradWeights, tolerance);
        expectClose(got.gradBias, expected.gradBias, tolerance);
      }),
      { numRuns: 60 },
    );
  });
});

describe('reusingMemory', () => {
  const x = randn([2, 20, 20, 8], rng(1));

  it('gives the memory of one piece of work to the next, and never twice in one', () => {
    const pieces = [1, 2].map(() => reusingMemory(() => [lib.relu(x), lib.relu(x)]));
    const buffers = pieces.map((piece) => new Set(piece.map(({ data }) => data)));
    expect(buffers[0]!.size).toBe(2);
    expect(buffers[1]).toEqual(buffers[0]);
  });

  it('leaves what is made outside alone, also after an error', () => {
    const kept = lib.relu(x);
    const before = kept.data.slice();
    expect(() =>
      reusingMemory(() => {
        lib.relu(x);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    reusingMemory(() => lib.add(x, x));
    expect(kept.data).toEqual(before);
    expect(lib.relu(x).data).not.toBe(lib.relu(x).data);
  });

  it('counts as one piece within another', () => {
    reusingMemory(() => {
      const outer = lib.relu(x);
      const before = outer.data.slice();
      reusingMemory(() => lib.relu(tensor(x.shape)));
      lib.add(x, x);
      expect(outer.data).toEqual(before);
    });
  });
});
