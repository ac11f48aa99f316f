import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { conv2d, randn, rng, type Tensor } from '../../lib';
import { loadTensorFlow, type TensorFlow, type TfTensor } from '../../lib/oracle';
import { registerFilterGradient } from '../../lib/oracle/filter-gradient';
import type { TfPadding } from '../../lib/oracle/tensorflow-types';
import { convCase } from './arbitraries';
import { expectClose, float32Sums } from './expect-close';

let tf: TensorFlow;
beforeAll(async () => {
  const loaded = await loadTensorFlow();
  tf = loaded.tf;
});

/** TensorFlow.js's gradient of its own convolution with respect to the filter. */
async function filterGradient(
  backend: 'wasm' | 'cpu',
  gradOutput: Tensor,
  x: Tensor,
  filter: Tensor,
  strides: [number, number],
  padding: TfPadding,
): Promise<Tensor> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const xs = tf.tensor(x.data, x.shape);
    const gradient = tf.grads((k: TfTensor) => tf.conv2d(xs, k, strides, padding))(
      [tf.tensor(filter.data, filter.shape)],
      tf.tensor(gradOutput.data, gradOutput.shape),
    )[0]!;
    return { shape: [...gradient.shape], data: new Float32Array(gradient.dataSync()) };
  });
}

describe('the filter gradient registered for wasm', () => {
  it('is that of the cpu backend, for every padding and stride', async (context) => {
    if (!tf.findBackend('wasm')) context.skip('the oracle is not on wasm');
    await fc.assert(
      fc.asyncProperty(convCase(), async ({ x, kernels, options }) => {
        const { stride = 1, padding = 'valid' } = options;
        const output = conv2d(x, kernels, { stride, padding: options.padding });
        const gradOutput = randn(output.shape, rng(9));
        const strides: [number, number] =
          typeof stride === 'number' ? [stride, stride] : [...stride];
        const [rows, cols] =
          typeof padding === 'number'
            ? [[padding, padding] as const, [padding, padding] as const]
            : typeof padding === 'string'
              ? []
              : padding;
        const pad: TfPadding =
          typeof padding === 'string' ? padding : [[0, 0], [...rows!], [...cols!], [0, 0]];
        const wasm = await filterGradient('wasm', gradOutput, x, kernels, strides, pad);
        const cpu = await filterGradient('cpu', gradOutput, x, kernels, strides, pad);
        expectClose(wasm, cpu, float32Sums);
      }),
      { numRuns: 150 },
    );
    await tf.setBackend('wasm');
  });

  it('leaves nothing behind', async (context) => {
    if (!tf.findBackend('wasm')) context.skip('the oracle is not on wasm');
    const x = randn([2, 5, 5, 2], rng(1));
    const filter = randn([3, 3, 2, 4], rng(2));
    const gradOutput = randn([2, 3, 3, 4], rng(3));
    const before = tf.memory().numTensors;
    await filterGradient('wasm', gradOutput, x, filter, [1, 1], 'valid');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is registered once, and never over one that is there', () => {
    const registered: unknown[] = [];
    const fake = (has: boolean) =>
      ({ getKernel: () => has, registerKernel: (k: unknown) => registered.push(k) }) as never;
    registerFilterGradient(fake(true));
    expect(registered).toEqual([]);
    registerFilterGradient(fake(false));
    expect(registered).toMatchObject([{ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm' }]);
  });
});
