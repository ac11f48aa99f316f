import { checkStatistics, type ChannelStatistics } from './batch-norm-sizes';
import { checkTensor, describe } from './check';

/**
 * Moves running statistics a step towards those of a batch, in place. They start at mean 0 and
 * variance 1 and follow the batches: running = momentum · running + (1 − momentum) · batch.
 * The variance of a batch is multiplied by count / (count − 1) first, since numbers lie nearer to
 * their own mean than to that of all data; for a count of 1 there is nothing to mend.
 *
 * Source: Ioffe and Szegedy, "Batch normalization" (2015), algorithm 2, line 10.
 *
 * @param running changed in place
 * @param batch as batchNorm returned them
 * @param count how many numbers each channel of the batch had: images · height · width
 * @param momentum the share of the old that stays, 0 to 1 (PyTorch calls the other share so)
 * @throws if momentum is not from 0 to 1, the count is none, or the channels differ in number.
 */
export function updateRunningStatistics(
  running: ChannelStatistics,
  batch: ChannelStatistics,
  count: number,
  momentum: number,
): void {
  const where = 'updateRunningStatistics';
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new Error(`${where}: momentum must be from 0 to 1, got ${describe(momentum)}`);
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`${where}: count must be a whole number of at least 1, got ${describe(count)}`);
  }
  for (const part of ['mean', 'variance'] as const) {
    checkTensor(where, `running.${part}`, checkStatistics(where, running)[part], ['channels']);
    checkTensor(where, `batch.${part}`, checkStatistics(where, batch)[part], ['channels']);
    if (running[part].shape[0] !== batch[part].shape[0]) {
      throw new Error(
        `${where}: running.${part} has ${running[part].shape[0]} channels, batch.${part} has ${batch[part].shape[0]}`,
      );
    }
    const unbiased = part === 'variance' && count > 1 ? count / (count - 1) : 1;
    const { data } = running[part];
    for (let c = 0; c < data.length; c++) {
      data[c] = momentum * data[c] + (1 - momentum) * unbiased * batch[part].data[c];
    }
  }
}
