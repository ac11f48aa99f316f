import { parametersOf, type Layer, type layers } from '../nn';
import type { Tensor } from '../tensor';
import { conv2dLayerTensorFlow } from './tensorflow-conv2d';
import {
  addTensorFlow,
  avgPool2dTensorFlow,
  batchNormTensorFlow,
  denseTensorFlow,
  flattenTensorFlow,
  globalAvgPool2dTensorFlow,
  gradientsTensorFlow,
  maxPool2dTensorFlow,
  reluTensorFlow,
  runTensorFlow,
  softmaxCrossEntropyTensorFlow,
  subsample2dTensorFlow,
  type TfFunction,
} from './tensorflow-layers';
import type { TensorFlow, TfTensor } from './tensorflow-types';

/** Hands out a model's parameters in the order in which its layers want them. */
type NextParameter = () => TfTensor;

function run(tf: TensorFlow, layer: Layer, x: TfTensor, next: NextParameter): TfTensor {
  const biasOf = (spec: { bias?: boolean }): TfTensor =>
    (spec.bias ?? true) ? next() : tf.scalar(0);
  const { spec, children } = layer;
  switch (spec.kind) {
    case 'sequential':
      return Object.values(children).reduce((input, child) => run(tf, child, input, next), x);
    case 'residual': {
      const body = run(tf, children.body, x, next);
      return addTensorFlow(tf)(body, run(tf, children.shortcut, x, next));
    }
    case 'conv2d': {
      const conv = spec as layers.Conv2dSpec;
      return conv2dLayerTensorFlow(tf, conv)(x, next(), biasOf(conv));
    }
    case 'dense':
      return denseTensorFlow(tf)(x, next(), biasOf(spec as layers.DenseSpec));
    case 'batchNorm':
      return batchNormTensorFlow(tf, spec as layers.BatchNormSpec)(x, next(), next());
    case 'maxPool':
      return maxPool2dTensorFlow(tf, spec as layers.MaxPoolSpec)(x);
    case 'avgPool':
      return avgPool2dTensorFlow(tf, spec as layers.AvgPoolSpec)(x);
    case 'globalAvgPool':
      return globalAvgPool2dTensorFlow(tf)(x);
    case 'subsample':
      return subsample2dTensorFlow(tf, spec as layers.SubsampleSpec)(x);
    case 'flatten':
      return flattenTensorFlow(tf)(x);
    case 'relu':
      return reluTensorFlow(tf)(x);
    default:
      throw new Error(`networkTensorFlow: there is no '${spec.kind}' here`);
  }
}

/**
 * A whole network in terms of TensorFlow.js, as in training: a function of x and of the model's
 * parameters, in the order of parametersOf(model). Convolutions without dilation only.
 */
export const networkTensorFlow =
  (tf: TensorFlow, model: Layer): TfFunction =>
  (x, ...parameters) => {
    let used = 0;
    return run(tf, model, x, () => parameters[used++]);
  };

/** What TensorFlow.js finds for a batch's mean loss, and its gradient for each parameter. */
export function lossAndGradientsTensorFlow(
  tf: TensorFlow,
  model: Layer,
  x: Tensor,
  labels: ArrayLike<number>,
): { loss: number; gradients: Tensor[] } {
  const loss: TfFunction = (...inputs) =>
    softmaxCrossEntropyTensorFlow(tf, labels)(networkTensorFlow(tf, model)(...inputs));
  const inputs = [x, ...parametersOf(model).map(({ tensor }) => tensor)];
  const [, ...gradients] = gradientsTensorFlow(tf, loss, inputs);
  return { loss: runTensorFlow(tf, loss, inputs).data[0], gradients };
}
