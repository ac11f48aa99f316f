import { checkAnyTensor } from '../ops/check';
import { rng } from '../random';
import { shapeText, type Tensor } from '../tensor';
import {
  createLayer,
  forwardLayer,
  outputShapeOf,
  parameterGradients,
  parametersOf,
  type Layer,
  type LayerSpec,
  type Shape,
} from './layer';
import { sequential, type SequentialSpec } from './layers/sequential';
import { softmaxCrossEntropy, softmaxCrossEntropyBackward } from './operations';

/** A network with its weights: a layer made of layers. */
export type Model = Layer<SequentialSpec>;

export interface CreateModelOptions {
  /** The shape of one image: [height, width, channels]. */
  inputShape: Shape;
  /** Draws the weights: one seed gives the same weights each time. */
  seed: number;
}

/**
 * A network with weights drawn anew. Kernels and the weights of dense layers are normal with
 * variance 2 / fan-in (He et al. 2015), biases and beta 0, gamma 1.
 *
 *     createModel([layers.conv2d({ outChannels: 8, size: 3 }), layers.relu()], { inputShape: [28, 28, 1], seed: 1 })
 *
 * @param network the layers, in the order in which they run
 * @throws if there are no layers, one makes no sense or not for its input (the message says which),
 * the input's shape is no shape, or the seed is no whole number.
 */
export function createModel(
  network: readonly LayerSpec[],
  { inputShape, seed }: CreateModelOptions,
): Model {
  const spec = networkSpec('createModel', network, inputShape);
  return createLayer(spec, [...inputShape], rng(seed)) as Model;
}

/**
 * The layers as one.
 *
 * @param where the function that a message is to name
 * @throws as createModel does
 */
export function networkSpec(
  where: string,
  network: readonly LayerSpec[],
  inputShape: Shape,
): SequentialSpec {
  if (!Array.isArray(network) || network.length === 0) {
    throw new Error(
      `${where}: a network is an array of at least one layer, such as [layers.flatten(), layers.dense({ outputs: 10 })]`,
    );
  }
  if (
    !Array.isArray(inputShape) ||
    inputShape.length === 0 ||
    !inputShape.every((size) => Number.isInteger(size) && size >= 1)
  ) {
    throw new Error(
      `${where}: inputShape must be the shape of one image, such as [28, 28, 1], got ${Array.isArray(inputShape) ? shapeText(inputShape) : String(inputShape)}`,
    );
  }
  const spec = sequential(network as readonly LayerSpec[]);
  try {
    outputShapeOf(spec, inputShape as Shape);
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
  return spec;
}

/** @throws if x is no batch of what the model takes */
export function checkInput(where: string, model: Layer, x: Tensor): void {
  checkAnyTensor(where, 'x', x);
  const [, ...image] = x.shape;
  if (shapeText(image) !== shapeText(model.inputShape)) {
    throw new Error(
      `${where}: the model takes images of shape ${shapeText(model.inputShape)}, a batch of them is ` +
        `[images, ${model.inputShape.join(', ')}]; given were ${shapeText(x.shape)}`,
    );
  }
}

/**
 * What a model makes of images, with its running statistics: in a classifier, the logits.
 *
 * @param x [images, …inputShape]
 * @returns [images, …outputShape]
 * @throws if x is no batch of the model's images.
 */
export function forward(model: Layer, x: Tensor): Tensor {
  checkInput('forward', model, x);
  return forwardLayer(model, x, false).output;
}

/**
 * What every layer of a model makes of images, in order: the feature maps.
 *
 * @param x [images, …inputShape]
 * @returns one tensor for each layer, [images, …the layer's outputShape]
 * @throws if x is no batch of the model's images.
 */
export function layerOutputs(model: Model, x: Tensor): Tensor[] {
  checkInput('layerOutputs', model, x);
  let output = x;
  return Object.values(model.children).map((layer) => {
    output = forwardLayer(layer, output, false).output;
    return output;
  });
}

/** Which number of each row is the largest: of equal ones the first. */
export function largestOfRows({ shape: [rows, columns], data }: Tensor): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if (data[row * columns + column] > data[row * columns + best]) best = column;
    }
    return best;
  });
}

export interface LossAndGradients {
  /** The mean softmax cross-entropy of the batch. */
  loss: number;
  /** How many images got their right class the largest logit. */
  correct: number;
  /** One for each parameter, in the order of parametersOf(model). */
  gradients: Tensor[];
}

/**
 * One forward pass as in training, and one backward: the mean loss of a batch, and its gradient
 * with respect to each parameter. Changes no parameter, but running statistics follow the batch.
 *
 * @param x [images, …inputShape]
 * @param labels the right class of each image
 * @throws if x is no batch of the model's images, or the labels do not fit.
 */
export function lossAndGradients(
  model: Layer,
  x: Tensor,
  labels: ArrayLike<number>,
): LossAndGradients {
  checkInput('lossAndGradients', model, x);
  const { output: logits, cache } = forwardLayer(model, x, true);
  const loss = softmaxCrossEntropy(logits, labels);
  const correct = largestOfRows(logits).filter((k, image) => k === labels[image]).length;
  const gradLogits = softmaxCrossEntropyBackward(logits, labels);
  return { loss, correct, gradients: parameterGradients(model, gradLogits, cache) };
}

/** How many numbers training can change. */
export const countParameters = (model: Layer): number =>
  parametersOf(model).reduce((sum, { tensor }) => sum + tensor.data.length, 0);
