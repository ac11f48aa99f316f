// Write your answers here. Replace the line that throws in each function, save the file, and check it:
// run the exercise's cell in the notebook again, or `npm run check -- 00 --watch` in a terminal.

/**
 * Counts what training has to find for a fully connected layer that reads a whole picture: one
 * weight for each input and output, and one bias for each output.
 *
 * Worked case: a picture of 2 × 2 pixels with 1 channel has 4 inputs; with 3 outputs there are
 * 4 · 3 = 12 weights and 3 biases, 15 in all.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param channels numbers for each pixel: 1 for grey, 3 for colour
 * @param outputs how many numbers the layer computes
 * @exercise 00.dense-parameters
 */
export function denseParameters(
  height: number,
  width: number,
  channels: number,
  outputs: number,
): number {
  throw new Error('00.dense-parameters: not written yet');
}

/**
 * Finds the vector that is most like the query: the one whose sum of squared differences to it is
 * smallest.
 *
 * Worked case: the query [2, 2] has the squared distances 8, 1 and 9 to [0, 0], [3, 2] and [2, 5],
 * so the answer is 1, the index of [3, 2].
 *
 * @param query the numbers that describe the picture asked for
 * @param vectors one description for each known picture, all as long as the query
 * @returns the index of the nearest vector; the first one if several are equally near
 * @exercise 00.nearest
 */
export function nearest(query: number[], vectors: number[][]): number {
  throw new Error('00.nearest: not written yet');
}
