import {
  backwardLayer,
  defineLayer,
  forwardLayer,
  kindOf,
  outputShapeOf,
  parameterGradients,
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
    const children = Object.values(layer.children);
    const cache: unknown[] = [];
    let output = x;
    while (cache.length < children.length) {
      const child = children[cache.length];
      const next = children[cache.length + 1];
      const { forwardRelu } = kindOf(child.spec);
      const rectified = next && kindOf(next.spec).rectified;
      const inOne = forwardRelu && rectified;
      const forward = inOne ? forwardRelu(child, output) : forwardLayer(child, output, training);
      output = forward.output;
      cache.push(forward.cache);
      if (inOne) cache.push(rectified(output));
    }
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
  parameterGradients(layer, gradOutput, cache) {
    const [first, ...rest] = Object.values(layer.children);
    let gradX = gradOutput;
    const gradients = [];
    for (let i = rest.length - 1; i >= 0; i--) {
      const backward = backwardLayer(rest[i], gradX, cache[i + 1]);
      gradX = backward.gradX;
      gradients.unshift(...backward.gradients);
    }
    return first ? [...parameterGradients(first, gradX, cache[0]), ...gradients] : gradients;
  },
});
