import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { globalAvgPool2d, globalAvgPool2dBackward } from '../operations';
import { checkImage } from './check';

export interface GlobalAvgPoolSpec extends LayerSpec {
  readonly kind: 'globalAvgPool';
}

/** Global average pooling: an image becomes one number for each channel. */
export const globalAvgPool = (): GlobalAvgPoolSpec => ({ kind: 'globalAvgPool' });

defineLayer<GlobalAvgPoolSpec, { x: Tensor }>('globalAvgPool', {
  outputShape(_, inputShape) {
    checkImage('globalAvgPool', inputShape);
    return [inputShape[2]];
  },
  forward: (_, x) => ({ output: globalAvgPool2d(x), cache: { x } }),
  backward: (_, gradOutput, { x }) => ({
    gradX: globalAvgPool2dBackward(gradOutput, x),
    gradients: [],
  }),
});
