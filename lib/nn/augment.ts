import { checkTensor, describe, imageLayout, isWholeNumber } from '../ops/check';
import type { Rng } from '../random';
import { zeros, type Tensor } from '../tensor';

/** Makes other images of a batch's images, of the same shape, that show the same classes. */
export type Augment = (images: Tensor, random: Rng) => Tensor;

export interface RandomShiftOptions {
  /** How many cells up, down, left or right at most. */
  most: number;
  /** Whether half of the images are mirrored left to right besides; false unless given. */
  mirror?: boolean;
  /** What comes in from outside; 0 unless given. */
  fill?: number;
}

/**
 * Moves each image by whole cells, each way as likely as any other, so that a network sees more
 * images than there are, and learns not to mind where a thing lies.
 *
 * Source: LeCun et al., "Gradient-based learning applied to document recognition" (1998), section
 * III, which distorts the digits in more ways; He et al., "Deep residual learning" (2015), section
 * 4.2, for shift and mirror.
 *
 * @throws if most is no whole number ≥ 0, or larger than the images; or they are no images.
 */
export function randomShift({ most, mirror = false, fill = 0 }: RandomShiftOptions): Augment {
  if (!isWholeNumber(most, 0)) {
    throw new Error(
      `randomShift: most must be a whole number of at least 0, got ${describe(most)}`,
    );
  }
  return (images, random) => {
    checkTensor('randomShift', 'images', images, imageLayout);
    const [count, height, width, channels] = images.shape;
    if (most >= Math.min(height, width)) {
      throw new Error(
        `randomShift: images of ${height} by ${width} cells would be moved out of sight, most is ${most}`,
      );
    }
    const draw = (): number => Math.floor(random() * (2 * most + 1)) - most;
    const output = zeros(images.shape);
    if (fill !== 0) output.data.fill(fill);
    for (let image = 0; image < count; image++) {
      const [down, right] = [draw(), draw()];
      const mirrored = mirror && random() < 0.5;
      const firstCol = Math.max(0, right);
      const endCol = Math.min(width, width + right);
      for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
        const from = (image * height + row - down) * width;
        const to = (image * height + row) * width;
        for (let col = firstCol; col < endCol; col++) {
          const source = from + (mirrored ? width - 1 - (col - right) : col - right);
          for (let channel = 0; channel < channels; channel++) {
            output.data[(to + col) * channels + channel] = images.data[source * channels + channel];
          }
        }
      }
    }
    return output;
  };
}
