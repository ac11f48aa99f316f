import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  adamStep,
  add,
  addBackward,
  batchNorm,
  batchNormBackward,
  batchNormInference,
  batchNormInferenceBackward,
  dense,
  denseBackward,
  flatten,
  flattenBackward,
  randn,
  relu,
  reluBackward,
  rng,
  sgdStep,
  softmax,
  softmaxBackward,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
  tensor,
  toNested,
  updateRunningStatistics,
  type Tensor,
} from '../../lib';
import {
  addFloat64,
  addTensorFlow,
  batchNormFloat64,
  batchNormInferenceTensorFlow,
  batchNormTensorFlow,
  centralDifferences,
  channelStatisticsFloat64,
  denseFloat64,
  denseTensorFlow,
  flattenTensorFlow,
  gradientsTensorFlow,
  loadTensorFlow,
  reluFloat64,
  reluTensorFlow,
  runTensorFlow,
  softmaxCrossEntropyFloat64,
  softmaxCrossEntropyTensorFlow,
  softmaxFloat64,
  softmaxTensorFlow,
  type Numbers,
  type TensorFlow,
  type TfFunction,
} from '../../lib/oracle';
import { differences, expectClose, float32Sums, oneRounding } from './expect-close';

let tf: TensorFlow;
beforeAll(async () => {
  tf = (await loadTensorFlow()).tf;
});

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const seed = fc.nat(1_000_000);
const rows = fc
  .tuple(size(4), size(6), seed)
  .map(([n, features, s]) => randn([n, features], rng(s)));
const images = fc
  .tuple(size(3), size(4), size(4), size(3), seed)
  .map(([n, h, w, c, s]) => randn([n, h, w, c], rng(s)));

interface Operation {
  inputs: Tensor[];
  output: Tensor;
  /** The gradient of each input. */
  gradients(gradOutput: Tensor): Tensor[];
  float64: (...inputs: Numbers[]) => Numbers;
  tensorFlow: (tf: TensorFlow) => TfFunction;
}

/** One operation against its float64 formula, central differences of that, and TensorFlow.js. */
function expectThreeOracles({ inputs, output, gradients, float64, tensorFlow }: Operation): void {
  const before = structuredClone(inputs);
  const gradOutput = randn(output.shape, rng(9));
  const got = gradients(gradOutput);
  expect(inputs).toEqual(before);

  expectClose(output, float64(...inputs), oneRounding);
  centralDifferences(float64, inputs, gradOutput).forEach((expected, i) =>
    expectClose(got[i], expected, differences),
  );
  expectClose(output, runTensorFlow(tf, tensorFlow(tf), inputs), float32Sums);
  gradientsTensorFlow(tf, tensorFlow(tf), inputs, gradOutput).forEach((expected, i) =>
    expectClose(got[i], expected, float32Sums),
  );
}

describe('relu', () => {
  it('cuts off what is negative; at 0 no gradient passes', () => {
    const x = tensor([5], [-2, -0, 0, 3, 1e-30]);
    expect(relu(x)).toEqual(tensor([5], [0, 0, 0, 3, 1e-30]));
    const gradX = reluBackward(tensor([5], [1, 2, 3, 4, 5]), x);
    expect(gradX).toEqual(tensor([5], [0, 0, 0, 4, 5]));
  });

  it('lets NaN and Infinity through', () => {
    expect(Array.from(relu(tensor([3], [NaN, Infinity, -Infinity])).data)).toEqual([
      NaN,
      Infinity,
      0,
    ]);
  });

  it('has the same gradient from its output as from its input', () => {
    const x = randn([3, 4], rng(1));
    const gradOutput = randn([3, 4], rng(2));
    expect(reluBackward(gradOutput, relu(x))).toEqual(reluBackward(gradOutput, x));
  });

  it('agrees with the oracles', () => {
    fc.assert(
      fc.property(images, (x) =>
        expectThreeOracles({
          inputs: [x],
          output: relu(x),
          gradients: (gradOutput) => [reluBackward(gradOutput, x)],
          float64: reluFloat64,
          tensorFlow: reluTensorFlow,
        }),
      ),
      { numRuns: 30 },
    );
  });
});

