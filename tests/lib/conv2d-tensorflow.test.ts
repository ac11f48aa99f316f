import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { conv2d, conv2dBackward, randn, rng, type RowsAndCols } from '../../lib';
import {
  conv2dBackwardTensorFlow,
  conv2dTensorFlow,
  loadTensorFlow,
  type TensorFlow,
} from '../../lib/oracle';
import { convCase } from './arbitraries';
import { expectClose, float32Sums } from './expect-close';

let tf: TensorFlow;
beforeAll(async () => {
  const loaded = await loadTensorFlow();
  tf = loaded.tf;
  console.log(`The oracle is ${loaded.description}.`);
});

describe('conv2d against TensorFlow.js', () => {
  it('agrees for every form of its options', () => {
    fc.assert(
      fc.property(convCase(), ({ x, kernels, options }) => {
        expectClose(
          conv2d(x, kernels, options),
          conv2dTensorFlow(tf, x, kernels, options),
          float32Sums,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('has the gradients that TensorFlow.js finds', () => {
    fc.assert(
      fc.property(convCase(), ({ x, kernels, options }) => {
        const gradOutput = randn(conv2d(x, kernels, options).shape, rng(3));
        const got = conv2dBackward(gradOutput, x, kernels, options);
        const expected = conv2dBackwardTensorFlow(tf, gradOutput, x, kernels, options);
        expectClose(got.gradX, expected.gradX, float32Sums);
        expectClose(got.gradKernels, expected.gradKernels, float32Sums);
        expectClose(got.gradBias, expected.gradBias, float32Sums);
      }),
      { numRuns: 200 },
    );
  });

  // The oracle gives TensorFlow.js dilated kernels with zeros between their cells, as it takes
  // dilation only with stride 1. Where it takes dilation itself, that must be the same.
  it('means by dilation what TensorFlow.js means', () => {
    const both = (value: RowsAndCols = 1) =>
      typeof value === 'number' ? ([value, value] as const) : value;
    fc.assert(
      fc.property(convCase(), ({ x, kernels, options: { padding, dilation } }) => {
        fc.pre(typeof padding === 'string');
        const expected = tf.tidy(() => {
          const output = tf.conv2d(
            tf.tensor(x.data, x.shape),
            tf.tensor(kernels.data, kernels.shape),
            [1, 1],
            padding as 'valid' | 'same',
            'NHWC',
            both(dilation),
          );
          return { shape: output.shape, data: output.dataSync() };
        });
        expectClose(conv2d(x, kernels, { padding, dilation }), expected, float32Sums);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no tensor behind in TensorFlow.js', () => {
    const x = randn([1, 5, 5, 2], rng(1));
    const kernels = randn([3, 3, 2, 2], rng(2));
    const before = tf.memory().numTensors;
    const output = conv2dTensorFlow(tf, x, kernels);
    conv2dBackwardTensorFlow(tf, output, x, kernels);
    expect(tf.memory().numTensors).toBe(before);
  });
});
