import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, checkTensor, imageLayout, rowLayout } from './check';

/**
 * Global average pooling: the mean of each channel over the whole image, whatever its size.
 *
 * Source: Lin, Chen and Yan, "Network in network" (2014), section 3.2.
 *
 * @param x images, [images, height, width, channels]
 * @returns [images, channels]
 * @throws if x is not four-dimensional.
 */
export function globalAvgPool2d(x: Tensor): Tensor {
  checkTensor('globalAvgPool2d', 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  const cells = height * width;
  const output = zeros([images, channels]);
  for (let image = 0; image < images; image++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let cell = 0; cell < cells; cell++) {
        sum += x.data[(image * cells + cell) * channels + c];
      }
      output.data[image * channels + c] = sum / cells;
    }
  }
  return output;
}

/**
 * The gradient of `globalAvgPool2d`: each of a channel's cells gets the same share.
 *
 * @param gradOutput the loss's gradient with respect to the output, [images, channels]
 * @param x as it was given to globalAvgPool2d; only its shape matters
 * @returns the gradient with respect to x, and of its shape
 * @throws if x is not four-dimensional, or gradOutput has not the output's shape.
 */
export function globalAvgPool2dBackward(gradOutput: Tensor, x: Tensor): Tensor {
  checkTensor('globalAvgPool2dBackward', 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  checkGradOutput('globalAvgPool2dBackward', gradOutput, [images, channels], 'x', rowLayout);
  const cells = height * width;
  const gradX = zeros(x.shape);
  for (let image = 0; image < images; image++) {
    for (let cell = 0; cell < cells; cell++) {
      for (let c = 0; c < channels; c++) {
        gradX.data[(image * cells + cell) * channels + c] =
          gradOutput.data[image * channels + c] / cells;
      }
    }
  }
  return gradX;
}
