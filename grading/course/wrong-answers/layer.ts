import { tensor, type Tensor } from '../../../lib/tensor';
import { read } from './read';

/** How a layer goes wrong: each entry replaces one part of the correct computation. */
export interface Slip {
  /** How far the window moves, [rows, cols]; 1 and 1 unless told. */
  readonly stride?: readonly [rows: number, cols: number];
  /**
   * Which cell of x is read, by the window's top left cell and the place in the window: row, column,
   * channel; a cell outside reads as 0.
   */
  readonly input?: (top: number, left: number, i: number, j: number, c: number) => number[];
  /** Which weight is read: row, column, channel, kernel; a weight outside reads as 0. */
  readonly weight?: (i: number, j: number, c: number, m: number) => number[];
  readonly bias?: (bias: readonly number[], m: number) => number;
  readonly channels?: readonly number[];
  readonly outHeight?: number;
  readonly outWidth?: number;
  readonly outChannels?: number;
  readonly finish?: (sum: number, products: number) => number;
}

/** A convolution without padding, with one slip in it. */
export function layer(x: Tensor, kernels: Tensor, bias: readonly number[], slip: Slip): Tensor {
  const [height, width, inChannels] = x.shape;
  const [kernelHeight, kernelWidth, , kernelCount] = kernels.shape;
  const [strideRows, strideCols] = slip.stride ?? [1, 1];
  const outHeight = slip.outHeight ?? Math.floor((height - kernelHeight) / strideRows) + 1;
  const outWidth = slip.outWidth ?? Math.floor((width - kernelWidth) / strideCols) + 1;
  const outChannels = slip.outChannels ?? kernelCount;
  const channels = slip.channels ?? Array.from({ length: inChannels }, (_, c) => c);
  const input = slip.input ?? ((top, left, i, j, c) => [top + i, left + j, c]);
  const weight = slip.weight ?? ((i, j, c, m) => [i, j, c, m]);
  const values: number[] = [];
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let m = 0; m < outChannels; m++) {
        let sum = 0;
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            for (const c of channels) {
              const cell = input(row * strideRows, col * strideCols, i, j, c);
              sum += read(x, cell) * read(kernels, weight(i, j, c, m));
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
