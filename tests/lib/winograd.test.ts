import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randn, reference, rng, tensor, type Conv2dOptions, type Tensor } from '../../lib';
import { backwardConvolution, forwardConvolution } from '../../lib/fast/convolution';
import type { Engine } from '../../lib/fast/engine';
import { enableRelaxedSimd } from '../../lib/fast/relaxed';
import { WasmEngine } from '../../lib/fast/wasm-engine';
import { startKernels } from '../../lib/fast/wasm-kernels';
import { tilesFit, tilesPay } from '../../lib/fast/winograd';
import { conv2dSizes } from '../../lib/ops/conv2d-sizes';
import { paddingForms } from './arbitraries';
import { expectClose } from './expect-close';

const engines: Engine[] = [new WasmEngine(startKernels('simd'), { byTiles: () => true })];
if (enableRelaxedSimd())
  engines.push(new WasmEngine(startKernels('relaxed'), { byTiles: () => true }));

/**
 * The error allowed for random normal numbers, as a share of the results' standard deviation, with
 * up to 128 channels: bench/winograd.md. The direct kernel's reaches a third of it.
 */
const errorBound = 2e-5;
const normalSums = (channels: number): { rtol: number; atol: number } => ({
  rtol: 0,
  atol: errorBound * Math.sqrt(9 * channels),
});

interface Case {
  x: Tensor;
  kernels: Tensor;
  options: Conv2dOptions;
  relu: boolean;
}

const side = fc.record({ extra: fc.nat(18), before: fc.nat(3), after: fc.nat(3) });

const tileCase = fc
  .record({
    form: fc.constantFrom(...paddingForms),
    rows: side,
    cols: side,
    images: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 6 }),
    outputs: fc.integer({ min: 1, max: 6 }),
    bias: fc.boolean(),
    relu: fc.boolean(),
    seed: fc.nat(1_000_000),
  })
  .map(({ form, rows, cols, images, channels, outputs, bias, relu, seed }): Case => {
    const margins = ({ before, after }: typeof rows): [number, number] =>
      form === 'sides' ? [before, after] : form === 'number' ? [rows.before, rows.before] : [0, 0];
    const size = (axis: typeof rows): number => {
      const [before, after] = margins(axis);
      return Math.max(1, form === 'same' ? 1 : 3 - before - after) + axis.extra;
    };
    const random = rng(seed);
    const options: Conv2dOptions = {
      padding:
        form === 'number' ? rows.before : form === 'sides' ? [margins(rows), margins(cols)] : form,
    };
    if (bias) options.bias = randn([4 * outputs], random);
    return {
      x: randn([images, size(rows), size(cols), 4 * channels], random),
      kernels: randn([3, 3, 4 * channels, 4 * outputs], random),
      options,
      relu,
    };
  });

/** The output, and the gradient of x for a random one of the output. */
function resultsOf(engine: Engine, { x, kernels, options, relu }: Case, gradOutput: Tensor) {
  const sizes = conv2dSizes('test', x, kernels, options);
  const forward = forwardConvolution(sizes, x.shape);
  const backward = backwardConvolution(sizes, x.shape);
  expect([forward, backward].every(tilesFit)).toBe(true);
  // Whatever an engine does not write stays NaN, which is close to nothing.
  const output = tensor(gradOutput.shape, new Float32Array(gradOutput.data.length).fill(NaN));
  const gradX = tensor(x.shape, new Float32Array(x.data.length).fill(NaN));
  engine.convolve(forward, x.data, kernels.data, sizes.bias, relu, output.data);
  engine.convolve(backward, gradOutput.data, kernels.data, [], false, gradX.data);
  return { output, gradX };
}