describe('add', () => {
  it('adds, and hands the gradient on to both, each with data of its own', () => {
    const sum = add(tensor([2], [1, 2]), tensor([2], [10, 20]));
    expect(sum).toEqual(tensor([2], [11, 22]));
    const gradOutput = tensor([2], [5, 6]);
    const { gradA, gradB } = addBackward(gradOutput);
    expect([gradA, gradB]).toEqual([gradOutput, gradOutput]);
    expect(new Set([gradA, gradB, gradOutput].map(({ data }) => data)).size).toBe(3);
  });

  it('agrees with the oracles', () => {
    fc.assert(
      fc.property(images, (a) => {
        const b = randn(a.shape, rng(4));
        expectThreeOracles({
          inputs: [a, b],
          output: add(a, b),
          gradients: (gradOutput) => Object.values(addBackward(gradOutput)),
          float64: addFloat64,
          tensorFlow: addTensorFlow,
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('flatten', () => {
  it('reads row by row, pixel by pixel, channel by channel, and is undone by its backward pass', () => {
    const x = tensor([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const flat = flatten(x);
    expect(toNested(flat)).toEqual([[1, 2, 3, 4], [5, 6, 7, 8]]); // prettier-ignore
    expect(flat.data).not.toBe(x.data);
    expect(flattenBackward(flat, x)).toEqual(x);
    expect(flattenBackward(flat, x).data).not.toBe(flat.data);
  });

  it('agrees with TensorFlow.js', () => {
    fc.assert(
      fc.property(images, (x) => {
        const flat = flatten(x);
        expect(flat).toEqual(runTensorFlow(tf, flattenTensorFlow(tf), [x]));
        const [gradX] = gradientsTensorFlow(tf, flattenTensorFlow(tf), [x], flat);
        expect(flattenBackward(flat, x)).toEqual(gradX);
      }),
      { numRuns: 10 },
    );
  });
});

describe('dense', () => {
  const x = tensor([2, 2], [1, 2, 3, 4]);
  const weights = tensor([2, 3], [1, 10, 100, 2, 20, 200]);

  it('is x · weights + bias', () => {
    expect(toNested(dense(x, weights, [0.5, 0, -1]))).toEqual([[5.5, 50, 499], [11.5, 110, 1099]]); // prettier-ignore
    expect(dense(x, weights)).toEqual(dense(x, weights, tensor([3])));
  });

  it('has gradients worked by hand', () => {
    const gradOutput = tensor([2, 3], [1, 0, 0, 0, 1, 2]);
    const { gradX, gradWeights, gradBias } = denseBackward(gradOutput, x, weights);
    expect(toNested(gradX)).toEqual([[1, 2], [210, 420]]); // prettier-ignore
    expect(toNested(gradWeights)).toEqual([[1, 3, 6], [2, 4, 8]]); // prettier-ignore
    expect(toNested(gradBias)).toEqual([1, 1, 2]);
  });

  it('agrees with the oracles', () => {
    fc.assert(
      fc.property(rows, size(4), seed, (input, outputs, s) => {
        const random = rng(s);
        const w = randn([input.shape[1], outputs], random);
        const bias = randn([outputs], random);
        expectThreeOracles({
          inputs: [input, w, bias],
          output: dense(input, w, bias),
          gradients: (gradOutput) => Object.values(denseBackward(gradOutput, input, w)),
          float64: denseFloat64,
          tensorFlow: denseTensorFlow,
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('softmax', () => {
  it('makes probabilities of logits of any size', () => {
    expect(toNested(softmax(tensor([1, 2], [0, Math.log(3)])))).toEqual([[0.25, 0.75]]);
    expect(toNested(softmax(tensor([1, 2], [1000, 1000])))).toEqual([[0.5, 0.5]]);
    expect(toNested(softmax(tensor([1, 3], [-3e38, 3e38, -Infinity])))).toEqual([[0, 1, 0]]);
  });

  it('makes a row NaN, and no other, where a logit is NaN or Infinity', () => {
    const logits = tensor([3, 2], [Infinity, 1, NaN, 1, 2, 2]);
    expect(toNested(softmax(logits))).toEqual([[NaN, NaN], [NaN, NaN], [0.5, 0.5]]); // prettier-ignore
    expect(softmax(logits)).toEqual(runTensorFlow(tf, softmaxTensorFlow(tf), [logits]));
  });

  it('adds up to 1 in each row, and does not notice a number added to the row', () => {
    fc.assert(
      fc.property(rows, (logits) => {
        const p = softmax(logits);
        const [n, classes] = p.shape;
        for (let i = 0; i < n; i++) {
          const row = p.data.subarray(i * classes, (i + 1) * classes);
          expect(row.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 6);
        }
        const moved = tensor(
          logits.shape,
          logits.data.map((v) => Math.fround(v) + 8),
        );
        expectClose(softmax(moved), p, { rtol: 1e-5, atol: 1e-6 });
      }),
      { numRuns: 30 },
    );
  });

  it('agrees with the oracles', () => {
    fc.assert(
      fc.property(rows, (logits) =>
        expectThreeOracles({
          inputs: [logits],
          output: softmax(logits),
          gradients: (gradOutput) => [softmaxBackward(gradOutput, logits)],
          float64: softmaxFloat64,
          tensorFlow: softmaxTensorFlow,
        }),
      ),
      { numRuns: 50 },
    );
  });
});

describe('softmaxCrossEntropy', () => {
  it('is ln(classes) for logits that are all equal', () => {
    expect(softmaxCrossEntropy(tensor([2, 10]), [3, 9])).toBeCloseTo(Math.log(10), 14);
  });

  it('is the mean over the batch, worked by hand', () => {
    // Probabilities ¼, ¾ and ½, ½.
    const logits = tensor([2, 2], [0, Math.log(3), 5, 5]);
    const expected = (Math.log(4) + Math.log(2)) / 2;
    expect(softmaxCrossEntropy(logits, [0, 1])).toBeCloseTo(expected, 7);
    const gradLogits = softmaxCrossEntropyBackward(logits, [0, 1]);
    expectClose(gradLogits, tensor([2, 2], [-0.375, 0.375, 0.25, -0.25]), { rtol: 1e-7, atol: 0 });
  });

  it('is finite where the probability of the class is rounded to 0', () => {
    expect(softmaxCrossEntropy(tensor([1, 2], [0, 2000]), [0])).toBe(2000);
    expect(toNested(softmaxCrossEntropyBackward(tensor([1, 2], [0, 2000]), [0]))).toEqual([
      [-1, 1],
    ]);
  });

  it('takes labels in a typed array', () => {
    expect(softmaxCrossEntropy(tensor([1, 2]), Uint8Array.of(1))).toBe(Math.log(2));
  });

  it('agrees with the oracles', () => {
    fc.assert(
      fc.property(rows, seed, (logits, s) => {
        const random = rng(s);
        const [n, classes] = logits.shape;
        fc.pre(classes > 1); // TensorFlow.js makes no one-hot rows of one class
        const labels = Array.from({ length: n }, () => Math.floor(random() * classes));
        const loss = softmaxCrossEntropy(logits, labels);
        const gradLogits = softmaxCrossEntropyBackward(logits, labels);
        const float64 = (v: Numbers): Numbers => softmaxCrossEntropyFloat64(v, labels);
        const scalar = { shape: [1], data: [loss] };
        expectClose(scalar, float64(logits), { rtol: 1e-12, atol: 1e-14 });
        const [difference] = centralDifferences(float64, [logits], tensor([1], [1]));
        expectClose(gradLogits, difference, differences);
        const layer = softmaxCrossEntropyTensorFlow(tf, labels);
        expectClose(scalar, { ...runTensorFlow(tf, layer, [logits]), shape: [1] }, float32Sums);
        expectClose(gradLogits, gradientsTensorFlow(tf, layer, [logits])[0], float32Sums);
      }),
      { numRuns: 50 },
    );
  });
});

describe('batchNorm', () => {
  const x = tensor([2, 1, 2, 2], [1, 10, 3, 10, 5, 10, 7, 10]);

  it('brings each channel to mean beta and deviation gamma', () => {
    const { output, statistics } = batchNorm(x, tensor([2], [1, 3]), tensor([2], [0, 7]));
    expect(statistics).toEqual({ mean: tensor([2], [4, 10]), variance: tensor([2], [5, 0]) });
    const unit = 1 / Math.sqrt(5 + 1e-5);
    const expected = [-3 * unit, 7, -1 * unit, 7, unit, 7, 3 * unit, 7];
    expectClose(output, tensor([2, 1, 2, 2], expected), { rtol: 1e-6, atol: 0 });
  });

  it('lets no gradient of a shift or a stretch of the channel through', () => {
    const { statistics } = batchNorm(x, tensor([2], [1, 1]), tensor([2]));
    const shift = tensor(x.shape, [1, 1, 1, 1, 1, 1, 1, 1]);
    const stretch = tensor(x.shape, [-3, 0, -1, 0, 1, 0, 3, 0]);
    for (const gradOutput of [shift, stretch]) {
      const { gradX } = batchNormBackward(gradOutput, x, tensor([2], [1, 1]), statistics);
      expectClose(gradX, tensor(x.shape), { rtol: 0, atol: 1e-5 });
    }
  });

  it.each([
    { name: 'images', inputs: images },
    { name: 'rows', inputs: rows },
  ])('agrees with the oracles on $name', ({ inputs: arbitrary }) => {
    fc.assert(
      fc.property(
        arbitrary as fc.Arbitrary<Tensor>,
        seed,
        fc.constantFrom(1e-5, 1e-3, 0.1),
        (input, s, epsilon) => {
          const channels = input.shape[input.shape.length - 1];
          // With one or two numbers to a channel, and little epsilon, the gradient is a difference
          // of large numbers that float32 cannot hold.
          fc.pre(input.data.length / channels > 2);
          const random = rng(s);
          const gamma = randn([channels], random);
          const beta = randn([channels], random);
          const { output, statistics } = batchNorm(input, gamma, beta, { epsilon });
          const gradOutput = randn(output.shape, random);
          const { gradX, gradGamma, gradBeta } = batchNormBackward(
            gradOutput,
            input,
            gamma,
            statistics,
            { epsilon },
          );
          const got = [gradX, gradGamma, gradBeta];

          const exact = channelStatisticsFloat64(input);
          expectClose(statistics.mean, { shape: [channels], data: exact.mean }, oneRounding);
          expectClose(
            statistics.variance,
            { shape: [channels], data: exact.variance },
            oneRounding,
          );
          const float64 = (...v: Numbers[]): Numbers =>
            batchNormFloat64(v[0], v[1], v[2], { epsilon });
          // Mean and variance are rounded on the way: two roundings more, of numbers near 1, which
          // a small deviation enlarges.
          const scale = Math.max(1, 1 / Math.sqrt(Math.min(...exact.variance) + epsilon));
          const close = { rtol: 1e-5, atol: 1e-6 * scale ** 2 };
          expectClose(output, float64(input, gamma, beta), close);
          centralDifferences(float64, [input, gamma, beta], gradOutput).forEach((expected, i) =>
            expectClose(got[i], expected, close),
          );
          const layer = batchNormTensorFlow(tf, { epsilon });
          const loose = { rtol: 1e-4, atol: 1e-5 * scale ** 2 };
          expectClose(output, runTensorFlow(tf, layer, [input, gamma, beta]), loose);
          gradientsTensorFlow(tf, layer, [input, gamma, beta], gradOutput).forEach((expected, i) =>
            expectClose(got[i], expected, loose),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('normalises by given statistics in inference, which are constants backward', () => {
    fc.assert(
      fc.property(images, seed, (input, s) => {
        const channels = input.shape[3];
        const random = rng(s);
        const gamma = randn([channels], random);
        const beta = randn([channels], random);
        const mean = randn([channels], random);
        const variance = tensor(
          [channels],
          randn([channels], random).data.map((v) => v * v + 0.1),
        );
        const statistics = { mean, variance };
        const plain = { mean: Array.from(mean.data), variance: Array.from(variance.data) };
        expectThreeOracles({
          inputs: [input, gamma, beta],
          output: batchNormInference(input, gamma, beta, statistics),
          gradients: (gradOutput) =>
            Object.values(batchNormInferenceBackward(gradOutput, input, gamma, statistics)),
          float64: (a, b, c) => batchNormFloat64(a, b, c, { statistics: plain }),
          tensorFlow: (t) => (a, b, c) =>
            batchNormInferenceTensorFlow(t)(
              a,
              b,
              c,
              t.tensor(mean.data, mean.shape),
              t.tensor(variance.data, variance.shape),
            ),
        });
      }),
      { numRuns: 30 },
    );
  });

  it('follows the batches with the running statistics, whose variance is that over count − 1', () => {
    const running = { mean: tensor([1], [0]), variance: tensor([1], [1]) };
    const batch = { mean: tensor([1], [4]), variance: tensor([1], [3]) };
    updateRunningStatistics(running, batch, 4, 0.75);
    expect(running).toEqual({ mean: tensor([1], [1]), variance: tensor([1], [0.75 + 0.25 * 4]) });
    updateRunningStatistics(running, batch, 1, 0); // one number has no distance from itself to mend
    expect(running).toEqual(batch);
  });
});

describe('sgdStep', () => {
  it('moves by the velocity, worked by hand', () => {
    const weight = tensor([2], [1, -2]);
    const velocity = tensor([2], [0, 4]);
    const options = { learningRate: 0.5, momentum: 0.25, weightDecay: 0.5 };
    sgdStep(weight, tensor([2], [3, 1]), velocity, options);
    expect(toNested(velocity)).toEqual([3.5, 1]); // 0 + 3 + ½·1 and ¼·4 + 1 − ½·2
    expect(toNested(weight)).toEqual([-0.75, -2.5]);
  });
});

describe('adamStep', () => {
  it('moves each weight by the learning rate in its first step, whatever the gradient', () => {
    const weight = tensor([3], [1, 1, 1]);
    const [mean, square] = [tensor([3]), tensor([3])];
    const gradient = tensor([3], [1e-3, -5, 200]);
    const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-12, weightDecay: 0 };
    adamStep(weight, gradient, mean, square, { ...options, step: 1 });
    expectClose(weight, tensor([3], [0.9, 1.1, 0.9]), { rtol: 1e-6, atol: 0 });
    expectClose(mean, tensor([3], [1e-4, -0.5, 20]), { rtol: 1e-6, atol: 0 });
    expectClose(square, tensor([3], [1e-9, 0.025, 40]), { rtol: 1e-6, atol: 0 });
  });

  it('shrinks weights apart from the gradient', () => {
    const weight = tensor([1], [8]);
    const options = {
      learningRate: 0.5,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.5,
    };
    adamStep(weight, tensor([1]), tensor([1]), tensor([1]), { ...options, step: 1 });
    expect(toNested(weight)).toEqual([6]);
  });
});
