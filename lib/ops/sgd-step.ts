import type { Tensor } from '../tensor';
import { checkAnyTensor, checkSameShape } from './check';

export interface SgdStepOptions {
  learningRate: number;
  /** The share of the velocity that stays from one step to the next; 0 is plain descent. */
  momentum: number;
  /** Pulls every weight towards 0: its gradient grows by weightDecay · weight. */
  weightDecay: number;
}

/**
 * A step of gradient descent with momentum, in place, the only kind of operation that changes
 * what it is given: weights are many, and the old ones are of no more use.
 *
 *     velocity ← momentum · velocity + gradient + weightDecay · weight
 *     weight   ← weight − learningRate · velocity
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning"
 * (2013), section 2, with the learning rate outside the velocity, as PyTorch and TensorFlow have
 * it.
 *
 * @param parameter changed in place
 * @param gradient the loss's gradient with respect to the parameter, and of its shape
 * @param velocity changed in place; zeros at first
 * @throws if the three differ in shape.
 */
export function sgdStep(
  parameter: Tensor,
  gradient: Tensor,
  velocity: Tensor,
  { learningRate, momentum, weightDecay }: SgdStepOptions,
): void {
  checkAnyTensor('sgdStep', 'parameter', parameter);
  checkSameShape('sgdStep', 'gradient', gradient, parameter);
  checkSameShape('sgdStep', 'velocity', velocity, parameter);
  // The arrays and each new number have names, so that the loop looks none of them up again.
  const weights = parameter.data;
  const slopes = gradient.data;
  const velocities = velocity.data;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    const speed = momentum * velocities[i] + slopes[i] + weightDecay * weight;
    velocities[i] = speed;
    weights[i] = weight - learningRate * speed;
  }
}
