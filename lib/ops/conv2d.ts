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

  // Four kernels at a time look at the window. Each input number is read once for the four of
  // them, and their sums are local variables, which stay in the processor's registers: twice as
  // quick as one kernel at a time. Kernels of zeros make the last group up to four.
  const kernelCount = 4 * Math.ceil(outChannels / 4);
  const weights = withMoreKernels(kernels, kernelCount); // [kernelHeight, kernelWidth, inChannels, kernelCount]
  const sums = new Float64Array(kernelCount);
  const biases = new Float64Array(kernelCount);
  biases.set(sizes.bias);

  let outputAt = 0;
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outCol = 0; outCol < outWidth; outCol++) {
        for (let m = 0; m < kernelCount; m += 4) {
          let sum0 = biases[m];
          let sum1 = biases[m + 1];
          let sum2 = biases[m + 2];
          let sum3 = biases[m + 3];
          let weightAt = m;
          for (let i = 0; i < kernelHeight; i++) {
            const row = outRow * strideRows + i * dilationRows;
            for (let j = 0; j < kernelWidth; j++) {
              const col = outCol * strideCols + j * dilationCols;
              const cellAt = ((image * paddedHeight + row) * paddedWidth + col) * inChannels;
              for (let c = 0; c < inChannels; c++) {
                const value = padded.data[cellAt + c];
                sum0 += value * weights[weightAt];
                sum1 += value * weights[weightAt + 1];
                sum2 += value * weights[weightAt + 2];
                sum3 += value * weights[weightAt + 3];
                weightAt += kernelCount;
              }
            }
          }
          sums[m] = sum0;
          sums[m + 1] = sum1;
          sums[m + 2] = sum2;
          sums[m + 3] = sum3;
        }
        for (let m = 0; m < outChannels; m++) output.data[outputAt++] = sums[m];
      }
    }
  }
  return output;
}

/** The weights of all kernels, and of kernels of zeros after them, so that there are so many. */
function withMoreKernels({ shape, data }: Tensor, kernelCount: number): Float32Array {
  const outChannels = shape[3];
  const cells = data.length / outChannels;
  const weights = new Float32Array(cells * kernelCount);
  for (let cell = 0; cell < cells; cell++) {
    for (let m = 0; m < outChannels; m++) {
      weights[cell * kernelCount + m] = data[cell * outChannels + m];
    }
  }
  return weights;
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
