import { sizeOf, type Tensor } from '../../lib';
import { toHwio, toNchw, toNhwc, toOihw, transpose } from './layouts';
import { requirePeer } from './packages';
import {
  learningRate,
  momentum,
  type ConvolutionCase,
  type Engine,
  type PreparedConvolution,
  type PreparedStep,
  type OperationWork,
} from '../contender';
import type { Peer } from './peer';

/** An array is used up by whatever takes it; `ref` is one more use. */
interface Value {
  readonly ref: Value;
  readonly shape: readonly number[];
  add(other: Value): Value;
  sub(other: Value): Value;
  mul(other: Value | number): Value;
  reshape(shape: readonly number[]): Value;
  blockUntilReady(): Promise<Value>;
  dataSync(): Float32Array;
  dispose(): void;
}
type Compute<Out> = (...inputs: Value[]) => Out;
interface Jax {
  init(device: 'wasm'): Promise<readonly string[]>;
  defaultDevice(device: 'wasm'): void;
  jit<Out>(compute: Compute<Out>): Compute<Out>;
  grad(loss: Compute<Value>, options: { argnums: number[] }): Compute<Value[]>;
  numpy: {
    array(data: Float32Array): Value;
    sum(x: Value): Value;
    max(x: Value): Value;
    matmul(a: Value, b: Value): Value;
  };
  lax: {
    conv(x: Value, kernels: Value, strides: number[], padding: number[][]): Value;
    reduceWindow(x: Value, by: Compute<Value>, size: number[], strides: number[]): Value;
  };
  nn: { relu(x: Value): Value; logSoftmax(x: Value): Value };
}

export const jaxJs: Peer = {
  name: 'jax-js',
  threads: 1,
  load: async () => {
    const jax = requirePeer('@jax-js/jax') as Jax;
    // Asked for all of its devices, it throws where there is no `navigator`.
    if (!(await jax.init('wasm')).includes('wasm')) throw new Error('its wasm does not start');
    jax.defaultDevice('wasm');
    return {
      prepare: async (convolution) => prepare(jax, convolution),
      prepareLeNet: async (start) => prepareStep(jax, start),
    };
  },
};

const valueOf = (jax: Jax, { shape, data }: Tensor): Value => jax.numpy.array(data).reshape(shape);

const tensorOf = (value: Value): Tensor => ({
  shape: [...value.shape],
  data: value.ref.dataSync().slice(),
});

const convolve = ({ lax }: Jax, x: Value, kernels: Value): Value =>
  lax.conv(x, kernels, [1, 1], [[1, 1], [1, 1]]); // prettier-ignore

function prepare(jax: Jax, { x, kernels, gradOutput }: ConvolutionCase): PreparedConvolution {
  const inputs = [toNchw(x), toOihw(kernels), toNchw(gradOutput)].map((t) => valueOf(jax, t));
  const [xOn, kernelsOn, gradOn] = inputs as [Value, Value, Value];
  const results = new Set<Value>();
  const work = (
    compute: () => Value,
    name: string,
    layout: (t: Tensor) => Tensor,
  ): OperationWork => {
    let result: Value | undefined;
    return {
      run: async () => {
        if (result && results.delete(result)) result.dispose();
        result = compute();
        results.add(result);
        await result.blockUntilReady();
      },
      results: () => ({ [name]: layout(tensorOf(result!)) }),
    };
  };
  const forward = jax.jit((a, b) => convolve(jax, a!, b!));
  const gradient = (argument: 0 | 1) => {
    const loss = (a: Value, b: Value, g: Value) => jax.numpy.sum(convolve(jax, a, b).mul(g));
    const compiled = jax.jit(jax.grad(loss as Compute<Value>, { argnums: [argument] }));
    return () => compiled(xOn.ref, kernelsOn.ref, gradOn.ref)[0];
  };
  return {
    operations: {
      forward: work(() => forward(xOn.ref, kernelsOn.ref), 'output', toNhwc),
      gradX: work(gradient(0), 'gradX', toNhwc),
      gradKernels: work(gradient(1), 'gradKernels', toHwio),
    },
    close: () => {
      for (const value of [...inputs, ...results]) value.dispose();
    },
  };
}