describe.each(engines)("convolution in Winograd's tiles on $name", (engine) => {
  it('is that of lib/ops within the stated error, forward and for the input, whatever the padding', () => {
    fc.assert(
      fc.property(tileCase, (given) => {
        const { x, kernels, options, relu } = given;
        const sums = reference.conv2d(x, kernels, options);
        const output = relu ? reference.relu(sums) : sums;
        const gradOutput = randn(sums.shape, rng(3));
        const { gradX } = reference.conv2dBackward(gradOutput, x, kernels, options);
        const got = resultsOf(engine, given, gradOutput);
        expectClose(got.output, output, normalSums(x.shape[3]!));
        expectClose(got.gradX, gradX, normalSums(kernels.shape[3]!));
      }),
      { numRuns: 150 },
    );
  });

  it('hides no NaN: it is in the same outputs as in lib/ops, and in some of the same tile', () => {
    const kernels = randn([3, 3, 8, 8], rng(2));
    const options = { padding: 'same' } as const;
    for (let cell = 0; cell < 81; cell++) {
      const x = randn([1, 9, 9, 8], rng(1));
      x.data[cell * 8 + 3] = NaN;
      const expected = reference.conv2d(x, kernels, options);
      const { output } = resultsOf(engine, { x, kernels, options, relu: false }, expected);
      const lost = expected.data.findIndex((sum, i) => isNaN(sum) && !isNaN(output.data[i]!));
      expect(lost).toBe(-1);
      const spread = (along: number, at: number): boolean =>
        Math.floor(at / 4) >= Math.floor((along - 1) / 4) &&
        Math.floor(at / 4) <= Math.floor((along + 1) / 4);
      const stray = output.data.findIndex((sum, i) => {
        const [row, col] = [Math.floor(i / 72), Math.floor(i / 8) % 9];
        return isNaN(sum) && !(spread(Math.floor(cell / 9), row) && spread(cell % 9, col));
      });
      expect(stray).toBe(-1);
    }
  });

  it('stays within the stated error with 128 channels', () => {
    const x = randn([1, 12, 12, 128], rng(1));
    const kernels = randn([3, 3, 128, 16], rng(2));
    const options = { padding: 'same' } as const;
    const output = reference.conv2d(x, kernels, options);
    const got = resultsOf(engine, { x, kernels, options, relu: false }, output);
    expectClose(got.output, output, normalSums(128));
  });

  it('gives an image the same bits alone and in a batch', () => {
    const size = 21 * 23 * 16;
    const x = randn([9, 21, 23, 16], rng(1));
    const kernels = randn([3, 3, 16, 24], rng(2));
    const options = { padding: 'same' } as const;
    const gradOutput = randn([9, 21, 23, 24], rng(3));
    const all = resultsOf(engine, { x, kernels, options, relu: false }, gradOutput);
    const outputSize = gradOutput.data.length / 9;
    for (const image of [0, 5, 8]) {
      const part = (data: Float32Array, length: number): Float32Array =>
        data.slice(image * length, (image + 1) * length);
      const alone = resultsOf(
        engine,
        { x: tensor([1, 21, 23, 16], part(x.data, size)), kernels, options, relu: false },
        tensor([1, 21, 23, 24], part(gradOutput.data, outputSize)),
      );
      expect(alone.output.data).toEqual(part(all.output.data, outputSize));
      expect(alone.gradX.data).toEqual(part(all.gradX.data, size));
    }
  });
});

describe('which convolutions go in tiles', () => {
  const goes = (
    [height, width, channels, outputs]: readonly [number, number, number, number],
    options: Conv2dOptions = { padding: 'same' },
    size = 3,
  ): { forward: boolean; backward: boolean } => {
    const x = randn([1, height, width, channels], rng(1));
    const kernels = randn([size, size, channels, outputs], rng(2));
    const sizes = conv2dSizes('test', x, kernels, options);
    const inTiles = (c: ReturnType<typeof forwardConvolution>): boolean =>
      tilesFit(c) && tilesPay(c);
    return {
      forward: inTiles(forwardConvolution(sizes, x.shape)),
      backward: inTiles(backwardConvolution(sizes, x.shape)),
    };
  };
  const both = { forward: true, backward: true };
  const neither = { forward: false, backward: false };

  it("takes ResNet-20's three stages, both ways", () => {
    expect(goes([32, 32, 16, 16])).toEqual(both);
    expect(goes([16, 16, 32, 32])).toEqual(both);
    expect(goes([8, 8, 64, 64])).toEqual(both);
  });

  it('leaves few channels, few outputs and images of much margin to the direct kernel', () => {
    expect(goes([28, 28, 4, 4])).toEqual(neither);
    expect(goes([14, 14, 8, 16])).toEqual(neither); // LeNet's second
    expect(goes([5, 5, 64, 64])).toEqual(neither);
  });

  it('takes no other kernel, stride or dilation, and no broken vector', () => {
    expect(goes([32, 32, 32, 32], { stride: 2 })).toEqual(neither);
    expect(goes([32, 32, 32, 32], { dilation: 2 })).toEqual(neither);
    expect(goes([32, 32, 32, 32], {}, 5)).toEqual(neither);
    expect(goes([32, 32, 32, 32], {}, 1)).toEqual(neither);
    expect(goes([32, 32, 30, 32])).toEqual(neither);
  });
});
