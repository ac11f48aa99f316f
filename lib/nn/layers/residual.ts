import { sameShape } from '../../ops/check';
import { shapeText } from '../../tensor';
import {
  backwardLayer,
  defineLayer,
  forwardLayer,
  outputShapeOf,
  type LayerSpec,
  type Shape,
} from '../layer';
import { add } from '../operations';
import { sequential, type SequentialSpec } from './sequential';

export interface ResidualSpec extends LayerSpec {
  readonly kind: 'residual';
  readonly body: SequentialSpec;
  readonly shortcut: SequentialSpec;
}

export interface ResidualOptions {
  /** F: what is learnt on top of the input. */
  body: readonly LayerSpec[];
  /** What brings the input to the shape of F's output: none, which is the identity, unless given. */
  shortcut?: readonly LayerSpec[];
}

/**
 * A residual block: y = F(x) + shortcut(x). The ReLU that follows the sum is a layer of its own.
 *
 * Source: He et al., "Deep residual learning for image recognition" (2015), section 3.2.
 */
export const residual = ({ body, shortcut = [] }: ResidualOptions): ResidualSpec => ({
  kind: 'residual',
  body: sequential(body),
  shortcut: sequential(shortcut),
});

function along(way: 'body' | 'shortcut', spec: ResidualSpec, inputShape: Shape): Shape {
  try {
    return outputShapeOf(spec[way], inputShape);
  } catch (error) {
    throw new Error(`residual: ${way}: ${(error as Error).message}`, { cause: error });
  }
}

defineLayer<ResidualSpec, { body: unknown; shortcut: unknown }>('residual', {
  outputShape(spec, inputShape) {
    const body = along('body', spec, inputShape);
    const shortcut = along('shortcut', spec, inputShape);
    if (!sameShape(body, shortcut)) {
      const identity = spec.shortcut.layers.length === 0;
      throw new Error(
        `residual: the body makes ${shapeText(body)} of ${shapeText(inputShape)}, ` +
          (identity
            ? 'to which the input cannot be added (it needs a shortcut: a 1 by 1 convolution, or subsample)'
            : `the shortcut ${shapeText(shortcut)}; they are added, so they must have one shape`),
      );
    }
    return body;
  },
  children: ({ body, shortcut }, inputShape) => ({
    body: { spec: body, inputShape },
    shortcut: { spec: shortcut, inputShape },
  }),
  forward({ children }, x, training) {
    const body = forwardLayer(children.body, x, training);
    const shortcut = forwardLayer(children.shortcut, x, training);
    return {
      output: add(body.output, shortcut.output),
      cache: { body: body.cache, shortcut: shortcut.cache },
    };
  },
  backward({ children }, gradOutput, cache) {
    // The gradient of the sum is that of both ways, so both take it as it is.
    const body = backwardLayer(children.body, gradOutput, cache.body);
    const shortcut = backwardLayer(children.shortcut, gradOutput, cache.shortcut);
    return {
      gradX: add(body.gradX, shortcut.gradX), // x went both ways
      gradients: [...body.gradients, ...shortcut.gradients],
    };
  },
});
