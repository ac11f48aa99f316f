import { poolWindow, type PoolOptions } from '../../ops/pool-sizes';
import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { maxPool2d, maxPool2dBackward } from '../operations';
import { checkImage } from './check';

export interface MaxPoolSpec extends LayerSpec, PoolOptions {
  readonly kind: 'maxPool';
}

/** Max pooling; size, stride and padding are those of the operation maxPool2d. */
export const maxPool = (options: PoolOptions): MaxPoolSpec => ({ kind: 'maxPool', ...options });

defineLayer<MaxPoolSpec, { x: Tensor }>('maxPool', {
  outputShape(spec, inputShape) {
    checkImage('maxPool', inputShape);
    const [height, width, channels] = inputShape;
    const { outHeight, outWidth } = poolWindow('maxPool', [height, width], spec);
    return [outHeight, outWidth, channels];
  },
  forward: ({ spec }, x) => ({ output: maxPool2d(x, spec), cache: { x } }),
  backward: ({ spec }, gradOutput, { x }) => ({
    gradX: maxPool2dBackward(gradOutput, x, spec),
    gradients: [],
  }),
});
