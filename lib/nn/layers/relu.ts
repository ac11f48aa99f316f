import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { relu as rectify, reluBackward } from '../operations';

export interface ReluSpec extends LayerSpec {
  readonly kind: 'relu';
}

/** The rectifier, for any shape. */
export const relu = (): ReluSpec => ({ kind: 'relu' });

defineLayer<ReluSpec, { x: Tensor }>('relu', {
  outputShape: (_, inputShape) => inputShape,
  forward: (_, x) => ({ output: rectify(x), cache: { x } }),
  rectified: (output) => ({ x: output }), // it is above 0 where x is, which is all that counts
  backward: (_, gradOutput, { x }) => ({ gradX: reluBackward(gradOutput, x), gradients: [] }),
});
