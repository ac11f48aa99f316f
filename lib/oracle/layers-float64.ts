import type { BatchNormOptions } from '../ops';
import type { Numbers } from './compare';
import type { Float64Numbers } from './conv2d-float64';

/**
 * The rest of lib/ops a second time: float64 throughout, straight from the formulas, for checking
 * the first. It shares no code with lib/ops.
 */

const numbers = (shape: readonly number[], values: number[]): Float64Numbers => ({
  shape,
  data: Float64Array.from(values),
});

const rowsOf = ({ shape, data }: Numbers): number[][] =>
  Array.from({ length: shape[0] }, (_, row) =>
    Array.from(data).slice(row * shape[1], (row + 1) * shape[1]),
  );

export const reluFloat64 = (x: Numbers): Float64Numbers =>
  numbers(
    x.shape,
    Array.from(x.data, (value) => (Number.isNaN(value) ? NaN : Math.max(value, 0))),
  );

export const addFloat64 = (a: Numbers, b: Numbers): Float64Numbers =>
  numbers(
    a.shape,
    Array.from(a.data, (value, i) => value + b.data[i]),
  );

export function denseFloat64(x: Numbers, weights: Numbers, bias: Numbers): Float64Numbers {
  const columns = rowsOf(weights);
  const output = rowsOf(x).flatMap((row) =>
    Array.from(bias.data, (b, o) => row.reduce((sum, v, i) => sum + v * columns[i][o], b)),
  );
  return numbers([x.shape[0], weights.shape[1]], output);
}

/** exp(a) / Σ exp(b) as 1 / Σ exp(b − a): another way past the overflow than lib/ops takes. */
export const softmaxFloat64 = (logits: Numbers): Float64Numbers =>
  numbers(
    logits.shape,
    rowsOf(logits).flatMap((row) =>
      row.map((a) => 1 / row.reduce((sum, b) => sum + Math.exp(b - a), 0)),
    ),
  );

/** The mean of log Σ exp(logits − logit of the class), as a tensor of shape [1]. */
export function softmaxCrossEntropyFloat64(
  logits: Numbers,
  labels: ArrayLike<number>,
): Float64Numbers {
  const losses = rowsOf(logits).map((row, image) =>
    Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - row[labels[image]]), 0)),
  );
  return numbers([1], [losses.reduce((sum, loss) => sum + loss, 0) / losses.length]);
}

export interface Float64Statistics {
  mean: number[];
  variance: number[];
}

/** Mean and variance (over count) of each channel, the last dimension. */
export function channelStatisticsFloat64({ shape, data }: Numbers): Float64Statistics {
  const channels = shape[shape.length - 1];
  const perChannel = Array.from({ length: channels }, (_, c) =>
    Array.from(data).filter((__, i) => i % channels === c),
  );
  const meanOf = (values: number[]): number =>
    values.reduce((sum, v) => sum + v, 0) / values.length;
  const mean = perChannel.map(meanOf);
  const variance = perChannel.map((values, c) => meanOf(values.map((v) => (v - mean[c]) ** 2)));
  return { mean, variance };
}

/** Batch normalisation by the statistics given, or else by those of x, as in training. */
export function batchNormFloat64(
  x: Numbers,
  gamma: Numbers,
  beta: Numbers,
  { epsilon = 1e-5, statistics }: BatchNormOptions & { statistics?: Float64Statistics } = {},
): Float64Numbers {
  const { mean, variance } = statistics ?? channelStatisticsFloat64(x);
  const channels = gamma.data.length;
  const output = Array.from(x.data, (value, i) => {
    const c = i % channels;
    return (gamma.data[c] * (value - mean[c])) / Math.sqrt(variance[c] + epsilon) + beta.data[c];
  });
  return numbers(x.shape, output);
}
