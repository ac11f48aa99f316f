import { shapeText, tensor, type Tensor } from '../tensor';
import { checkTensor, describe, imageLayout, isWholeNumber } from './check';
import { isMargins, paddingHint, type Margins } from './padding';

type ExplicitPadding = number | readonly [rows: Margins, cols: Margins];

/** [[top, bottom], [left, right]], checked. */
function sidesOf(where: string, padding: ExplicitPadding): readonly [rows: Margins, cols: Margins] {
  if (isWholeNumber(padding, 0)) {
    return [
      [padding, padding],
      [padding, padding],
    ];
  }
  const given: unknown = padding;
  if (Array.isArray(given) && given.length === 2 && given.every(isMargins)) {
    return given as unknown as readonly [Margins, Margins];
  }
  const hint =
    given === 'valid' || given === 'same'
      ? ' (what that means depends on kernel and stride, so only conv2d and pooling take it)'
      : paddingHint(given);
  throw new Error(
    `${where}: padding must be a whole number of at least 0 or [[top, bottom], [left, right]], got ${describe(given)}${hint}`,
  );
}

/**
 * Adds rows and columns of one value around every image.
 *
 * @param x images, [images, height, width, channels]
 * @param padding cells on all four sides, or [[top, bottom], [left, right]]
 * @param value what the new cells hold
 * @returns [images, top + height + bottom, left + width + right, channels], a new tensor
 * @throws if x is not four-dimensional, padding is neither form, or value is no number (or NaN).
 */
export function pad2d(x: Tensor, padding: ExplicitPadding, value = 0): Tensor {
  checkTensor('pad2d', 'x', x, imageLayout);
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new Error(`pad2d: value must be a number, got ${describe(value)}`);
  }
  const [[top, bottom], [left, right]] = sidesOf('pad2d', padding);
  const [images, height, width, channels] = x.shape;
  const output = tensor([images, top + height + bottom, left + width + right, channels]);
  const [, outHeight, outWidth] = output.shape;
  output.data.fill(value);

  // A row of an image lies in one piece, in x as in the output, so it is copied in one piece.
  const rowLength = width * channels;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < height; row++) {
      const from = (image * height + row) * rowLength;
      const to = ((image * outHeight + top + row) * outWidth + left) * channels;
      output.data.set(x.data.subarray(from, from + rowLength), to);
    }
  }
  return output;
}

/**
 * The gradient of `pad2d` with respect to x: each cell of x was copied to one place, so its
 * gradient is read back from there. The new cells were constants; what reached them ends here.
 *
 * @param gradOutput the loss's gradient with respect to the output of pad2d, and of its shape
 * @param padding as it was given to pad2d
 * @returns the gradient with respect to x, [images, height, width, channels]
 * @throws if gradOutput is not four-dimensional or not larger than the padding.
 */
export function pad2dBackward(gradOutput: Tensor, padding: ExplicitPadding): Tensor {
  checkTensor('pad2dBackward', 'gradOutput', gradOutput, imageLayout);
  const [[top, bottom], [left, right]] = sidesOf('pad2dBackward', padding);
  const [images, outHeight, outWidth, channels] = gradOutput.shape;
  const height = outHeight - top - bottom;
  const width = outWidth - left - right;
  if (height < 1 || width < 1) {
    throw new Error(
      `pad2dBackward: gradOutput is ${shapeText(gradOutput.shape)}, which leaves nothing inside a padding of` +
        ` ${top} + ${bottom} rows and ${left} + ${right} columns (gradOutput must have the shape of pad2d's output)`,
    );
  }
  const gradX = tensor([images, height, width, channels]);

  const rowLength = width * channels;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < height; row++) {
      const from = ((image * outHeight + top + row) * outWidth + left) * channels;
      const to = (image * height + row) * rowLength;
      gradX.data.set(gradOutput.data.subarray(from, from + rowLength), to);
    }
  }
  return gradX;
}
