import { zeros, type Tensor } from '../tensor';
import { checkGradOutput, checkTensor, describe, imageLayout, isWholeNumber } from './check';
import { rowsAndCols, type RowsAndCols } from './window';

export interface SubsampleOptions {
  /** Every how many-th row and column stays, from the first on; a number or [rows, cols]; 1 unless given. */
  stride?: RowsAndCols;
  /** How many channels there are to be; those beyond the image's own are 0. Its own unless given. */
  outChannels?: number;
}

export interface SubsampleShape {
  stride: readonly [rows: number, cols: number];
  outHeight: number;
  outWidth: number;
  outChannels: number;
}

/**
 * Works out what a subsampling leaves of an image.
 *
 * @throws as said at subsample2d
 */
export function subsampleShape(
  where: string,
  [height, width, channels]: readonly number[],
  { stride = 1, outChannels = channels }: SubsampleOptions,
): SubsampleShape {
  const strides = rowsAndCols(where, 'stride', stride, '2 keeps every other row and column');
  if (!isWholeNumber(outChannels, channels)) {
    throw new Error(
      `${where}: outChannels must be a whole number of at least the image's ${channels} channels, got ${describe(outChannels)}`,
    );
  }
  return {
    stride: strides,
    outHeight: Math.ceil(height / strides[0]),
    outWidth: Math.ceil(width / strides[1]),
    outChannels,
  };
}

/**
 * Keeps every stride-th row and column and adds channels of zeros: the shortcut of a residual
 * block whose output is smaller and deeper than its input, made without any weights.
 *
 * Source: He et al., "Deep residual learning for image recognition" (2015), section 3.3, option A.
 *
 * @param x images, [images, height, width, channels]
 * @returns [images, ⌈height / stride⌉, ⌈width / stride⌉, outChannels]
 * @throws if x is not four-dimensional, the stride is no whole number ≥ 1, or there are to be
 * fewer channels than x has.
 */
export function subsample2d(x: Tensor, options: SubsampleOptions): Tensor {
  checkTensor('subsample2d', 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  const shape = subsampleShape('subsample2d', x.shape.slice(1), options);
  const { stride, outHeight, outWidth, outChannels } = shape;
  const output = zeros([images, outHeight, outWidth, outChannels]);
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outCol = 0; outCol < outWidth; outCol++) {
        const from =
          ((image * height + outRow * stride[0]) * width + outCol * stride[1]) * channels;
        const to = ((image * outHeight + outRow) * outWidth + outCol) * outChannels;
        for (let c = 0; c < channels; c++) output.data[to + c] = x.data[from + c];
      }
    }
  }
  return output;
}

/**
 * The gradient of `subsample2d`: what was kept gets its gradient back, what was left out gets 0,
 * and what reached the added channels ends there.
 *
 * @param gradOutput the loss's gradient with respect to the output, and of its shape
 * @param x as it was given to subsample2d; only its shape matters
 * @param options as they were given to subsample2d
 * @returns the gradient with respect to x, and of its shape
 * @throws as subsample2d does, and if gradOutput has not the output's shape.
 */
export function subsample2dBackward(
  gradOutput: Tensor,
  x: Tensor,
  options: SubsampleOptions,
): Tensor {
  const where = 'subsample2dBackward';
  checkTensor(where, 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  const shape = subsampleShape(where, x.shape.slice(1), options);
  const { stride, outHeight, outWidth, outChannels } = shape;
  const outputShape = [images, outHeight, outWidth, outChannels];
  checkGradOutput(where, gradOutput, outputShape, 'x and options', imageLayout);
  const gradX = zeros(x.shape);
  for (let image = 0; image < images; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let outCol = 0; outCol < outWidth; outCol++) {
        const from = ((image * outHeight + outRow) * outWidth + outCol) * outChannels;
        const to = ((image * height + outRow * stride[0]) * width + outCol * stride[1]) * channels;
        for (let c = 0; c < channels; c++) gradX.data[to + c] = gradOutput.data[from + c];
      }
    }
  }
  return gradX;
}
