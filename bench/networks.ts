import {
  createModel,
  deepNetwork,
  leNet,
  parametersOf,
  randn,
  rng,
  type LayerSpec,
  type Model,
  type Tensor,
} from '../lib';

interface Network {
  layers: LayerSpec[];
  inputShape: [height: number, width: number, channels: number];
}

/** The ResNets: one small enough for a notebook, and that of He et al. for CIFAR-10. */
export const networks = {
  LeNet: { layers: leNet(), inputShape: [28, 28, 1] },
  'ResNet-20, 7×7': { layers: deepNetwork({ depth: 20, width: 4 }), inputShape: [7, 7, 1] },
  'ResNet-20, 32×32': { layers: deepNetwork({ depth: 20 }), inputShape: [32, 32, 3] },
} as const satisfies Record<string, Network>;
export type NetworkName = keyof typeof networks;
export const networkNames = Object.keys(networks) as NetworkName[];

/** Images of a step. */
export const batchSize = 32;

/** A model and the batch that each step trains it on. */
export interface Training {
  model: Model;
  x: Tensor;
  labels: number[];
  /** Of the model: they change as it is trained. */
  parameters: Tensor[];
}

/** The same weights and images each time. */
export function startTraining(name: NetworkName, images = batchSize): Training {
  const { layers, inputShape } = networks[name];
  const model = createModel(layers, { inputShape, seed: 1 });
  return {
    model,
    x: randn([images, ...inputShape], rng(2)),
    labels: Array.from({ length: images }, (_, i) => i % 10),
    parameters: parametersOf(model).map(({ tensor }) => tensor),
  };
}
