import {
  batchNorm as readableBatchNorm,
  batchNormBackward as readableBatchNormBackward,
  type BatchNormResult,
} from '../ops/batch-norm';
import {
  batchNormSizes,
  checkStatistics,
  inverseDeviations,
  perChannel,
  type BatchNormGradients,
  type BatchNormOptions,
  type ChannelStatistics,
} from '../ops/batch-norm-sizes';
import { checkGradOutput } from '../ops/check';
import type { Tensor } from '../tensor';
import { unwritten } from './memory';
import { kernelsFor, onHeap } from './on-heap';

const rounded = (values: Float64Array): Tensor => ({
  shape: [values.length],
  data: new Float32Array(values),
});

/** `batchNorm` of lib/ops, quick: sums of 128 numbers are float32. */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  options: BatchNormOptions = {},
): BatchNormResult {
  const { count, channels, epsilon } = batchNormSizes('batchNorm', x, { gamma, beta }, options);
  const runtime = channels % 4 === 0 ? kernelsFor(x.data.length) : undefined;
  if (!runtime) return readableBatchNorm(x, gamma, beta, options);
  let statistics!: ChannelStatistics;
  const inputs = [x.data, beta.data, gamma.data, gamma.data]; // the last two make room
  const output = onHeap(runtime, inputs, unwritten(x.shape), 2 * channels, (kernels, at, heap) => {
    const [xAt, betaAt, meanAt, scaleAt] = at.inputs as [number, number, number, number];
    const sums = heap.doubles(at.scratch, channels);
    sums.fill(0);
    kernels.channelSums(xAt, count, channels, at.scratch);
    const mean = perChannel(channels, (c) => sums[c]! / count);
    heap.writeFloats(meanAt, mean);
    sums.fill(0);
    kernels.channelProducts(xAt, meanAt, xAt, meanAt, count, channels, at.scratch);
    // Of distances from the mean as float32 has it: what that is off by is squared too.
    const offBy = (channel: number): number => mean[channel]! - Math.fround(mean[channel]!);
    const variance = perChannel(channels, (c) => Math.max(0, sums[c]! / count - offBy(c) ** 2));
    statistics = { mean: rounded(mean), variance: rounded(variance) };
    const inverse = inverseDeviations(statistics, epsilon);
    heap.writeFloats(
      scaleAt,
      perChannel(channels, (c) => inverse[c]! * gamma.data[c]!),
    );
    kernels.normalise(xAt, meanAt, scaleAt, betaAt, at.output, count, channels);
  });
  return { output, statistics };
}

/** `batchNormBackward` of lib/ops, quick: sums of 128 numbers are float32. */
export function batchNormBackward(
  gradOutput: Tensor,
  x: Tensor,
  gamma: Tensor,
  statistics: ChannelStatistics,
  options: BatchNormOptions = {},
): BatchNormGradients {
  const where = 'batchNormBackward';
  const { mean, variance } = checkStatistics(where, statistics);
  const { count, channels, epsilon } = batchNormSizes(where, x, { gamma, mean, variance }, options);
  checkGradOutput(where, gradOutput, x.shape, 'x');
  const runtime = channels % 4 === 0 ? kernelsFor(x.data.length) : undefined;
  if (!runtime) return readableBatchNormBackward(gradOutput, x, gamma, statistics, options);
  const inverse = inverseDeviations(statistics, epsilon);
  const gradBeta = new Float32Array(channels);
  const gradGamma = new Float32Array(channels);
  const zeros = new Float32Array(channels);
  const inputs = [gradOutput.data, x.data, mean.data, zeros, zeros, zeros];
  const gradX = onHeap(runtime, inputs, unwritten(x.shape), 2 * channels, (kernels, at, heap) => {
    const [gradAt, xAt, meanAt, shiftAt, stretchAt, scaleAt] = at.inputs as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const sums = heap.doubles(at.scratch, channels);
    const writeEach = (address: number, valueOf: (channel: number) => number): void => {
      heap.writeFloats(address, perChannel(channels, valueOf));
    };
    sums.fill(0);
    kernels.channelProducts(gradAt, shiftAt, xAt, meanAt, count, channels, at.scratch);
    gradGamma.set(perChannel(channels, (c) => sums[c]! * inverse[c]!));
    writeEach(stretchAt, (c) => (sums[c]! * inverse[c]! ** 2) / count);
    sums.fill(0);
    kernels.channelSums(gradAt, count, channels, at.scratch);
    gradBeta.set(sums);
    writeEach(shiftAt, (c) => sums[c]! / count);
    writeEach(scaleAt, (c) => gamma.data[c]! * inverse[c]!);
    kernels.normaliseBackward(
      gradAt,
      xAt,
      meanAt,
      shiftAt,
      stretchAt,
      scaleAt,
      at.output,
      count,
      channels,
    );
  });
  return {
    gradX,
    gradGamma: { shape: [channels], data: gradGamma },
    gradBeta: { shape: [channels], data: gradBeta },
  };
}
