import type { PoolOptions } from '../ops';
import type { Numbers } from './compare';
import { both, windowStarts, type Float64Numbers } from './conv2d-float64';

/** The numbers of each window, padding left out, in row-major order; then what `reduce` makes of them. */
function pool(
  x: Numbers,
  { size, stride = size, padding = 'valid' }: PoolOptions,
  reduce: (cells: number[]) => number,
): Float64Numbers {
  const [images, height, width, channels] = x.shape;
  const [sizeRows, sizeCols] = both(size);
  const [strideRows, strideCols] = both(stride);
  const [padRows, padCols] = typeof padding === 'object' ? padding : [padding, padding];
  const rows = windowStarts(height, sizeRows, strideRows, padRows, 1);
  const cols = windowStarts(width, sizeCols, strideCols, padCols, 1);
  const output: number[] = [];
  for (let image = 0; image < images; image++) {
    for (const top of rows) {
      for (const left of cols) {
        for (let c = 0; c < channels; c++) {
          const cells: number[] = [];
          for (let row = top; row < top + sizeRows; row++) {
            for (let col = left; col < left + sizeCols; col++) {
              if (row < 0 || row >= height || col < 0 || col >= width) continue;
              cells.push(x.data[((image * height + row) * width + col) * channels + c]);
            }
          }
          output.push(reduce(cells));
        }
      }
    }
  }
  return {
    shape: [images, rows.length, cols.length, channels],
    data: Float64Array.from(output),
  };
}

const meanOf = (cells: number[]): number => cells.reduce((sum, v) => sum + v, 0) / cells.length;

/** maxPool2d from its definition. */
export const maxPool2dFloat64 = (x: Numbers, options: PoolOptions): Float64Numbers =>
  pool(x, options, (cells) => Math.max(...cells));

/** avgPool2d from its definition, in float64. */
export const avgPool2dFloat64 = (x: Numbers, options: PoolOptions): Float64Numbers =>
  pool(x, options, meanOf);

/** globalAvgPool2d from its definition, in float64: one window, as large as the image. */
export function globalAvgPool2dFloat64(x: Numbers): Float64Numbers {
  const [images, height, width, channels] = x.shape;
  const { data } = pool(x, { size: [height, width] }, meanOf);
  return { shape: [images, channels], data };
}
