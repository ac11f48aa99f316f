import { createRequire } from 'node:module';
import { parametersOf, type Tensor } from '../../lib';
import {
  loadTensorFlow,
  networkTensorFlow,
  type TensorFlow,
  type TfTensor,
} from '../../lib/oracle';
import { loadOn, type Host } from '../../lib/oracle/tensorflow';
import type { Operation } from '../cases';
import {
  learningRate,
  momentum,
  type Contender,
  type Contenders,
  type ConvolutionCase,
  type Engine,
  type OperationWork,
  type PreparedConvolution,
  type PreparedStep,
} from '../contender';
import type { Training } from '../networks';

/** What the benchmark uses of TensorFlow.js beyond lib/oracle's types: kernels by name, training. */
interface Kernels {
  engine(): { runKernel(name: string, inputs: object, attributes: object): TfTensor };
  variable(value: TfTensor): TfTensor;
  train: {
    momentum(
      rate: number,
      momentum: number,
    ): {
      minimize(loss: () => TfTensor, returnCost: boolean, of: TfTensor[]): void;
      dispose(): void;
    };
  };
}

type Backend = 'cpu' | 'wasm' | 'tensorflow';
type Single = Exclude<Operation, 'gradients'>;

const filterKernel = 'Conv2DBackpropFilter';

/** A convolution's three kernels; each result is thrown away by the next run. */
function prepare(
  tf: TensorFlow,
  backend: Backend,
  wanted: readonly Single[],
  { x, kernels, gradOutput }: ConvolutionCase,
): PreparedConvolution {
  const { engine } = tf as unknown as Kernels;
  const on = (t: Tensor): TfTensor => tf.tensor(t.data, t.shape);
  const [xOn, kernelsOn, gradOn] = [on(x), on(kernels), on(gradOutput)];
  const kept = [xOn, kernelsOn, gradOn];
  const same = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined };
  const work = (
    name: string,
    inputs: object,
    more: object,
    what: 'output' | 'gradX' | 'gradKernels',
    shape: readonly number[],
  ): OperationWork => {
    let result: TfTensor | undefined;
    return {
      run: () => {
        result?.dispose();
        result = engine().runKernel(name, inputs, { ...same, ...more });
      },
      results: () => ({ [what]: { shape, data: result!.dataSync() } }),
    };
  };
  const filterShape = kernels.shape;
  const images = x.shape[0]!;
  // The cpu backend's loops for it reach 0.015 GFLOP/s: two minutes for case d, so one image of it.
  const one = backend === 'cpu' && x.data.length * filterShape[3]! > 5e7;
  const firstImage = (t: TfTensor): TfTensor => tf.slice(t, [0, 0, 0, 0], [1, ...t.shape.slice(1)]);
  const [xSome, gradSome] = one ? [firstImage(xOn), firstImage(gradOn)] : [xOn, gradOn];
  if (one) kept.push(xSome, gradSome);
  const all: Record<Single, OperationWork> = {
    forward: work(
      'Conv2D',
      { x: xOn, filter: kernelsOn },
      { dilations: [1, 1] },
      'output',
      gradOutput.shape,
    ),
    gradX: work(
      'Conv2DBackpropInput',
      { dy: gradOn, filter: kernelsOn },
      { inputShape: x.shape },
      'gradX',
      x.shape,
    ),
    gradKernels: work(
      filterKernel,
      { x: xSome, dy: gradSome },
      { filterShape },
      'gradKernels',
      filterShape,
    ),
  };
  if (one) all.gradKernels.scaledBy = images;
  const operations = Object.fromEntries(wanted.map((name) => [name, all[name]]));
  return {
    operations,
    lacks:
      wanted.includes('gradX') && !wanted.includes('gradKernels')
        ? { gradKernels: 'no kernel' }
        : {},
    close: () => {
      for (const t of kept) t.dispose();
    },
  };
}

function prepareTraining(tf: TensorFlow, { model, x, labels }: Training): PreparedStep {
  const { variable, train } = tf as unknown as Kernels;
  const images = tf.tensor(x.data, x.shape);
  const classes = tf.oneHot(tf.tensor(labels, [labels.length], 'int32'), 10);
  const start = parametersOf(model).map(({ tensor }) => tensor);
  const variables = start.map((t) => variable(tf.tensor(t.data, t.shape)));
  const optimizer = train.momentum(learningRate, momentum);
  const network = networkTensorFlow(tf, model);
  const loss = (): TfTensor =>
    tf.losses.softmaxCrossEntropy(classes, network(images, ...variables));
  return {
    run: () => optimizer.minimize(loss, false, variables),
    parameters: () => variables.map((t, i) => ({ shape: start[i]!.shape, data: t.dataSync() })),
    close: () => {
      for (const t of [images, classes, ...variables]) t.dispose();
      optimizer.dispose();
    },
  };
}

