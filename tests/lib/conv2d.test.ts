import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conv2d,
  conv2dBackward,
  fromNested,
  randn,
  reference,
  rng,
  tensor,
  toNested,
  type Conv2dOptions,
  type Tensor,
} from '../../lib';
import { conv2dCentralDifferences, conv2dFloat64 } from '../../lib/oracle';
import { convCase } from './arbitraries';
import { differences, expectClose, oneRounding } from './expect-close';

/** One image of one channel, and one kernel, from rows of numbers. */
const image = (rows: number[][]): Tensor => {
  const { shape, data } = fromNested(rows);
  return tensor([1, shape[0], shape[1], 1], data);
};
const kernel = (rows: number[][]): Tensor => {
  const { shape, data } = fromNested(rows);
  return tensor([shape[0], shape[1], 1, 1], data);
};

// prettier-ignore
const byHand: { name: string; x: number[][]; kernel: number[][]; options: Conv2dOptions; output: number[][] }[] = [
  { name: 'no flip: a bright cell meets the right weight first', x: [[0, 1, 0]], kernel: [[1, 2]], options: {}, output: [[2, 1]] },
  { name: 'valid, stride 1', x: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernel: [[1, 0], [0, -1]], options: {}, output: [[-4, -4], [-4, -4]] },
  { name: 'rows and columns told apart', x: [[1, 2, 3], [4, 5, 6]], kernel: [[1], [10]], options: {}, output: [[41, 52, 63]] },
  { name: 'stride 2 leaves the fifth cell over', x: [[1, 2, 3, 4, 5]], kernel: [[1, 10]], options: { stride: 2 }, output: [[21, 43]] },
  { name: 'stride of the columns only', x: [[1, 2, 3], [4, 5, 6]], kernel: [[1]], options: { stride: [1, 2] }, output: [[1, 3], [4, 6]] },
  { name: 'stride of the rows only', x: [[1, 2], [3, 4], [5, 6]], kernel: [[1]], options: { stride: [2, 1] }, output: [[1, 2], [5, 6]] },
  { name: "'same', even kernel: the extra cell is on the right", x: [[1, 2, 3]], kernel: [[1, 10]], options: { padding: 'same' }, output: [[21, 32, 3]] },
  { name: "'same', even kernel: the extra cell is at the bottom", x: [[1], [2], [3]], kernel: [[1], [10]], options: { padding: 'same' }, output: [[21], [32], [3]] },
  { name: "'same', even size, stride 2: one cell missing, on the right", x: [[1, 2, 3, 4]], kernel: [[1, 10, 100]], options: { padding: 'same', stride: 2 }, output: [[321, 43]] },
  { name: "'same', odd size, stride 2: one cell on each side", x: [[1, 2, 3, 4, 5]], kernel: [[1, 10, 100]], options: { padding: 'same', stride: 2 }, output: [[210, 432, 54]] },
  { name: "'same', stride larger than the kernel: nothing is missing", x: [[1, 2, 3, 4, 5]], kernel: [[1, 10]], options: { padding: 'same', stride: 3 }, output: [[21, 54]] },
  { name: 'a number pads all four sides', x: [[7]], kernel: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], options: { padding: 1 }, output: [[35]] },
  { name: 'each side padded by itself', x: [[1, 2, 3]], kernel: [[1, 10, 100]], options: { padding: [[1, 0], [2, 0]] }, output: [[0, 0, 0], [100, 210, 321]] },
  { name: 'dilation 2', x: [[1, 2, 3, 4]], kernel: [[1, 10]], options: { dilation: 2 }, output: [[31, 42]] },
  { name: 'dilation of the rows only', x: [[1, 2], [3, 4], [5, 6]], kernel: [[1], [10]], options: { dilation: [2, 1] }, output: [[51, 62]] },
  { name: "'same' counts the dilated kernel", x: [[1, 2, 3]], kernel: [[1, 10, 100]], options: { padding: 'same', dilation: 2 }, output: [[310, 20, 31]] },
];

describe('conv2d worked by hand', () => {
  it.each(byHand)('$name', ({ x, kernel: weights, options, output }) => {
    expect(conv2d(image(x), kernel(weights), options)).toEqual(image(output));
  });

  it('adds the channels up, makes one map for each kernel, and adds each bias once', () => {
    const x = tensor([1, 1, 1, 2], [3, 5]);
    const kernels = tensor([1, 1, 2, 2], [2, 1, -1, 0]); // 2·x0 − x1 and x0
    expect(toNested(conv2d(x, kernels, { bias: [10, 20] }))).toEqual([[[[11, 23]]]]);
    expect(conv2d(x, kernels, { bias: tensor([2], [10, 20]) })).toEqual(
      conv2d(x, kernels, { bias: [10, 20] }),
    );
  });

  it('keeps the images of a batch apart', () => {
    const x = tensor([2, 1, 2, 1], [1, 2, 3, 4]);
    expect(toNested(conv2d(x, kernel([[1, 10]])))).toEqual([[[[21]]], [[[43]]]]);
  });

  // The top left windows and the second kernel of a frame of the CS231n demo
  // (cs231n.github.io/convolutional-networks), worked out in the course's lesson 01.
  const windows = [
    [[0, 0, 0], [0, 0, 1], [0, 0, 1]],
    [[0, 0, 0], [0, 1, 1], [0, 0, 2]],
    [[0, 0, 0], [0, 2, 0], [0, 0, 0]],
  ]; // prettier-ignore
  const weights = [
    [[-1, -1, 0], [-1, 1, 0], [-1, 1, 0]],
    [[1, -1, 0], [-1, 0, -1], [-1, 0, 0]],
    [[-1, 0, 1], [1, 0, 1], [0, -1, 0]],
  ]; // prettier-ignore
  it.each([0, -1, 0].map((sum, channel) => ({ sum, channel })))(
    "channel $channel of the demo's window sums to $sum",
    ({ sum, channel }) => {
      expect(conv2d(image(windows[channel]), kernel(weights[channel]))).toEqual(image([[sum]]));
    },
  );

  it("the demo's three channels and bias 0 make −1", () => {
    const channelsLast = (blocks: number[][][]): number[] =>
      blocks[0].flatMap((row, i) => row.flatMap((_, j) => blocks.map((block) => block[i][j])));
    const output = conv2d(
      tensor([1, 3, 3, 3], channelsLast(windows)),
      tensor([3, 3, 3, 1], channelsLast(weights)),
      { bias: [0], stride: 2 },
    );
    expect(toNested(output)).toEqual([[[[-1]]]]);
  });
});

