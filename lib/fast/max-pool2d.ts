import { checkGradOutput, imageLayout } from '../ops/check';
import {
  maxPool2d as readableMaxPool2d,
  maxPool2dBackward as readableMaxPool2dBackward,
} from '../ops/max-pool2d';
import { poolSizes, type PoolOptions, type PoolSizes } from '../ops/pool-sizes';
import type { Tensor } from '../tensor';
import { unwritten } from './memory';
import { kernelsFor, onHeap } from './on-heap';

/** In the order of PoolJob in kernels/max-pool.ts. */
const jobOf = (sizes: PoolSizes): number[] => [
  sizes.images,
  sizes.height,
  sizes.width,
  sizes.channels,
  sizes.outHeight,
  sizes.outWidth,
  ...sizes.size,
  ...sizes.stride,
  sizes.padding[0][0],
  sizes.padding[1][0],
];

/** The kernels take four channels at a time. */
const kernelsForPool = (x: Tensor, { channels }: PoolSizes): ReturnType<typeof kernelsFor> =>
  channels % 4 === 0 ? kernelsFor(x.data.length) : undefined;

/** `maxPool2d` of lib/ops, quick. */
export function maxPool2d(x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('maxPool2d', x, options);
  const runtime = kernelsForPool(x, sizes);
  if (!runtime) return readableMaxPool2d(x, options);
  const { images, outHeight, outWidth, channels } = sizes;
  const result = unwritten([images, outHeight, outWidth, channels]);
  return onHeap(runtime, [x.data], result, 16, (kernels, { inputs, output, scratch }, heap) => {
    heap.writeInts(scratch, jobOf(sizes));
    kernels.maxPool(scratch, inputs[0]!, output);
  });
}

/** `maxPool2dBackward` of lib/ops, quick. */
export function maxPool2dBackward(gradOutput: Tensor, x: Tensor, options: PoolOptions): Tensor {
  const sizes = poolSizes('maxPool2dBackward', x, options);
  const runtime = kernelsForPool(x, sizes);
  if (!runtime) return readableMaxPool2dBackward(gradOutput, x, options);
  const { images, outHeight, outWidth, channels } = sizes;
  const outputShape = [images, outHeight, outWidth, channels];
  checkGradOutput('maxPool2dBackward', gradOutput, outputShape, 'x and options', imageLayout);
  const data = [gradOutput.data, x.data];
  const result = unwritten(x.shape);
  return onHeap(runtime, data, result, 16, (kernels, { inputs, output, scratch }, heap) => {
    heap.writeInts(scratch, jobOf(sizes));
    heap.clear(output, result.data.byteLength);
    kernels.maxPoolBackward(scratch, inputs[0]!, inputs[1]!, output);
  });
}
