import type { BatchNormOptions, PoolOptions, SubsampleOptions } from '../ops';
import type { Tensor } from '../tensor';
import { both } from './conv2d-float64';
import type { TensorFlow, TfTensor } from './tensorflow-types';

/**
 * lib's operations in terms of TensorFlow.js, as functions of its tensors: runTensorFlow runs one,
 * gradientsTensorFlow has TensorFlow.js differentiate it.
 */
export type TfFunction = (...inputs: TfTensor[]) => TfTensor;

const toTf = (tf: TensorFlow, t: Tensor): TfTensor => tf.tensor(t.data, t.shape);
const fromTf = (t: TfTensor): Tensor => ({
  shape: [...t.shape],
  data: new Float32Array(t.dataSync()),
});

/** What TensorFlow.js computes. */
export const runTensorFlow = (tf: TensorFlow, f: TfFunction, inputs: readonly Tensor[]): Tensor =>
  tf.tidy(() => fromTf(f(...inputs.map((input) => toTf(tf, input)))));

/**
 * What TensorFlow.js's own differentiation gives: a gradient for each input.
 *
 * @param gradOutput the loss's gradient with respect to the output; may be left out where the
 * output is one number
 */
export const gradientsTensorFlow = (
  tf: TensorFlow,
  f: TfFunction,
  inputs: readonly Tensor[],
  gradOutput?: Tensor,
): Tensor[] =>
  tf.tidy(() =>
    tf
      .grads(f)(
        inputs.map((input) => toTf(tf, input)),
        gradOutput && toTf(tf, gradOutput),
      )
      .map(fromTf),
  );

/**
 * x with its padding in place: `value` in the new cells. What 'same' means is TensorFlow's word.
 */
function padded(tf: TensorFlow, x: TfTensor, options: PoolOptions, value: number): TfTensor {
  const { size, stride = size, padding = 'valid' } = options;
  if (padding === 'valid') return x;
  let sides: readonly (readonly [number, number])[];
  if (padding === 'same') {
    const info = tf.backend_util.computePool2DInfo(x.shape, both(size), both(stride), 1, 'same');
    const { top, bottom, left, right } = info.padInfo;
    sides = [
      [top, bottom],
      [left, right],
    ];
  } else {
    sides =
      typeof padding === 'number'
        ? [
            [padding, padding],
            [padding, padding],
          ]
        : padding;
  }
  const [rows, cols] = sides.map(([before, after]): [number, number] => [before, after]);
  return tf.pad(x, [[0, 0], rows, cols, [0, 0]], value);
}

/**
 * maxPool2d, with its padding put around the image first. Differentiate it on another backend than
 * wasm, which (4.22) loses the gradient of maxima that are not above 0, and gives that of a tie to
 * the last of the equal cells.
 */
export const maxPool2dTensorFlow =
  (tf: TensorFlow, options: PoolOptions): TfFunction =>
  (x) =>
    tf.maxPool(
      padded(tf, x, options, -Infinity),
      both(options.size),
      both(options.stride ?? options.size),
      'valid',
    );

/**
 * avgPool2d, as mean over the whole window, of zeros where there is padding, over the share of the
 * window that is no padding. TensorFlow.js's avgPool (4.22) does not count padded cells either,
 * but its gradient divides by the whole window all the same: with padding it is not the gradient
 * of what it computes.
 */
export const avgPool2dTensorFlow =
  (tf: TensorFlow, options: PoolOptions): TfFunction =>
  (x) => {
    const mean = (t: TfTensor): TfTensor =>
      tf.avgPool(
        padded(tf, t, options, 0),
        both(options.size),
        both(options.stride ?? options.size),
        'valid',
      );
    const ones = tf.tensor(new Float32Array(x.shape.reduce((a, b) => a * b)).fill(1), x.shape);
    return tf.div(mean(x), mean(ones));
  };

export const globalAvgPool2dTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (x) =>
    tf.mean(x, [1, 2]);

export const reluTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (x) =>
    tf.relu(x);

export const addTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (a, b) =>
    tf.add(a, b);

export const denseTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (x, weights, bias) =>
    tf.add(tf.matMul(x, weights), bias);

export const flattenTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (x) =>
    tf.reshape(x, [x.shape[0], -1]);

export const softmaxTensorFlow =
  (tf: TensorFlow): TfFunction =>
  (logits) =>
    tf.softmax(logits);

/** One number: the mean loss of the batch. */
export const softmaxCrossEntropyTensorFlow =
  (tf: TensorFlow, labels: ArrayLike<number>): TfFunction =>
  (logits) => {
    const classes = tf.tensor(labels, [labels.length], 'int32');
    return tf.losses.softmaxCrossEntropy(tf.oneHot(classes, logits.shape[1]), logits);
  };

/** Batch normalisation of x by gamma and beta, in training. */
export const batchNormTensorFlow =
  (tf: TensorFlow, { epsilon = 1e-5 }: BatchNormOptions = {}): TfFunction =>
  (x, gamma, beta) => {
    const { mean, variance } = tf.moments(x, x.shape.length === 4 ? [0, 1, 2] : [0]);
    const deviation = tf.sqrt(tf.add(variance, tf.scalar(epsilon)));
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), deviation), gamma), beta);
  };

/** Batch normalisation by given statistics, which have gradients of their own here. */
export const batchNormInferenceTensorFlow =
  (tf: TensorFlow, { epsilon = 1e-5 }: BatchNormOptions = {}): TfFunction =>
  (x, gamma, beta, mean, variance) => {
    const deviation = tf.sqrt(tf.add(variance, tf.scalar(epsilon)));
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), deviation), gamma), beta);
  };

export const subsample2dTensorFlow =
  (tf: TensorFlow, { stride = 1, outChannels }: SubsampleOptions): TfFunction =>
  (x) => {
    // Its stridedSlice has no gradient (4.22); the mean of a window of one cell is that cell.
    const kept = tf.avgPool(x, [1, 1], both(stride), 'valid');
    const channels = x.shape[3];
    const more = (outChannels ?? channels) - channels;
    return tf.pad(kept, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, more],
    ]);
  };
