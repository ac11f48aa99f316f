import { conv2d } from './fast';
import { shapeText, tensor, zeros, type Tensor } from './tensor';

/** Windows that vary less than this hold nothing that could be like the template. */
const leastVariation = 0.5;

/**
 * How much each window of a picture looks like a template: 1 for the template itself, also
 * brighter or with more contrast, −1 for its negative, 0 for windows that are (nearly) of one
 * colour. It is a cross-correlation of the picture with the template, both freed of their mean and
 * divided by their lengths, all made of `conv2d`.
 *
 * Source: Lewis, "Fast normalized cross-correlation" (1995).
 *
 * @param x [n, h, w, 1]
 * @param template [kh, kw, 1, 1]
 * @returns [n, h − kh + 1, w − kw + 1, 1]
 * @throws if the template is all of one brightness, is larger than the picture, or either has
 * several channels.
 */
export function matchTemplate(x: Tensor, template: Tensor): Tensor {
  if (template.shape.length !== 4 || template.shape[2] !== 1 || template.shape[3] !== 1) {
    throw new Error(
      `matchTemplate: template must be [height, width, 1, 1], got ${shapeText(template.shape)}`,
    );
  }
  const count = template.data.length;
  const mean = template.data.reduce((sum, value) => sum + value, 0) / count;
  const length = Math.hypot(...template.data.map((value) => value - mean));
  if (!(length > 0)) {
    throw new Error(
      'matchTemplate: the template is all of one brightness, so it looks like nothing',
    );
  }
  const pattern = tensor(
    template.shape,
    template.data.map((value) => (value - mean) / length),
  );
  const ones = tensor(template.shape, new Array<number>(count).fill(1));

  const likeness = conv2d(x, pattern); // the pattern's mean is 0, so that of x falls out
  const sums = conv2d(x, ones).data;
  const squares = conv2d(
    tensor(
      x.shape,
      x.data.map((value) => value * value),
    ),
    ones,
  ).data;
  const result = zeros(likeness.shape);
  for (let i = 0; i < sums.length; i++) {
    const variation = squares[i] - (sums[i] * sums[i]) / count;
    result.data[i] = variation > leastVariation ? likeness.data[i] / Math.sqrt(variation) : 0;
  }
  return result;
}

export interface Match {
  row: number;
  col: number;
  /** How much the window whose top left lies there looks like the template. */
  score: number;
}

/**
 * The places where a template was found: the best first, and none within `distance` rows and
 * columns of a better one.
 *
 * @param scores [1, h, w, 1], of `matchTemplate`
 * @param threshold the least score that counts
 */
export function findMatches(scores: Tensor, threshold: number, distance: number): Match[] {
  const [, height, width] = scores.shape;
  const candidates: Match[] = [];
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const score = scores.data[row * width + col];
      if (score >= threshold) candidates.push({ row, col, score });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const kept: Match[] = [];
  for (const one of candidates) {
    const near = (other: Match) =>
      Math.abs(one.row - other.row) <= distance && Math.abs(one.col - other.col) <= distance;
    if (!kept.some(near)) kept.push(one);
  }
  return kept;
}
