import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, imageLayout } from './check';
import { conv2dSizes, type Conv2dOptions } from './conv2d-sizes';
import { pad2d, pad2dBackward } from './pad2d';

/**
 * Convolution as deep learning means it: cross-correlation, the kernel is not flipped. Output
 * (row, col, m) of an image is
 *
 *     bias[m] + Σ_i Σ_j Σ_c  padded[row·stride + i·dilation, col·stride + j·dilation, c] · kernels[i, j, c, m]
 *
 * Sums are float64, as JavaScript's numbers are; the output is rounded to float32 once. NaN and
 * Infinity in the data spread as in TensorFlow; sizes that are NaN are an error.
 *
 * @param x images, [images, height, width, inChannels]
 * @param kernels weights, [kernelHeight, kernelWidth, inChannels, outChannels]
 * @param options bias: outChannels numbers. stride and dilation: a number or [rows, cols], in
 * cells. padding: 'valid', 'same' (as in TensorFlow), a number of cells, or
 * [[top, bottom], [left, right]].
 * @returns feature maps, [images, outHeight, outWidth, outChannels]
 * @throws if x or kernels are not four-dimensional tensors, their channels differ, an option is
 * none of its forms, the bias is not outChannels long, or a kernel is larger than the padded image.
 */
export function conv2d(x: Tensor, kernels: Tensor, options: Conv2dOptions = {}): Tensor {
  const sizes = conv2dSizes('conv2d', x, kernels, options);
  const { images, outHeight, outWidth, kernelHeight, kernelWidth, inChannels, outChannels } = sizes;
  const [strideRows, strideCols] = sizes.stride;
  const [dilationRows, dilationCols] = sizes.dilation;
  const padded = pad2d(x, sizes.padding); // [images, paddedHeight, paddedWidth, inChannels]
  const [, paddedHeight, paddedWidth] = padded.shape;
  const output = zeros([images, outHeight, outWidth, outChannels]);

  // All kernels look at the same window, so their sums grow side by side: each input number is
  // read once and multiplied by one weight of every kernel.
  const sums = new Float64Array(outChannels);
  let outputAt = 0;
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outCol = 0; outCol < outWidth; outCol++) {
        sums.set(sizes.bias);
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            const row = outRow * strideRows + i * dilationRows;
            const col = outCol * strideCols + j * dilationCols;
            const cellAt = ((image * paddedHeight + row) * paddedWidth + col) * inChannels;
            for (let c = 0; c < inChannels; c++) {
              const value = padded.data[cellAt + c];
              const weightAt = ((i * kernelWidth + j) * inChannels + c) * outChannels;
              for (let m = 0; m < outChannels; m++) {
                sums[m] += value * kernels.data[weightAt + m];
              }
            }
          }
        }
        output.data.set(sums, outputAt);
        outputAt += outChannels;
      }
    }
  }
  return output;
}

export interface Conv2dGradients {
  /** The shape of x. */
  gradX: Tensor;
  /** The shape of the kernels. */
  gradKernels: Tensor;
  /** [outChannels] */
  gradBias: Tensor;
}

/**
 * The gradients of `conv2d`. The loops are those of the forward pass: every product
 * value · weight that was added to an output there hands that output's gradient on, times the
 * weight to the value, and times the value to the weight. A weight is used at every position,
 * a cell of x in several windows: their gradients add up.
 *
 * @param gradOutput the loss's gradient with respect to conv2d's output, and of its shape
 * @param x as it was given to conv2d
 * @param kernels as they were given to conv2d
 * @param options as they were given to conv2d
 * @returns gradX, gradKernels and gradBias (also when no bias was given)
 * @throws as conv2d does, and if gradOutput has not the output's shape.
 */
export function conv2dBackward(
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
): Conv2dGradients {
  const sizes = conv2dSizes('conv2dBackward', x, kernels, options);
  const { images, outHeight, outWidth, kernelHeight, kernelWidth, inChannels, outChannels } = sizes;
  const outputShape = [images, outHeight, outWidth, outChannels];
  checkGradOutput('conv2dBackward', gradOutput, outputShape, 'x, kernels and options', imageLayout);
  const [strideRows, strideCols] = sizes.stride;
  const [dilationRows, dilationCols] = sizes.dilation;
  const padded = pad2d(x, sizes.padding); // [images, paddedHeight, paddedWidth, inChannels]
  const [, paddedHeight, paddedWidth] = padded.shape;
  const gradPadded = new Float64Array(padded.data.length);
  const gradKernels = new Float64Array(kernels.data.length);
  const gradBias = new Float64Array(outChannels);

  let outputAt = 0;
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outCol = 0; outCol < outWidth; outCol++) {
        for (let m = 0; m < outChannels; m++) {
          gradBias[m] += gradOutput.data[outputAt + m];
        }
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            const row = outRow * strideRows + i * dilationRows;
            const col = outCol * strideCols + j * dilationCols;
            const cellAt = ((image * paddedHeight + row) * paddedWidth + col) * inChannels;
            for (let c = 0; c < inChannels; c++) {
              const value = padded.data[cellAt + c];
              const weightAt = ((i * kernelWidth + j) * inChannels + c) * outChannels;
              let gradValue = 0;
              for (let m = 0; m < outChannels; m++) {
                const gradSum = gradOutput.data[outputAt + m];
                gradValue += gradSum * kernels.data[weightAt + m];
                gradKernels[weightAt + m] += gradSum * value;
              }
              gradPadded[cellAt + c] += gradValue;
            }
          }
        }
        outputAt += outChannels;
      }
    }
  }
  const gradX = { shape: padded.shape, data: new Float32Array(gradPadded) };
  return {
    gradX: pad2dBackward(gradX, sizes.padding),
    gradKernels: { shape: [...kernels.shape], data: new Float32Array(gradKernels) },
    gradBias: { shape: [outChannels], data: new Float32Array(gradBias) },
  };
}
