import type { Tensor } from '../tensor';
import { checkAnyTensor, checkSameShape } from './check';

export interface AdamStepOptions {
  learningRate: number;
  /** The share of the gradient's running mean that stays from one step to the next. */
  beta1: number;
  /** The share of the squared gradient's running mean that stays. */
  beta2: number;
  /** Added to the root of the squares, so that nothing is divided by 0. */
  epsilon: number;
  /** Shrinks every weight by learningRate · weightDecay of itself, apart from the gradient. */
  weightDecay: number;
  /** Which step this is, counted from 1: the means start at 0, and are scaled up for it. */
  step: number;
}

/**
 * A step of Adam, in place: the gradient's running mean, over the root of that of its squares, so
 * that every weight moves by about the learning rate.
 *
 *     mean   ← beta1 · mean + (1 − beta1) · gradient
 *     square ← beta2 · square + (1 − beta2) · gradient²
 *     weight ← weight − learningRate · (mean / (1 − beta1^step) / (√(square / (1 − beta2^step)) + epsilon) + weightDecay · weight)
 *
 * Source: Kingma and Ba, "Adam" (2015), algorithm 1; the weight decay, which does not go through
 * the means, is that of Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
 *
 * @param parameter changed in place
 * @param gradient the loss's gradient with respect to the parameter, and of its shape
 * @param mean changed in place; zeros at first
 * @param square changed in place; zeros at first
 * @throws if the four differ in shape.
 */
export function adamStep(
  parameter: Tensor,
  gradient: Tensor,
  mean: Tensor,
  square: Tensor,
  { learningRate, beta1, beta2, epsilon, weightDecay, step }: AdamStepOptions,
): void {
  checkAnyTensor('adamStep', 'parameter', parameter);
  checkSameShape('adamStep', 'gradient', gradient, parameter);
  checkSameShape('adamStep', 'mean', mean, parameter);
  checkSameShape('adamStep', 'square', square, parameter);
  const meanScale = 1 / (1 - beta1 ** step);
  const squareScale = 1 / (1 - beta2 ** step);
  // The arrays and each new number have names, so that the loop looks none of them up again.
  const weights = parameter.data;
  const slopes = gradient.data;
  const means = mean.data;
  const squares = square.data;
  for (let i = 0; i < weights.length; i++) {
    const slope = slopes[i];
    const weight = weights[i];
    const newMean = beta1 * means[i] + (1 - beta1) * slope;
    const newSquare = beta2 * squares[i] + (1 - beta2) * slope * slope;
    means[i] = newMean;
    squares[i] = newSquare;
    const move = (newMean * meanScale) / (Math.sqrt(newSquare * squareScale) + epsilon);
    weights[i] = weight - learningRate * (move + weightDecay * weight);
  }
}
