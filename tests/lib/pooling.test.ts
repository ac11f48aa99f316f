import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  avgPool2d,
  avgPool2dBackward,
  fromNested,
  globalAvgPool2d,
  globalAvgPool2dBackward,
  maxPool2d,
  maxPool2dBackward,
  randn,
  rng,
  subsample2d,
  subsample2dBackward,
  tensor,
  toNested,
  type PoolOptions,
  type Tensor,
} from '../../lib';
import {
  avgPool2dFloat64,
  avgPool2dTensorFlow,
  centralDifferences,
  globalAvgPool2dFloat64,
  globalAvgPool2dTensorFlow,
  gradientsTensorFlow,
  loadTensorFlow,
  maxPool2dFloat64,
  maxPool2dTensorFlow,
  runTensorFlow,
  subsample2dTensorFlow,
  type TensorFlow,
  type TfFunction,
} from '../../lib/oracle';
import { poolCase } from './arbitraries';
import { differences, expectClose, float32Sums, oneRounding } from './expect-close';

let tf: TensorFlow;
let onWasm: boolean;
beforeAll(async () => {
  const loaded = await loadTensorFlow();
  tf = loaded.tf;
  onWasm = loaded.backend === 'wasm';
  // Its wasm backend gets gradients of max pooling wrong: see the end of this file.
  if (onWasm) await tf.setBackend('cpu');
});

const image = (rows: number[][]): Tensor => {
  const { shape, data } = fromNested(rows);
  return tensor([1, shape[0], shape[1], 1], data);
};

const four = [[1, 3, 2, 4], [5, 2, 7, 0], [-8, -2, 6, 1], [-3, -5, 1, 9]]; // prettier-ignore

// prettier-ignore
const byHand: { name: string; x: number[][]; options: PoolOptions; max: number[][]; avg: number[][] }[] = [
  { name: '4×4 → 2×2', x: four, options: { size: 2 }, max: [[5, 7], [-2, 9]], avg: [[2.75, 3.25], [-4.5, 4.25]] },
  { name: 'stride 1: windows overlap', x: [[1, 3, 2], [4, 0, 1]], options: { size: 2, stride: 1 }, max: [[4, 3]], avg: [[2, 1.5]] },
  { name: 'stride larger than the window: cells are left out', x: [[1, 9, 3, 9, 5]], options: { size: 1, stride: 2 }, max: [[1, 3, 5]], avg: [[1, 3, 5]] },
  { name: 'a cell left over at the end', x: [[1, 2, 3, 4, 9]], options: { size: [1, 2] }, max: [[2, 4]], avg: [[1.5, 3.5]] },
  { name: 'rows and columns told apart', x: [[1, 2], [3, 4], [5, 6]], options: { size: [3, 1] }, max: [[5, 6]], avg: [[3, 4]] },
  { name: 'stride of the rows only', x: [[1, 2], [3, 4], [5, 6]], options: { size: 1, stride: [2, 1] }, max: [[1, 2], [5, 6]], avg: [[1, 2], [5, 6]] },
  { name: 'all negative: padding does not win, nor count', x: [[-1, -2], [-3, -4]], options: { size: 2, padding: 1 }, max: [[-1, -2], [-3, -4]], avg: [[-1, -2], [-3, -4]] },
  { name: "'same' with a cell missing on the right", x: [[-1, -2, -6]], options: { size: [1, 2], padding: 'same' }, max: [[-1, -6]], avg: [[-1.5, -6]] },
  { name: "'same', stride 1: the extra cell is on the right", x: [[1, 2, 6]], options: { size: [1, 2], stride: 1, padding: 'same' }, max: [[2, 6, 6]], avg: [[1.5, 4, 6]] },
  { name: 'each side padded by itself', x: [[1, 2, 6]], options: { size: [1, 3], stride: 1, padding: [[0, 0], [2, 0]] }, max: [[1, 2, 6]], avg: [[1, 1.5, 3]] },
];

