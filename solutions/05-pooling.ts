import { at, offsetOf, tensor, type Tensor } from '../lib/tensor';

/**
 * Max pooling of one picture: the largest number of each window, in each channel by itself.
 *
 * The windows are `size` cells high and wide. The first stands at the top left, each further one
 * `stride` cells to the right or below; all lie fully inside the picture, and rows or columns in
 * which no further window fits are left out.
 *
 * `at(x, row, col, channel)` reads one number of a tensor, `tensor(shape)` makes one of zeros, and
 * `offsetOf(t, row, col, channel)` says where in `t.data` one of its numbers stands.
 *
 * For x of shape [2, 4, 1] holding 1, 3, 2, 8 and below them 5, 2, 7, 0, with size 2 and stride 2:
 * the result has shape [1, 2, 1] and holds 5 and 8.
 *
 * @param x the picture, [height, width, channels]; its numbers may be negative
 * @param size rows and columns of a window, at most the picture's height and width
 * @param stride how many cells the window moves: more or less than the size, or as much
 * @returns [outHeight, outWidth, channels]
 * @exercise 05.max-pool
 */
export function maxPool(x: Tensor, size: number, stride: number): Tensor {
  const [height, width, channels] = x.shape;
  const outHeight = Math.floor((height - size) / stride) + 1;
  const outWidth = Math.floor((width - size) / stride) + 1;
  const output = tensor([outHeight, outWidth, channels]);
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let c = 0; c < channels; c++) {
        let largest = -Infinity;
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            largest = Math.max(largest, at(x, row * stride + i, col * stride + j, c));
          }
        }
        output.data[offsetOf(output, row, col, c)] = largest;
      }
    }
  }
  return output;
}

/**
 * Average pooling of one picture: the mean of each window, in each channel by itself. The windows
 * are those of `maxPool`.
 *
 * For x of shape [2, 4, 1] holding 1, 3, 2, 8 and below them 5, 2, 7, 0, with size 2 and stride 2:
 * (1 + 3 + 5 + 2) / 4 = 2.75 and (2 + 8 + 7 + 0) / 4 = 4.25, in the shape [1, 2, 1].
 *
 * @param x the picture, [height, width, channels]
 * @param size rows and columns of a window, at most the picture's height and width
 * @param stride how many cells the window moves
 * @returns [outHeight, outWidth, channels]
 * @exercise 05.average-pool
 */
export function averagePool(x: Tensor, size: number, stride: number): Tensor {
  const [height, width, channels] = x.shape;
  const outHeight = Math.floor((height - size) / stride) + 1;
  const outWidth = Math.floor((width - size) / stride) + 1;
  const output = tensor([outHeight, outWidth, channels]);
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            sum += at(x, row * stride + i, col * stride + j, c);
          }
        }
        output.data[offsetOf(output, row, col, c)] = sum / (size * size);
      }
    }
  }
  return output;
}

/**
 * Global average pooling of one picture: for each channel the mean of all its cells.
 *
 * For x of shape [1, 3, 2], whose channel 0 holds 1, 3, 8 and whose channel 1 holds −2, 0, 5, the
 * result is [4, 1].
 *
 * @param x the picture, [height, width, channels]
 * @returns one number for each channel
 * @exercise 05.global-average
 */
export function globalAverage(x: Tensor): number[] {
  const [height, width, channels] = x.shape;
  const means: number[] = [];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let row = 0; row < height; row++) {
      for (let col = 0; col < width; col++) {
        sum += at(x, row, col, c);
      }
    }
    means.push(sum / (height * width));
  }
  return means;
}

/**
 * The backward pass of `maxPool`: the gradient of each output goes whole to the cell of x that won
 * its window, and to no other.
 *
 * Of equal cells the first in reading order wins: row by row, and in a row from left to right. A
 * cell that wins several windows, because they overlap, gets the sum of their gradients. Each
 * channel has its own winners.
 *
 * For x of shape [2, 4, 1] holding 1, 3, 2, 8 and below them 5, 2, 7, 0, with size 2 and stride 2,
 * and gradOutput of shape [1, 2, 1] holding 10 and 20: 5 won the first window and 8 the second, so
 * the result holds 0, 0, 0, 20 and below them 10, 0, 0, 0.
 *
 * @param gradOutput the gradient of each output, [outHeight, outWidth, channels]
 * @param x the picture that was pooled, [height, width, channels]
 * @param size rows and columns of a window, as in the forward pass
 * @param stride how many cells the window moves, as in the forward pass
 * @returns the gradient of each cell of x, [height, width, channels]
 * @exercise 05.max-pool-backward
 */
export function maxPoolBackward(
  gradOutput: Tensor,
  x: Tensor,
  size: number,
  stride: number,
): Tensor {
  const [outHeight, outWidth, channels] = gradOutput.shape;
  const gradX = tensor(x.shape);
  for (let row = 0; row < outHeight; row++) {
    for (let col = 0; col < outWidth; col++) {
      for (let c = 0; c < channels; c++) {
        let [winnerRow, winnerCol] = [row * stride, col * stride];
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            const [r, s] = [row * stride + i, col * stride + j];
            if (at(x, r, s, c) > at(x, winnerRow, winnerCol, c)) {
              [winnerRow, winnerCol] = [r, s];
            }
          }
        }
        gradX.data[offsetOf(gradX, winnerRow, winnerCol, c)] += at(gradOutput, row, col, c);
      }
    }
  }
  return gradX;
}
