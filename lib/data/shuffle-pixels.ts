import { shuffled } from '../nn';
import { checkTensor, imageLayout, isWholeNumber } from '../ops/check';
import type { Rng } from '../random';
import { zeros, type Tensor } from '../tensor';

export interface ShufflePixelsOptions {
  /**
   * Rows and columns of the blocks that no pixel leaves, laid side by side from the top left; those
   * at the end may be cut off. The whole image unless told.
   */
  within?: readonly [rows: number, cols: number];
}

/**
 * Images with their pixels in random order; the channels of a pixel stay together.
 *
 * @param x images, [images, height, width, channels]
 * @param random where the chance comes from: `rng(seed)`
 * @returns a new tensor of the shape of x
 * @throws if x is not four-dimensional, or a block's side is no whole number of at least 1.
 */
export function shufflePixels(x: Tensor, random: Rng, options: ShufflePixelsOptions = {}): Tensor {
  checkTensor('shufflePixels', 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  const [rows, cols] = options.within ?? [height, width];
  if (!isWholeNumber(rows, 1) || !isWholeNumber(cols, 1)) {
    throw new Error(
      `shufflePixels: within must be [rows, cols], whole numbers of at least 1, got [${rows}, ${cols}]`,
    );
  }
  const result = zeros(x.shape);
  for (let image = 0; image < images; image++) {
    for (let top = 0; top < height; top += rows) {
      for (let left = 0; left < width; left += cols) {
        const offsets: number[] = []; // of the block's pixels in x.data
        for (let row = top; row < Math.min(top + rows, height); row++) {
          for (let col = left; col < Math.min(left + cols, width); col++) {
            offsets.push(((image * height + row) * width + col) * channels);
          }
        }
        shuffled(offsets.length, random).forEach((from, to) => {
          const pixel = x.data.subarray(offsets[from], offsets[from] + channels);
          result.data.set(pixel, offsets[to]);
        });
      }
    }
  }
  return result;
}
