import { describe } from '../ops/check';
import { zeros, type Tensor } from '../tensor';
import { adamStep, sgdStep } from './operations';

export interface SgdOptions {
  /** The share of the velocity that stays from step to step; 0.9 unless given. */
  momentum?: number;
  /** Each gradient grows by weightDecay · weight; 0 unless given. */
  weightDecay?: number;
}

export interface AdamOptions {
  /** The share of the gradient's running mean that stays; 0.9 unless given. */
  beta1?: number;
  /** The share of the squared gradient's running mean that stays; 0.999 unless given. */
  beta2?: number;
  /** 1e-8 unless given. */
  epsilon?: number;
  /** Each weight shrinks by learningRate · weightDecay of itself, as in AdamW; 0 unless given. */
  weightDecay?: number;
}

interface OptimizerState {
  /** How many steps were made. */
  steps: number;
  /** What it remembers of each parameter: SGD its velocity, Adam its mean and its square. */
  memory: Tensor[][];
}

/** An optimiser is plain data too: its settings, and what it remembers from step to step. */
export type Optimizer =
  | (OptimizerState & { kind: 'sgd' } & Required<SgdOptions>)
  | (OptimizerState & { kind: 'adam' } & Required<AdamOptions>);

function checkShare(where: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) {
    throw new Error(`${where}: ${name} must be from 0 to less than 1, got ${describe(value)}`);
  }
}

function checkNotNegative(where: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new Error(`${where}: ${name} must be a number of at least 0, got ${describe(value)}`);
  }
}

/**
 * Stochastic gradient descent with momentum (see sgdStep).
 *
 * @throws if momentum is not from 0 to less than 1, or weightDecay is negative.
 */
export function sgd({ momentum = 0.9, weightDecay = 0 }: SgdOptions = {}): Optimizer {
  checkShare('sgd', 'momentum', momentum);
  checkNotNegative('sgd', 'weightDecay', weightDecay);
  return { kind: 'sgd', momentum, weightDecay, steps: 0, memory: [] };
}

/**
 * Adam (see adamStep); with weight decay it is AdamW.
 *
 * @throws if a beta is not from 0 to less than 1, epsilon is not above 0, or weightDecay is
 * negative.
 */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
}: AdamOptions = {}): Optimizer {
  checkShare('adam', 'beta1', beta1);
  checkShare('adam', 'beta2', beta2);
  if (!(epsilon > 0 && epsilon < Infinity)) {
    throw new Error(`adam: epsilon must be a number above 0, got ${describe(epsilon)}`);
  }
  checkNotNegative('adam', 'weightDecay', weightDecay);
  return { kind: 'adam', beta1, beta2, epsilon, weightDecay, steps: 0, memory: [] };
}

/**
 * One step of an optimiser, in place: parameters move, and it remembers.
 *
 * @param parameters always the same, in the same order
 * @param gradients one for each parameter, of its shape
 * @throws if there are more or fewer gradients, or the optimiser has served other parameters.
 */
export function optimizerStep(
  optimizer: Optimizer,
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  learningRate: number,
): void {
  if (gradients.length !== parameters.length) {
    throw new Error(
      `optimizerStep: there must be one gradient for each of ${parameters.length} parameters, there are ${gradients.length}`,
    );
  }
  if (optimizer.steps === 0) {
    const tensors = optimizer.kind === 'sgd' ? 1 : 2;
    optimizer.memory = parameters.map(({ shape }) =>
      Array.from({ length: tensors }, () => zeros(shape)),
    );
  }
  if (optimizer.memory.length !== parameters.length) {
    throw new Error(
      `optimizerStep: this optimiser remembers ${optimizer.memory.length} parameters, and got ${parameters.length} (each model needs an optimiser of its own)`,
    );
  }
  optimizer.steps++;
  parameters.forEach((parameter, i) => {
    if (optimizer.kind === 'sgd') {
      const { momentum, weightDecay } = optimizer;
      const [velocity] = optimizer.memory[i];
      sgdStep(parameter, gradients[i], velocity, { learningRate, momentum, weightDecay });
    } else {
      const { beta1, beta2, epsilon, weightDecay, steps: step } = optimizer;
      const [mean, square] = optimizer.memory[i];
      const options = { learningRate, beta1, beta2, epsilon, weightDecay, step };
      adamStep(parameter, gradients[i], mean, square, options);
    }
  });
}