describe('pooling worked by hand', () => {
  it.each(byHand)('$name', ({ x, options, max, avg }) => {
    expect(maxPool2d(image(x), options)).toEqual(image(max));
    expect(avgPool2d(image(x), options)).toEqual(image(avg));
  });

  it('keeps channels and images apart', () => {
    const x = tensor([2, 1, 2, 2], [1, -10, 2, -20, 30, 4, 50, 3]);
    expect(toNested(maxPool2d(x, { size: [1, 2] }))).toEqual([[[[2, -10]]], [[[50, 4]]]]);
    expect(toNested(avgPool2d(x, { size: [1, 2] }))).toEqual([[[[1.5, -15]]], [[[40, 3.5]]]]);
    expect(toNested(globalAvgPool2d(x))).toEqual([[1.5, -15], [40, 3.5]]); // prettier-ignore
  });

  it('sends the gradient to the winner, and adds up where windows overlap', () => {
    const x = image([[1, 3, 2], [4, 0, 1]]); // prettier-ignore
    const gradX = maxPool2dBackward(image([[10, 100]]), x, { size: 2, stride: 1 });
    expect(gradX).toEqual(image([[0, 100, 0], [10, 0, 0]])); // prettier-ignore
    const both = maxPool2dBackward(image([[10, 100]]), image([[1, 5, 2]]), {
      size: [1, 2],
      stride: 1,
    });
    expect(both).toEqual(image([[0, 110, 0]]));
  });

  it('gives a tie to the first cell in row-major order, in every window', () => {
    const ones = image([[1, 1, 1], [1, 1, 1]]); // prettier-ignore
    const gradX = maxPool2dBackward(image([[10, 100]]), ones, { size: 2, stride: 1 });
    expect(gradX).toEqual(image([[10, 100, 0], [0, 0, 0]])); // prettier-ignore
    // The first row comes before the first column.
    const x = image([[0, 7], [7, 0]]); // prettier-ignore
    expect(maxPool2dBackward(image([[1]]), x, { size: 2 })).toEqual(image([[0, 1], [0, 0]])); // prettier-ignore
    // Padding is no cell: the first of the image wins.
    const padded = maxPool2dBackward(image([[1]]), image([[0, 0]]), { size: [3, 3], padding: [[1, 1], [1, 0]] }); // prettier-ignore
    expect(padded).toEqual(image([[1, 0]]));
  });

  it('gives nothing to cells that no window visits', () => {
    const options = { size: 1, stride: 2 };
    expect(maxPool2dBackward(image([[7, 8]]), image([[1, 2, 3, 4]]), options)).toEqual(
      image([[7, 0, 8, 0]]),
    );
  });

  it('shares the gradient of a mean among the cells of the image only', () => {
    const gradX = avgPool2dBackward(image([[6, 12]]), image([[1, 2, 6]]), { size: [1, 2], padding: 'same' }); // prettier-ignore
    expect(gradX).toEqual(image([[3, 3, 12]]));
    const x = tensor([1, 2, 2, 1]);
    expect(globalAvgPool2dBackward(tensor([1, 1], [8]), x)).toEqual(image([[2, 2], [2, 2]])); // prettier-ignore
  });

  it('lets NaN win, the first one, and not Infinity', () => {
    const x = image([[Infinity, 1, NaN, NaN], [5, -Infinity, 2, 3]]); // prettier-ignore
    expect(toNested(maxPool2d(x, { size: 2 }))).toEqual([[[[Infinity], [NaN]]]]);
    expect(maxPool2dBackward(image([[1, 1]]), x, { size: 2 })).toEqual(
      image([[1, 0, 1, 0], [0, 0, 0, 0]]), // prettier-ignore
    );
    expect(toNested(maxPool2d(image([[-Infinity]]), { size: 1 }))).toEqual([[[[-Infinity]]]]);
  });
});

const operations = [
  { name: 'maxPool2d', forward: maxPool2d, backward: maxPool2dBackward, float64: maxPool2dFloat64, tensorFlow: maxPool2dTensorFlow },
  { name: 'avgPool2d', forward: avgPool2d, backward: avgPool2dBackward, float64: avgPool2dFloat64, tensorFlow: avgPool2dTensorFlow },
]; // prettier-ignore

