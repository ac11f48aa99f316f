import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, imageLayout } from './check';
import { poolSizes, type PoolOptions } from './pool-sizes';

/**
 * Average pooling: the mean of each window, in each channel by itself. Padded cells don't count,
 * neither in the sum nor in the number it is divided by: at the border the mean is that of the
 * cells of the image, as in TensorFlow.
 *
 * @param x images, [images, height, width, channels]
 * @param options size: the window's, a number or [rows, cols]. stride: the same, equal to the size
 * unless given. padding: 'valid' (which is nothing, unless given), 'same' (as in TensorFlow), a
 * number of cells, or [[top, bottom], [left, right]].
 * @returns [images, outHeight, outWidth, channels]
 * @throws if x is not four-dimensional, an option is none of its forms, a window is larger than
 * the padded image, or one would lie wholly in the padding.
 */
export function avgPool2d(x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('avgPool2d', x, options);
  const { images, height, width, channels, outHeight, outWidth } = sizes;
  const [[top], [left]] = sizes.padding;
  const output = zeros([images, outHeight, outWidth, channels]);

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
        const cells = (endRow - firstRow) * (endCol - firstCol);
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let row = firstRow; row < endRow; row++) {
            for (let col = firstCol; col < endCol; col++) {
              sum += x.data[((image * height + row) * width + col) * channels + c];
            }
          }
          output.data[outputAt++] = sum / cells;
        }
      }
    }
  }
  return output;
}

/**
 * The gradient of `avgPool2d`: each output's gradient is shared out equally among the cells of the
 * image in its window. A cell in several windows that overlap gets the sum.
 *
 * @param gradOutput the loss's gradient with respect to avgPool2d's output, and of its shape
 * @param x as it was given to avgPool2d; only its shape matters
 * @param options as they were given to avgPool2d
 * @returns the gradient with respect to x, and of its shape
 * @throws as avgPool2d does, and if gradOutput has not the output's shape.
 */
export function avgPool2dBackward(gradOutput: Tensor, x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('avgPool2dBackward', x, options);
  const { images, height, width, channels, outHeight, outWidth } = sizes;
  const outputShape = [images, outHeight, outWidth, channels];
  checkGradOutput('avgPool2dBackward', gradOutput, outputShape, 'x and options', imageLayout);
  const [[top], [left]] = sizes.padding;
  const gradX = new Float64Array(x.data.length);

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
        const cells = (endRow - firstRow) * (endCol - firstCol);
        for (let c = 0; c < channels; c++) {
          const share = gradOutput.data[outputAt++] / cells;
          for (let row = firstRow; row < endRow; row++) {
            for (let col = firstCol; col < endCol; col++) {
              gradX[((image * height + row) * width + col) * channels + c] += share;
            }
          }
        }
      }
    }
  }
  return { shape: [...x.shape], data: new Float32Array(gradX) };
}
