import type { LoadedTensorFlow } from '../lib/oracle';
import type { Tensor } from '../lib';

/** What the benchmark uses of TensorFlow.js beyond lib/oracle's types: kernels by name, training. */
interface Kernels {
  engine(): { runKernel(name: string, inputs: object, attributes: object): Disposable };
  tensor(values: ArrayLike<number>, shape: readonly number[]): Value;
  tensor1d(values: ArrayLike<number>, type: 'int32'): Value;
  variable(value: Value): Value;
  conv2d(x: Value, kernels: Value, strides: number, padding: 'same'): Value;
  maxPool(x: Value, size: number, strides: number, padding: 'valid'): Value;
  oneHot(labels: Value, depth: number): Value;
  losses: { softmaxCrossEntropy(labels: Value, logits: Value): Value };
  train: { momentum(rate: number, momentum: number): { minimize(loss: () => Value): void } };
}
interface Disposable {
  dispose(): void;
  dataSync(): Float32Array;
}
interface Value extends Disposable {
  add(other: Value): Value;
  relu(): Value;
  reshape(shape: readonly number[]): Value;
  matMul(other: Value): Value;
}

/** A convolution's three kernels, on the backend in use; results are made and thrown away. */
export function convolutionKernels(
  { tf }: LoadedTensorFlow,
  x: Tensor,
  kernels: Tensor,
  gradOutput: Tensor,
): Record<'forward' | 'gradX' | 'gradKernels', () => Disposable> {
  const { engine, tensor } = tf as unknown as Kernels;
  const on = (t: Tensor): Value => tensor(t.data, t.shape);
  const [xOn, kernelsOn, gradOn] = [on(x), on(kernels), on(gradOutput)];
  const attributes = {
    strides: [1, 1],
    pad: 'same',
    dataFormat: 'NHWC',
    dimRoundingMode: undefined,
  };
  const run = (name: string, inputs: object, more: object) => (): Disposable =>
    engine().runKernel(name, inputs, { ...attributes, ...more });
  return {
    forward: run('Conv2D', { x: xOn, filter: kernelsOn }, { dilations: [1, 1] }),
    gradX: run('Conv2DBackpropInput', { dy: gradOn, filter: kernelsOn }, { inputShape: x.shape }),
    gradKernels: run(
      'Conv2DBackpropFilter',
      { x: xOn, dy: gradOn },
      { filterShape: kernels.shape },
    ),
  };
}

/** One step of training LeNet as bench/lenet.ts has it. */
export function lenetStep(
  { tf: loaded }: LoadedTensorFlow,
  x: Tensor,
  labels: number[],
  parameters: readonly Tensor[],
): () => void {
  const tf = loaded as unknown as Kernels;
  const images = tf.tensor(x.data, x.shape);
  const classes = tf.oneHot(tf.tensor1d(labels, 'int32'), 10);
  const [kernels1, bias1, kernels2, bias2, weights, bias] = parameters.map((t) =>
    tf.variable(tf.tensor(t.data, t.shape)),
  ) as [Value, Value, Value, Value, Value, Value];
  const block = (input: Value, kernels: Value, b: Value): Value =>
    tf.maxPool(tf.conv2d(input, kernels, 1, 'same').add(b).relu(), 2, 2, 'valid');
  const optimizer = tf.train.momentum(0.01, 0.9);
  return () => {
    optimizer.minimize(() => {
      const features = block(block(images, kernels1, bias1), kernels2, bias2);
      const logits = features.reshape([x.shape[0]!, 784]).matMul(weights).add(bias);
      return tf.losses.softmaxCrossEntropy(classes, logits);
    });
  };
}