describe.each(operations)('$name', ({ forward, backward, float64, tensorFlow }) => {
  it('is its definition in float64, rounded once', () => {
    fc.assert(
      fc.property(poolCase(), ({ x, options }) => {
        expectClose(forward(x, options), float64(x, options), oneRounding);
      }),
      { numRuns: 300 },
    );
  });

  it('has the gradients that central differences give', () => {
    fc.assert(
      fc.property(poolCase(), ({ x, options }) => {
        const gradOutput = randn(forward(x, options).shape, rng(5));
        const [expected] = centralDifferences((v) => float64(v, options), [x], gradOutput);
        expectClose(backward(gradOutput, x, options), expected, differences);
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with TensorFlow.js, forward and backward', () => {
    fc.assert(
      fc.property(poolCase(), ({ x, options }) => {
        const output = forward(x, options);
        expectClose(output, runTensorFlow(tf, tensorFlow(tf, options), [x]), float32Sums);
        const gradOutput = randn(output.shape, rng(6));
        const [gradX] = gradientsTensorFlow(tf, tensorFlow(tf, options), [x], gradOutput);
        expectClose(backward(gradOutput, x, options), gradX, float32Sums);
      }),
      { numRuns: 100 },
    );
  });

  it('leaves its arguments alone, and returns data of its own', () => {
    const x = randn([1, 4, 4, 2], rng(1));
    const before = structuredClone(x);
    const output = forward(x, { size: 1 });
    const gradX = backward(output, x, { size: 1 });
    expect(x).toEqual(before);
    expect(new Set([x, output, gradX].map(({ data }) => data.buffer)).size).toBe(3);
  });
});

const images = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.nat(1_000_000))
  .map(([n, h, w, c, seed]) => randn([n, h, w, c], rng(seed))); // prettier-ignore

describe('globalAvgPool2d', () => {
  it('agrees with its formula, central differences and TensorFlow.js', () => {
    fc.assert(
      fc.property(images, (x) => {
        const output = globalAvgPool2d(x);
        const gradOutput = randn(output.shape, rng(7));
        const gradX = globalAvgPool2dBackward(gradOutput, x);
        expectClose(output, globalAvgPool2dFloat64(x), oneRounding);
        expectClose(
          gradX,
          centralDifferences(globalAvgPool2dFloat64, [x], gradOutput)[0],
          differences,
        );
        const layer = globalAvgPool2dTensorFlow(tf);
        expectClose(output, runTensorFlow(tf, layer, [x]), float32Sums);
        expectClose(gradX, gradientsTensorFlow(tf, layer, [x], gradOutput)[0], float32Sums);
      }),
      { numRuns: 40 },
    );
  });
});

describe('subsample2d', () => {
  it('keeps every second row and column, and adds channels of zeros', () => {
    const x = tensor([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const output = tensor([1, 2, 2, 2], [1, 0, 3, 0, 7, 0, 9, 0]);
    expect(subsample2d(x, { stride: 2, outChannels: 2 })).toEqual(output);
    const gradX = subsample2dBackward(tensor([1, 2, 2, 2], [1, 50, 2, 50, 3, 50, 4, 50]), x, {
      stride: 2,
      outChannels: 2,
    });
    expect(gradX).toEqual(tensor([1, 3, 3, 1], [1, 0, 2, 0, 0, 0, 3, 0, 4]));
  });

  it('is the identity unless told otherwise', () => {
    const x = randn([2, 2, 3, 2], rng(1));
    expect(subsample2d(x, {})).toEqual(x);
  });

  it('agrees with TensorFlow.js, forward and backward', () => {
    const stride = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(images, stride, stride, fc.nat(3), (x, rows, cols, more) => {
        const options = { stride: [rows, cols] as const, outChannels: x.shape[3] + more };
        const layer = subsample2dTensorFlow(tf, options);
        const output = subsample2d(x, options);
        expect(output).toEqual(runTensorFlow(tf, layer, [x]));
        const gradOutput = randn(output.shape, rng(2));
        const [gradX] = gradientsTensorFlow(tf, layer, [x], gradOutput);
        expect(subsample2dBackward(gradOutput, x, options)).toEqual(gradX);
      }),
      { numRuns: 40 },
    );
  });
});

// Where TensorFlow.js 4.22 cannot serve as an oracle. If one of these fails in a later version, the
// oracle in lib/oracle/tensorflow-layers.ts may be able to do with less.
describe('TensorFlow.js', () => {
  const gradientOf = (layer: TfFunction, x: Tensor, gradOutput: Tensor): number[] =>
    Array.from(gradientsTensorFlow(tf, layer, [x], gradOutput)[0].data);

  it('gives ties to the first cell on cpu, as we do, and on wasm to the last', async ({ skip }) => {
    const layer = maxPool2dTensorFlow(tf, { size: 2 });
    const sevens = image([[7, 7], [7, 7]]); // prettier-ignore
    skip(!onWasm, 'the oracle here is another build of TensorFlow.js');
    expect(gradientOf(layer, sevens, image([[1]]))).toEqual([1, 0, 0, 0]);
    await tf.setBackend('wasm');
    expect(gradientOf(layer, sevens, image([[1]]))).toEqual([0, 0, 0, 1]);
    await tf.setBackend('cpu');
  });

  it('on wasm loses the gradient of a maximum that is not above 0', async ({ skip }) => {
    const layer = maxPool2dTensorFlow(tf, { size: 1 });
    const x = image([[-3, 2, -1, 4]]);
    skip(!onWasm, 'the oracle here is another build of TensorFlow.js');
    await tf.setBackend('wasm');
    expect(gradientOf(layer, x, image([[1, 1, 1, 1]]))).toEqual([1, 1, 0, 1]);
    await tf.setBackend('cpu');
    expect(gradientOf(layer, x, image([[1, 1, 1, 1]]))).toEqual([1, 1, 1, 1]);
  });

  it('has a gradient of average pooling that counts the padding its forward pass leaves out', ({
    skip,
  }) => {
    const x = image([[2, 4, 6]]);
    const layer: TfFunction = (t) => tf.avgPool(t, [1, 2], [1, 2], 'same');
    skip(!onWasm, 'the oracle here is another build of TensorFlow.js');
    expect(Array.from(runTensorFlow(tf, layer, [x]).data)).toEqual([3, 6]); // 6 / 1
    expect(gradientOf(layer, x, image([[1, 1]]))).toEqual([0.5, 0.5, 0.5]); // 1 / 2, not 1 / 1
  });
});
