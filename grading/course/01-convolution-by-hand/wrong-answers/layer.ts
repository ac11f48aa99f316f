import { tensor, type Tensor } from '../../../../lib/tensor';
import { read } from '../../wrong-answers/read';

/** How a layer goes wrong: each entry replaces one part of the correct computation. */
export interface Slip {
  /** Which cell of x is read: row, column, channel; a cell outside reads as 0. */
  readonly input?: (row: number, col: number, i: number, j: number, c: number) => number[];
  /** Which weight is read: row, column, channel, kernel; a weight outside reads as 0. */
  readonly weight?: (i: number, j: number, c: number, m: number) => number[];
  readonly bias?: (bias: readonly number[], m: number) => number;
  readonly channels?: readonly number[];
  readonly outHeight?: number;
  readonly outWidth?: number;
  readonly outChannels?: number;
  readonly finish?: (sum: number, products: number) => number;
}

/** A valid convolution with one slip in it. */
export function layer(x: Tensor, kernels: Tensor, bias: readonly number[], slip: Slip): Tensor {
  const [height, width, inChannels] = x.shape;
  const [kernelHeight, kernelWidth, , kernelCount] = kernels.shape;
  const outHeight = slip.outHeight ?? height - kernelHeight + 1;
  const outWidth = slip.outWidth ?? width - kernelWidth + 1;
  const outChannels = slip.outChannels ?? kernelCount;
  const channels = slip.channels ?? Array.from({ length: inChannels }, (_, c) => c);
  const input = slip.input ?? ((row, col, i, j, c) => [row + i, col + j, c]);
  const weight = slip.weight ?? ((i, j, c, m) => [i, j, c, m]);
  const values: number[] = [];
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let m = 0; m < outChannels; m++) {
        let sum = 0;
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            for (const c of channels) {
              sum += read(x, input(row, col, i, j, c)) * read(kernels, weight(i, j, c, m));
            }
          }
        }
        sum += slip.bias ? slip.bias(bias, m) : bias[m];
        values.push(
          slip.finish ? slip.finish(sum, kernelHeight * kernelWidth * channels.length) : sum,
        );
      }
    }
  }
  return tensor([outHeight, outWidth, outChannels], values);
}
