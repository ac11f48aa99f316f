import { shapeText, type Tensor } from '../../tensor';
import { defineLayer, type LayerSpec, type TensorPlan } from '../layer';
import { dense as weightedSums, denseBackward } from '../operations';
import { checkCount } from './check';

export interface DenseLayerOptions {
  /** How many outputs, such as one for each class. */
  outputs: number;
  /** Whether each output has a bias; true unless given. */
  bias?: boolean;
}

export interface DenseSpec extends LayerSpec, DenseLayerOptions {
  readonly kind: 'dense';
}

/** A fully connected layer. */
export const dense = (options: DenseLayerOptions): DenseSpec => ({ kind: 'dense', ...options });

defineLayer<DenseSpec, { x: Tensor }>('dense', {
  outputShape({ outputs }, inputShape) {
    checkCount('dense', 'outputs', outputs);
    if (inputShape.length !== 1) {
      throw new Error(
        `dense: the layer takes one row of numbers for each image, its input is ${shapeText(inputShape)} (a flatten layer before it makes rows)`,
      );
    }
    return [outputs];
  },
  parameters({ outputs, bias = true }, [inputs]) {
    const plans: Record<string, TensorPlan> = {
      weights: { shape: [inputs, outputs], fanIn: inputs },
    };
    if (bias) plans.bias = { shape: [outputs], value: 0 };
    return plans;
  },
  multiplyAdds: ({ outputs }, [inputs]) => inputs * outputs,
  forward({ parameters: { weights, bias } }, x) {
    return { output: weightedSums(x, weights, bias), cache: { x } };
  },
  backward({ parameters: { weights, bias } }, gradOutput, { x }) {
    const { gradX, gradWeights, gradBias } = denseBackward(gradOutput, x, weights);
    return { gradX, gradients: bias ? [gradWeights, gradBias] : [gradWeights] };
  },
});
