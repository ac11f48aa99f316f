import { subsampleShape, type SubsampleOptions } from '../../ops/subsample2d';
import type { Tensor } from '../../tensor';
import { defineLayer, type LayerSpec } from '../layer';
import { subsample2d, subsample2dBackward } from '../operations';
import { checkImage } from './check';

export interface SubsampleSpec extends LayerSpec, SubsampleOptions {
  readonly kind: 'subsample';
}

/** Keeps every stride-th row and column and adds channels of zeros: a shortcut without weights. */
export const subsample = (options: SubsampleOptions): SubsampleSpec => ({
  kind: 'subsample',
  ...options,
});

defineLayer<SubsampleSpec, { x: Tensor }>('subsample', {
  outputShape(spec, inputShape) {
    checkImage('subsample', inputShape);
    const { outHeight, outWidth, outChannels } = subsampleShape('subsample', inputShape, spec);
    return [outHeight, outWidth, outChannels];
  },
  forward: ({ spec }, x) => ({ output: subsample2d(x, spec), cache: { x } }),
  backward: ({ spec }, gradOutput, { x }) => ({
    gradX: subsample2dBackward(gradOutput, x, spec),
    gradients: [],
  }),
});
