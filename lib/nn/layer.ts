import { describe } from '../ops/check';
import { randn, type Rng } from '../random';
import { zeros, type Tensor } from '../tensor';

/** The shape of one image's data, without the batch: [28, 28, 1], or [10]. */
export type Shape = readonly number[];

/**
 * What a layer is to be: its kind, and what that kind needs to know. Plain data that goes through
 * JSON; it has no weights, so a network of any size can be described and counted.
 */
export interface LayerSpec {
  readonly kind: string;
}

/**
 * A layer with its weights: plain data, which goes through structuredClone. What it does is
 * written once for each kind (see LayerKind).
 */
export interface Layer<Spec extends LayerSpec = LayerSpec> {
  readonly spec: Spec;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** What training changes, in place. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** What else a forward pass in training changes, in place: running statistics. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** The layers it is made of, by name, in the order in which they run. */
  readonly children: Readonly<Record<string, Layer>>;
}

/** How a weight starts: all one value, or drawn for a layer whose outputs sum `fanIn` inputs. */
export type TensorPlan = { shape: Shape; value: number } | { shape: Shape; fanIn: number };

export interface Forward<Cache = unknown> {
  /** [images, …outputShape] */
  output: Tensor;
  /** What the backward pass needs to know of the forward pass. */
  cache: Cache;
}

export interface Backward {
  /** [images, …inputShape] */
  gradX: Tensor;
  /** The gradients of the layer's parameters, in the order of parametersOf(layer). */
  gradients: Tensor[];
}

/** What all layers of one kind have in common: their shapes, and what they compute. */
export interface LayerKind<Spec extends LayerSpec = LayerSpec, Cache = unknown> {
  /** @throws if the spec makes no sense, or not for such an input */
  outputShape(spec: Spec, inputShape: Shape): Shape;
  children?(spec: Spec, inputShape: Shape): Record<string, { spec: LayerSpec; inputShape: Shape }>;
  parameters?(spec: Spec, inputShape: Shape): Record<string, TensorPlan>;
  state?(spec: Spec, inputShape: Shape): Record<string, TensorPlan>;
  /** Multiplications of one image's forward pass that end in a sum; 0 unless given. */
  multiplyAdds?(spec: Spec, inputShape: Shape): number;
  forward(layer: Layer<Spec>, x: Tensor, training: boolean): Forward<Cache>;
  /** forward and ReLU in one, where that costs less than one after the other. */
  forwardRelu?(layer: Layer<Spec>, x: Tensor): Forward<Cache>;
  /** Of the rectifier alone: the cache that goes with its output, if forwardRelu made that. */
  rectified?(output: Tensor): Cache;
  backward(layer: Layer<Spec>, gradOutput: Tensor, cache: Cache): Backward;
  /** The gradients alone, where they cost less than with gradX, which a first layer has no use for. */
  parameterGradients?(layer: Layer<Spec>, gradOutput: Tensor, cache: Cache): Tensor[];
}

const kinds = new Map<string, LayerKind>();

/**
 * Makes a kind of layer known under its name; one that is there already is replaced, so that the
 * cell that defines it can be run again.
 */
export function defineLayer<Spec extends LayerSpec, Cache>(
  kind: Spec['kind'],
  definition: LayerKind<Spec, Cache>,
): void {
  kinds.set(kind, definition as unknown as LayerKind);
}

/** @throws if it is no layer, or no such kind was defined */
export function kindOf(spec: LayerSpec): LayerKind {
  const given: unknown = spec;
  if (typeof given !== 'object' || given === null || typeof spec.kind !== 'string') {
    let hint = 'layers.relu() makes one';
    if (typeof given === 'function') hint = 'it is made by a call, with brackets: layers.relu()';
    if (Array.isArray(given)) hint = 'the layers of a list go in with three dots: ...list';
    const what = Array.isArray(given) ? 'a list' : describe(given);
    throw new Error(`${what} is no layer (${hint})`);
  }
  const kind = kinds.get(spec.kind);
  if (!kind) {
    throw new Error(
      `'${spec.kind}' is no kind of layer (there are ${[...kinds.keys()].join(', ')})`,
    );
  }
  return kind;
}