function prepareStep(
  jax: Jax,
  { x, labels, parameters }: Parameters<NonNullable<Engine['prepareLeNet']>>[0],
): PreparedStep {
  const { numpy, nn, lax } = jax;
  const [kernels1, bias1, kernels2, bias2, dense, bias] = parameters as Tensor[];
  const perChannel = ({ data }: Tensor): Tensor => ({ shape: [1, data.length, 1, 1], data });
  // Features come as [channels, height, width]: the dense layer's weights in that order.
  const [features, outputs] = dense!.shape as [number, number];
  const channels = kernels2!.shape[3];
  const side = Math.sqrt(features / channels);
  const spread = { shape: [side, side, channels, outputs], data: dense!.data };
  const chw = transpose(spread, [2, 0, 1, 3]);
  const oneHot = new Float32Array(labels.length * outputs);
  labels.forEach((label, n) => (oneHot[n * outputs + label] = 1));

  const block = (input: Value, kernels: Value, b: Value): Value => {
    const active = nn.relu(convolve(jax, input, kernels).add(b));
    return lax.reduceWindow(active, numpy.max as Compute<Value>, [2, 2], [2, 2]);
  };
  const loss: Compute<Value> = (k1, b1, k2, b2, w, b, images, classes) => {
    const flat = block(block(images!, k1!, b1!), k2!, b2!).reshape([labels.length, features]);
    const scores = nn.logSoftmax(numpy.matmul(flat, w!).add(b!));
    return numpy.sum(scores.mul(classes!)).mul(-1 / labels.length);
  };
  const count = parameters.length;
  const gradients = jax.grad(loss, { argnums: parameters.map((_, i) => i) });
  const step = jax.jit((...all: Value[]) => {
    const weights = all.slice(0, count);
    const velocities = all.slice(count, 2 * count);
    const [images, classes] = all.slice(2 * count) as [Value, Value];
    const found = gradients(...weights.map(({ ref }) => ref), images, classes);
    const moved = velocities.map((velocity, i) => velocity.mul(momentum).add(found[i]));
    const next = weights.map((weight, i) => weight.sub(moved[i].ref.mul(learningRate)));
    return [...next, ...moved];
  });

  const inputs = [toNchw(x), { shape: [labels.length, outputs], data: oneHot }].map((t) =>
    valueOf(jax, t),
  );
  const start = [
    toOihw(kernels1!),
    perChannel(bias1!),
    toOihw(kernels2!),
    perChannel(bias2!),
    { shape: [features, outputs], data: chw.data },
    { shape: [1, outputs], data: bias!.data },
  ];
  const zeros = start.map(({ shape }) => ({ shape, data: new Float32Array(sizeOf(shape)) }));
  let state = [...start, ...zeros].map((t) => valueOf(jax, t));
  return {
    run: async () => {
      state = step(...state, ...inputs.map(({ ref }) => ref));
      await Promise.all(state.map((value) => value.blockUntilReady()));
    },
    parameters: () => {
      const [k1, b1, k2, b2, w, b] = state.slice(0, count).map(tensorOf) as Tensor[];
      const hwc = transpose({ ...w!, shape: chw.shape }, [1, 2, 0, 3]);
      const flat = (t: Tensor): Tensor => ({ ...t, shape: [t.data.length] });
      const found = [toHwio(k1!), flat(b1!), toHwio(k2!), flat(b2!)];
      return [...found, { ...hwc, shape: dense!.shape }, flat(b!)];
    },
    close: () => {
      for (const value of [...inputs, ...state]) value.dispose();
    },
  };
}
