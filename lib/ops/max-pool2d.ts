import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, imageLayout } from './check';
import { poolSizes, type PoolOptions, type PoolSizes } from './pool-sizes';

/**
 * For every output, in order, where in x.data its winner stands: the largest cell of its window.
 * The windows are searched row by row, and a cell must be larger than the best so far to replace
 * it, so of equal cells the first wins. Cells outside the image are not searched. NaN beats all,
 * and the first NaN wins.
 */
function winners(x: Tensor, sizes: PoolSizes): Int32Array {
  const { images, height, width, channels, outHeight, outWidth } = sizes;
  const [[top], [left]] = sizes.padding;
  const result = new Int32Array(images * outHeight * outWidth * channels);
  let outputAt = 0;
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      const startRow = outRow * sizes.stride[0] - top;
      const firstRow = Math.max(startRow, 0);
      const endRow = Math.min(startRow + sizes.size[0], height);
      for (let outCol = 0; outCol < outWidth; outCol++) {
        const startCol = outCol * sizes.stride[1] - left;
        const firstCol = Math.max(startCol, 0);
        const endCol = Math.min(startCol + sizes.size[1], width);
        for (let c = 0; c < channels; c++) {
          let bestAt = ((image * height + firstRow) * width + firstCol) * channels + c;
          for (let row = firstRow; row < endRow; row++) {
            for (let col = firstCol; col < endCol; col++) {
              const at = ((image * height + row) * width + col) * channels + c;
              const best = x.data[bestAt];
              const value = x.data[at];
              if (value > best || (value !== value && best === best)) bestAt = at;
            }
          }
          result[outputAt++] = bestAt;
        }
      }
    }
  }
  return result;
}

/**
 * Max pooling: the largest cell of each window, in each channel by itself. Padding never wins.
 * A window that holds NaN gives NaN.
 *
 * @param x images, [images, height, width, channels]
 * @param options size: the window's, a number or [rows, cols]. stride: the same, equal to the size
 * unless given. padding: 'valid' (which is nothing, unless given), 'same' (as in TensorFlow), a
 * number of cells, or [[top, bottom], [left, right]].
 * @returns [images, outHeight, outWidth, channels]
 * @throws if x is not four-dimensional, an option is none of its forms, a window is larger than
 * the padded image, or one would lie wholly in the padding.
 */
export function maxPool2d(x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('maxPool2d', x, options);
  const output = zeros([sizes.images, sizes.outHeight, sizes.outWidth, sizes.channels]);
  winners(x, sizes).forEach((winner, i) => {
    output.data[i] = x.data[winner];
  });
  return output;
}

/**
 * The gradient of `maxPool2d`: each output's gradient goes to the cell that won its window, and to
 * no other; of equal cells the first in the window, row by row, is the winner. A cell that won
 * several windows that overlap gets the sum.
 *
 * @param gradOutput the loss's gradient with respect to maxPool2d's output, and of its shape
 * @param x as it was given to maxPool2d
 * @param options as they were given to maxPool2d
 * @returns the gradient with respect to x, and of its shape
 * @throws as maxPool2d does, and if gradOutput has not the output's shape.
 */
export function maxPool2dBackward(gradOutput: Tensor, x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('maxPool2dBackward', x, options);
  const outputShape = [sizes.images, sizes.outHeight, sizes.outWidth, sizes.channels];
  checkGradOutput('maxPool2dBackward', gradOutput, outputShape, 'x and options', imageLayout);
  const gradX = new Float64Array(x.data.length);
  winners(x, sizes).forEach((winner, i) => {
    gradX[winner] += gradOutput.data[i];
  });
  return { shape: [...x.shape], data: new Float32Array(gradX) };
}
