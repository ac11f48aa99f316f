import { poolWindow, type PoolOptions } from '../../ops/pool-sizes';
import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { avgPool2d, avgPool2dBackward } from '../operations';
import { checkImage } from './check';

export interface AvgPoolSpec extends LayerSpec, PoolOptions {
  readonly kind: 'avgPool';
}

/** Average pooling; size, stride and padding are those of the operation avgPool2d. */
export const avgPool = (options: PoolOptions): AvgPoolSpec => ({ kind: 'avgPool', ...options });

defineLayer<AvgPoolSpec, { x: Tensor }>('avgPool', {
  outputShape(spec, inputShape) {
    checkImage('avgPool', inputShape);
    const [height, width, channels] = inputShape;
    const { outHeight, outWidth } = poolWindow('avgPool', [height, width], spec);
    return [outHeight, outWidth, channels];
  },
  forward: ({ spec }, x) => ({ output: avgPool2d(x, spec), cache: { x } }),
  backward: ({ spec }, gradOutput, { x }) => ({
    gradX: avgPool2dBackward(gradOutput, x, spec),
    gradients: [],
  }),
});