export const outputShapeOf = (spec: LayerSpec, inputShape: Shape): Shape =>
  kindOf(spec).outputShape(spec, inputShape);

/** The layers that a layer is to be made of, by name. */
export const childrenOf = (
  spec: LayerSpec,
  inputShape: Shape,
): Record<string, { spec: LayerSpec; inputShape: Shape }> =>
  kindOf(spec).children?.(spec, inputShape) ?? {};

const mapValues = <A, B>(record: Record<string, A>, make: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));

/**
 * A tensor as planned. With a fan-in it is drawn from the normal distribution of variance
 * 2 / fanIn, which keeps the size of the numbers from layer to layer where ReLU halves them.
 *
 * Source: He et al., "Delving deep into rectifiers" (2015), section 2.2.
 *
 * @param random where the chance comes from; without it the tensor is zeros, to be filled
 */
function planned(plan: TensorPlan, random: Rng | undefined): Tensor {
  if (!random) return zeros(plan.shape);
  if ('fanIn' in plan) {
    const result = randn(plan.shape, random);
    const deviation = Math.sqrt(2 / plan.fanIn);
    for (let i = 0; i < result.data.length; i++) result.data[i] *= deviation;
    return result;
  }
  const result = zeros(plan.shape);
  result.data.fill(plan.value);
  return result;
}

/**
 * A layer with weights.
 *
 * @param random draws the weights; without it all are zeros, for one who fills them in
 * @throws if the spec makes no sense, or not for such an input
 */
export function createLayer(spec: LayerSpec, inputShape: Shape, random?: Rng): Layer {
  const kind = kindOf(spec);
  const outputShape = kind.outputShape(spec, inputShape);
  const create = (plan: TensorPlan): Tensor => planned(plan, random);
  return {
    spec,
    inputShape,
    outputShape,
    parameters: mapValues(kind.parameters?.(spec, inputShape) ?? {}, create),
    state: mapValues(kind.state?.(spec, inputShape) ?? {}, create),
    children: mapValues(childrenOf(spec, inputShape), (child) =>
      createLayer(child.spec, child.inputShape, random),
    ),
  };
}

/**
 * Runs a layer.
 *
 * @param x [images, …inputShape]
 * @param training whether batch normalisation goes by the batch, and follows it
 */
export const forwardLayer = (layer: Layer, x: Tensor, training: boolean): Forward =>
  kindOf(layer.spec).forward(layer, x, training);

/**
 * Runs a layer backward.
 *
 * @param gradOutput the loss's gradient with respect to the layer's output
 * @param cache as the forward pass returned it
 */
export const backwardLayer = (layer: Layer, gradOutput: Tensor, cache: unknown): Backward =>
  kindOf(layer.spec).backward(layer, gradOutput, cache);

/** The gradients of the layer's parameters, if nothing comes before it that gradX could go to. */
export const parameterGradients = (layer: Layer, gradOutput: Tensor, cache: unknown): Tensor[] => {
  const kind = kindOf(layer.spec);
  return (
    kind.parameterGradients?.(layer, gradOutput, cache) ??
    kind.backward(layer, gradOutput, cache).gradients
  );
};

/** A tensor of a model, under a name such as `3.body.0.kernels`. */
export interface NamedTensor {
  name: string;
  tensor: Tensor;
}

function named(
  layer: Layer,
  select: (layer: Layer) => Readonly<Record<string, Tensor>>,
  path: string,
): NamedTensor[] {
  return [
    ...Object.entries(select(layer)).map(([name, tensor]) => ({ name: path + name, tensor })),
    ...Object.entries(layer.children).flatMap(([name, child]) =>
      named(child, select, `${path}${name}.`),
    ),
  ];
}

/** What training changes in a layer and those inside it, always in the same order. */
export const parametersOf = (layer: Layer): NamedTensor[] =>
  named(layer, ({ parameters }) => parameters, '');

/** All that a layer and those inside it know: parameters, and running statistics. */
export const tensorsOf = (layer: Layer): NamedTensor[] =>
  named(layer, ({ parameters, state }) => ({ ...parameters, ...state }), '');
