import {
  createModel,
  layers,
  lossAndGradients,
  optimizerStep,
  parametersOf,
  randn,
  rng,
  sgd,
  type Tensor,
} from '../lib';
import { reusingMemory } from '../lib/fast';

/** Two convolutions of 3 by 3, each with ReLU and max pooling, and a dense layer; 32 images a step. */
export const network = [
  layers.conv2d({ outChannels: 8, size: 3, padding: 'same' }),
  layers.relu(),
  layers.maxPool({ size: 2 }),
  layers.conv2d({ outChannels: 16, size: 3, padding: 'same' }),
  layers.relu(),
  layers.maxPool({ size: 2 }),
  layers.flatten(),
  layers.dense({ outputs: 10 }),
];

export interface LeNet {
  x: Tensor;
  labels: number[];
  parameters: Tensor[];
  step(): void;
}

export function lenet(): LeNet {
  const model = createModel(network, { inputShape: [28, 28, 1], seed: 1 });
  const x = randn([32, 28, 28, 1], rng(2));
  const labels = Array.from({ length: 32 }, (_, i) => i % 10);
  const parameters = parametersOf(model).map(({ tensor }) => tensor);
  const optimizer = sgd({ momentum: 0.9 });
  return {
    x,
    labels,
    parameters,
    step: () => {
      reusingMemory(() => {
        const { gradients } = lossAndGradients(model, x, labels);
        optimizerStep(optimizer, parameters, gradients, 0.01);
      });
    },
  };
}
