import {
  backwardLayer,
  defineLayer,
  forwardLayer,
  outputShapeOf,
  type LayerSpec,
  type Shape,
} from '../layer';

export interface SequentialSpec extends LayerSpec {
  readonly kind: 'sequential';
  readonly layers: readonly LayerSpec[];
}

/** Layers one after the other, each on the output of the one before. None at all is the identity. */
export const sequential = (layers: readonly LayerSpec[]): SequentialSpec => ({
  kind: 'sequential',
  layers,
});

/** The shapes between the layers: the input's, and each layer's output's. */
function shapesOf({ layers }: SequentialSpec, inputShape: Shape): Shape[] {
  if (!Array.isArray(layers)) {
    throw new Error(`sequential: layers must be an array of layers, got ${String(layers)}`);
  }
  const shapes: Shape[] = [inputShape];
  layers.forEach((spec: LayerSpec, i) => {
    try {
      shapes.push(outputShapeOf(spec, shapes[i]));
    } catch (error) {
      throw new Error(`layer ${i}: ${(error as Error).message}`, { cause: error });
    }
  });
  return shapes;
}

defineLayer<SequentialSpec, unknown[]>('sequential', {
  outputShape: (spec, inputShape) => shapesOf(spec, inputShape)[spec.layers.length],
  children(spec, inputShape) {
    const shapes = shapesOf(spec, inputShape);
    return Object.fromEntries(
      spec.layers.map((layer, i) => [String(i), { spec: layer, inputShape: shapes[i] }]),
    );
  },
  forward(layer, x, training) {
    let output = x;
    const cache = Object.values(layer.children).map((child) => {
      const forward = forwardLayer(child, output, training);
      output = forward.output;
      return forward.cache;
    });
    return { output, cache };
  },
  backward(layer, gradOutput, cache) {
    const children = Object.values(layer.children);
    let gradX = gradOutput;
    const gradients = [];
    for (let i = children.length - 1; i >= 0; i--) {
      const backward = backwardLayer(children[i], gradX, cache[i]);
      gradX = backward.gradX;
      gradients.unshift(...backward.gradients);
    }
    return { gradX, gradients };
  },
});