function tensorFlowEngine(
  tf: TensorFlow,
  backend: Backend,
  operations: readonly Single[],
  trains: boolean,
): Engine {
  const use = async (): Promise<void> => {
    await tf.setBackend(backend);
  };
  return {
    use,
    prepare: async (convolution) => {
      await use();
      return prepare(tf, backend, operations, convolution);
    },
    prepareTraining: trains
      ? async (start) => {
          await use();
          return prepareTraining(tf, start);
        }
      : undefined,
  };
}

export const tensorFlowLabels = {
  cpu: 'tfjs cpu',
  wasm: 'tfjs wasm',
  registered: 'tfjs wasm + registered',
  node: 'tfjs-node',
} as const;

const contender = (label: string, engine: Engine): Contender => ({
  label,
  library: 'tfjs',
  threads: 1,
  spins: 0,
  engine,
});

const allThree: readonly Single[] = ['forward', 'gradX', 'gradKernels'];

const thisHost: Host = {
  require: createRequire(__filename),
  resolve: createRequire(__filename).resolve,
  nodeMajor: Number(process.versions.node.split('.')[0]),
  environment: process.env,
  processEvents: process as unknown as Host['processEvents'],
};

/**
 * TensorFlow.js on its cpu backend; on wasm as shipped; on wasm with the kernel gradient that
 * lib/oracle registers, where that makes a difference; and on the native library.
 *
 * @param wanted this one alone
 */
export async function loadTensorFlows(wanted?: string, host = thisHost): Promise<Contenders> {
  const found: Contenders = { loaded: [], missing: [] };
  const { cpu, wasm, registered, node } = tensorFlowLabels;
  const wants = (label: string): boolean => wanted === undefined || wanted === label;
  let tf: TensorFlow | undefined;
  if (wants(cpu) || wants(wasm) || wants(registered)) {
    try {
      const ships = shipsFilterKernel(host);
      ({ tf } = await loadTensorFlow({ backend: 'wasm' }));
      const shipped = ships ? allThree : (['forward', 'gradX'] as const);
      if (wants(cpu))
        found.loaded.push(contender(cpu, tensorFlowEngine(tf, 'cpu', allThree, true)));
      if (wants(wasm)) {
        found.loaded.push(contender(wasm, tensorFlowEngine(tf, 'wasm', shipped, ships)));
      }
      if (!ships && wants(registered)) {
        const engine = tensorFlowEngine(tf, 'wasm', ['gradKernels'], true);
        found.loaded.push(contender(registered, engine));
      }
    } catch (error) {
      const reason = (error as Error).message;
      found.missing.push(
        ...[cpu, wasm, registered].filter(wants).map((label) => ({ label, reason })),
      );
    }
  }
  if (wants(node)) {
    try {
      found.loaded.push(contender(node, await nativeEngine(host, tf)));
    } catch (error) {
      found.missing.push({ label: node, reason: whyNot(error as Error) });
    }
  }
  return found;
}

/** Of lib/oracle's message, the part that says what is wrong with this one. */
const whyNot = ({ message }: Error): string =>
  /works here: (.*?)( \('npm ci' installs it\))?$/.exec(message)?.[1] ?? message;

/** Asked before lib/oracle registers one: a later version of the wasm backend may bring it. */
function shipsFilterKernel(host: Host): boolean {
  const tf = host.require('@tensorflow/tfjs') as TensorFlow;
  host.require('@tensorflow/tfjs-backend-wasm');
  return Boolean(tf.getKernel(filterKernel, 'wasm'));
}

/**
 * The native library's backend, in the one TensorFlow.js there is: two copies would share globals.
 *
 * @param other what is loaded already
 */
async function nativeEngine(host: Host, other: TensorFlow | undefined): Promise<Engine> {
  const { tf } = await loadOn(host, 'node');
  if (other && !other.findBackend('tensorflow')) {
    throw new Error('it brings another copy of TensorFlow.js than the one in use');
  }
  return tensorFlowEngine(other ?? tf, 'tensorflow', allThree, true);
}
