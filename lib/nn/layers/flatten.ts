import { sizeOf, type Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { flatten as toRows, flattenBackward } from '../operations';
import { checkImage } from './check';

export interface FlattenSpec extends LayerSpec {
  readonly kind: 'flatten';
}

/** Makes one row of numbers of each image, as a dense layer takes it. */
export const flatten = (): FlattenSpec => ({ kind: 'flatten' });

defineLayer<FlattenSpec, { x: Tensor }>('flatten', {
  outputShape(_, inputShape) {
    checkImage('flatten', inputShape);
    return [sizeOf(inputShape)];
  },
  forward: (_, x) => ({ output: toRows(x), cache: { x } }),
  backward: (_, gradOutput, { x }) => ({ gradX: flattenBackward(gradOutput, x), gradients: [] }),
});