describe('conv2dBackward worked by hand', () => {
  it('adds up over the windows that a cell is in, and over the places a weight is used', () => {
    const gradients = conv2dBackward(image([[1, 2]]), image([[1, 2, 3]]), kernel([[10, 100]]));
    expect(gradients).toEqual({
      gradX: image([[10, 120, 200]]), // 10·1, 100·1 + 10·2, 100·2
      gradKernels: kernel([[5, 8]]), // 1·1 + 2·2, 2·1 + 3·2
      gradBias: tensor([1], [3]),
    });
  });

  it('lets what reached the padding go', () => {
    const gradients = conv2dBackward(image([[1, 2, 3]]), image([[1, 2, 3]]), kernel([[10, 100]]), {
      padding: 'same',
    });
    expect(gradients).toEqual({
      gradX: image([[10, 120, 230]]),
      gradKernels: kernel([[14, 8]]), // the last product, 0·3, is the padding's
      gradBias: tensor([1], [6]),
    });
  });

  it('gives nothing to cells that no window visits', () => {
    const { gradX } = conv2dBackward(image([[1, 1]]), image([[1, 2, 3, 4, 5]]), kernel([[7]]), {
      stride: 3,
    });
    expect(gradX).toEqual(image([[7, 0, 0, 7, 0]]));
  });
});

describe('conv2d against its formula in float64', () => {
  it('is the formula, rounded once, for every form of its options', () => {
    fc.assert(
      fc.property(convCase(), ({ x, kernels, options }) => {
        expectClose(conv2d(x, kernels, options), conv2dFloat64(x, kernels, options), oneRounding);
      }),
      { numRuns: 400 },
    );
  });

  it('has the gradients that central differences of the formula give', () => {
    const small = convCase({ images: 2, channels: 2, kernels: 2, extra: 3 });
    fc.assert(
      fc.property(small, ({ x, kernels, options }) => {
        const gradOutput = randn(conv2d(x, kernels, options).shape, rng(5));
        const got = conv2dBackward(gradOutput, x, kernels, options);
        const expected = conv2dCentralDifferences(gradOutput, x, kernels, options);
        expectClose(got.gradX, expected.gradX, differences);
        expectClose(got.gradKernels, expected.gradKernels, differences);
        expectClose(got.gradBias, expected.gradBias, differences);
      }),
      { numRuns: 120 },
    );
  });

  // conv2d without bias is linear in x and in the kernels, so both gradients, multiplied by what
  // they are gradients of, give back Σ gradOutput · output. Cheap, so the sizes are larger.
  it('has gradients that are its adjoint', () => {
    const dot = (a: Tensor, b: Tensor): number =>
      a.data.reduce((sum, value, i) => sum + value * b.data[i], 0);
    const large = convCase({ images: 4, channels: 5, kernels: 6, extra: 12 });
    fc.assert(
      fc.property(large, ({ x, kernels, options: { bias: _, ...options } }) => {
        const output = conv2d(x, kernels, options);
        const gradOutput = randn(output.shape, rng(7));
        const { gradX, gradKernels } = conv2dBackward(gradOutput, x, kernels, options);
        const scale = Math.sqrt(dot(gradOutput, gradOutput) * dot(output, output)) + 1;
        expect(Math.abs(dot(gradX, x) - dot(gradOutput, output)) / scale).toBeLessThan(1e-6);
        expect(Math.abs(dot(gradKernels, kernels) - dot(gradOutput, output)) / scale).toBeLessThan(
          1e-6,
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('conv2d', () => {
  it('leaves its arguments alone, and returns data of its own', () => {
    fc.assert(
      fc.property(convCase(), ({ x, kernels, options }) => {
        const before = structuredClone({ x, kernels, options });
        const output = conv2d(x, kernels, options);
        const gradients = conv2dBackward(output, x, kernels, options);
        expect({ x, kernels, options }).toEqual(before);
        const buffers = [output, ...Object.values(gradients)].map(({ data }) => data.buffer);
        expect(new Set([...buffers, x.data.buffer, kernels.data.buffer]).size).toBe(6);
      }),
      { numRuns: 30 },
    );
  });

  it('spreads NaN and Infinity in the data to the outputs that see them, and no further', () => {
    const x = image([[NaN, 1, 2, 3, Infinity]]);
    expect(toNested(conv2d(x, kernel([[1, 1]])))).toEqual([[[[NaN], [3], [5], [Infinity]]]]);
  });

  it('takes a tensor that came through structuredClone', () => {
    const x = structuredClone(image([[1, 2]]));
    expect(conv2d(x, kernel([[1, 1]]))).toEqual(image([[3]]));
  });

  it('is the readable one in the reference', () => {
    expect(reference.conv2d(image([[1, 2]]), kernel([[1, 1]]))).toEqual(image([[3]]));
  });
});
