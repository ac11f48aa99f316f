import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  adam,
  countParameters,
  createModel,
  deepNetwork,
  defineLayer,
  forward,
  layerOutputs,
  layers,
  layerTable,
  leNet,
  lossAndGradients,
  optimizerStep,
  parametersOf,
  randn,
  relu,
  reluBackward,
  residualBlock,
  rng,
  sgd,
  tensor,
  tensorsOf,
  type LayerSpec,
  type Model,
  type Optimizer,
  type Tensor,
} from '../../../lib';
import {
  loadTensorFlow,
  lossAndGradientsTensorFlow,
  type TensorFlow,
  type TfTensor,
} from '../../../lib/oracle';
import { expectClose, float32Sums } from '../expect-close';

const plain: LayerSpec[] = [
  layers.conv2d({ outChannels: 3, size: 3, padding: 'same' }),
  layers.relu(),
  layers.maxPool({ size: 2 }),
  layers.conv2d({ outChannels: 4, size: [2, 3], stride: [1, 2], bias: false }),
  layers.relu(),
  layers.avgPool({ size: [2, 1], stride: 1 }),
  layers.flatten(),
  layers.dense({ outputs: 3 }),
];
const deep: LayerSpec[] = [
  layers.conv2d({ outChannels: 3, size: 3, padding: 1, bias: false }),
  layers.batchNorm(),
  layers.relu(),
  ...residualBlock({ outChannels: 3 }),
  ...residualBlock({ outChannels: 5, stride: 2, shortcut: 'projection' }),
  ...residualBlock({ outChannels: 7, stride: 2, shortcut: 'subsample' }),
  ...residualBlock({ outChannels: 4, shortcut: 'none' }),
  layers.globalAvgPool(),
  layers.dense({ outputs: 3 }),
];
const networks = [
  { name: 'a plain network', network: plain },
  { name: 'a network with residual blocks of every kind', network: deep },
];
const inputShape = [7, 8, 2];
const batch = randn([5, ...inputShape], rng(11));
const labels = [0, 2, 1, 1, 0];
const tiny = (network: LayerSpec[], seed = 1): Model => createModel(network, { inputShape, seed });

describe('layerTable', () => {
  it('counts LeNet as by hand', () => {
    const table = layerTable(leNet(), [28, 28, 1]);
    expect(table.rows.map(({ kind, outputShape }) => [kind, ...outputShape].join(' '))).toEqual([
      'conv2d 28 28 8',
      'relu 28 28 8',
      'maxPool 14 14 8',
      'conv2d 14 14 16',
      'relu 14 14 16',
      'maxPool 7 7 16',
      'flatten 784',
      'dense 10',
    ]);
    expect(table.rows.map(({ parameters }) => parameters)).toEqual(
      [3 * 3 * 1 * 8 + 8, 0, 0, 3 * 3 * 8 * 16 + 16, 0, 0, 0, 784 * 10 + 10], // prettier-ignore
    );
    expect(table.rows.map(({ multiplyAdds }) => multiplyAdds)).toEqual(
      [28 * 28 * 9 * 8, 0, 0, 14 * 14 * 9 * 8 * 16, 0, 0, 0, 784 * 10], // prettier-ignore
    );
    expect(table.parameters).toBe(9098);
    expect(table.multiplyAdds).toBe(56_448 + 225_792 + 7840);
  });

  // Curriculum, lesson 04: 32×32×3 → ten maps by 5×5 kernels has 760 weights.
  it('counts 760 weights for ten 5×5 kernels on three channels', () => {
    const conv = [layers.conv2d({ outChannels: 10, size: 5 })];
    expect(layerTable(conv, [32, 32, 3]).parameters).toBe(760);
  });

  it('counts networks whose weights would not fit into memory', () => {
    const wide = [layers.flatten(), layers.dense({ outputs: 1_000_000 })];
    expect(layerTable(wide, [224, 224, 3]).parameters).toBe(150_528_000_000 + 1_000_000);
  });

  // He et al. (2015), table 6: 0.27, 0.46, 0.66, 0.85 and 1.7 million parameters on CIFAR-10.
  it.each([
    { depth: 20, millions: 0.27 },
    { depth: 32, millions: 0.46 },
    { depth: 44, millions: 0.66 },
    { depth: 56, millions: 0.85 },
    { depth: 110, millions: 1.7 },
  ])('finds the parameters of ResNet-$depth as published', ({ depth, millions }) => {
    const { rows, parameters } = layerTable(deepNetwork({ depth }), [32, 32, 3]);
    expect(Math.abs(parameters / 1e6 - millions)).toBeLessThan(millions < 1 ? 0.01 : 0.05);
    const weighted = rows.filter(({ kind }) => kind === 'conv2d' || kind === 'dense');
    expect(weighted.length).toBe(depth);
  });

  it('has as many weights with shortcuts that have none as without shortcuts', () => {
    const count = (shortcuts: 'none' | 'subsample'): number =>
      layerTable(deepNetwork({ depth: 20, width: 4, shortcuts }), [7, 7, 1]).parameters;
    expect(count('none')).toBe(17_254);
    expect(count('subsample')).toBe(17_254);
  });

  it('names the layers in residual blocks, and puts the sum after them', () => {
    const block = residualBlock({ outChannels: 4, stride: 2, shortcut: 'projection' });
    expect(layerTable(block, [8, 8, 2]).rows.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      '0.body.0 conv2d', '0.body.1 batchNorm', '0.body.2 relu', '0.body.3 conv2d', '0.body.4 batchNorm',
      '0.shortcut.0 conv2d', '0.shortcut.1 batchNorm', '0 residual', '1 relu',
    ]); // prettier-ignore
  });

  it.each(networks)('counts what $name has, and knows the shapes it makes', ({ network }) => {
    const model = tiny(network);
    const table = layerTable(network, inputShape);
    expect(countParameters(model)).toBe(table.parameters);
    const outputs = layerOutputs(model, batch);
    const topRows = table.rows.filter(({ name }) => !name.includes('.'));
    expect(outputs.map(({ shape }) => shape)).toEqual(
      topRows.map((row) => [5, ...row.outputShape]),
    );
    expect(forward(model, batch)).toEqual(outputs[outputs.length - 1]);
  });

  it('infers the shapes that random layers have when they run', () => {
    const whole = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
    const window = fc.record({
      size: fc.oneof(whole(3), fc.tuple(whole(3), whole(3))),
      stride: fc.oneof(whole(3), fc.tuple(whole(3), whole(3))),
      padding: fc.constantFrom('valid' as const, 'same' as const, 0),
    });
    const layer = fc.oneof(
      fc.tuple(window, whole(4), whole(2), fc.boolean()).map(([o, outChannels, dilation, bias]) => layers.conv2d({ ...o, outChannels, dilation, bias })),
      window.map(layers.maxPool),
      window.map(layers.avgPool),
      fc.tuple(whole(3), fc.integer({ min: 4, max: 6 })).map(([stride, outChannels]) => layers.subsample({ stride, outChannels })),
      fc.constantFrom(layers.relu(), layers.batchNorm()),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), whole(9), whole(9), (network, h, w) => {
        let table;
        try {
          table = layerTable(network, [h, w, 2]);
        } catch (error) {
          const { message } = error as Error;
          expect(message).toMatch(/^layerTable: layer \d: \w+: /);
          expect(() => createModel(network, { inputShape: [h, w, 2], seed: 1 })).toThrow(
            new Error(message.replace('layerTable', 'createModel')),
          );
          return;
        }
        const model = createModel(network, { inputShape: [h, w, 2], seed: 1 });
        const outputs = layerOutputs(model, randn([2, h, w, 2], rng(1)));
        expect(outputs.map(({ shape }) => shape)).toEqual(table.rows.map((row) => [2, ...row.outputShape]));
        expect(countParameters(model)).toBe(table.parameters);
      }),
      { numRuns: 150 },
    ); // prettier-ignore
  });
});

describe('createModel', () => {
  it('draws the same weights from the same seed, and others from another', () => {
    expect(tiny(deep, 3)).toEqual(tiny(deep, 3));
    expect(tiny(deep, 3)).not.toEqual(tiny(deep, 4));
  });

  it('draws them as He et al. do: variance 2 / fan-in; biases and beta 0, gamma 1', () => {
    const model = createModel(
      [layers.conv2d({ outChannels: 64, size: 3 }), layers.batchNorm(), layers.flatten(), layers.dense({ outputs: 20 })], // prettier-ignore
      { inputShape: [8, 8, 16], seed: 5 },
    );
    const named = Object.fromEntries(
      tensorsOf(model).map(({ name, tensor: { data } }) => [name, data]),
    );
    expect(Object.keys(named)).toEqual(
      ['0.kernels', '0.bias', '1.gamma', '1.beta', '1.runningMean', '1.runningVariance', '3.weights', '3.bias'], // prettier-ignore
    );
    for (const [name, fanIn] of [['0.kernels', 144], ['3.weights', 2304]] as const) {
      const { length } = named[name];
      const mean = named[name].reduce((sum, v) => sum + v, 0) / length;
      const variance = named[name].reduce((sum, v) => sum + v * v, 0) / length;
      expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(2 / fanIn / length));
      expect(Math.abs((variance * fanIn) / 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / length));
    } // prettier-ignore
    const all = (name: string, value: number): boolean => named[name].every((v) => v === value);
    expect([all('0.bias', 0), all('1.gamma', 1), all('1.beta', 0), all('1.runningMean', 0), all('1.runningVariance', 1), all('3.bias', 0)]).not.toContain(false); // prettier-ignore
  });

  it('makes plain data, which goes through structuredClone and goes on as before', () => {
    const model = tiny(deep);
    lossAndGradients(model, batch, labels); // moves the running statistics
    const copy = structuredClone(model);
    expect(copy).toEqual(model);
    expect(forward(copy, batch)).toEqual(forward(model, batch));
    expect(lossAndGradients(copy, batch, labels)).toEqual(lossAndGradients(model, batch, labels));
  });

  it('keeps the network apart from the list it was given', () => {
    const shape = [4, 4, 1];
    const model = createModel([layers.flatten()], { inputShape: shape, seed: 1 });
    shape[0] = 9;
    expect(model.inputShape).toEqual([4, 4, 1]);
  });

  it('takes kinds of layers that a student defines', () => {
    const doubling = { kind: 'doubling' };
    const twice = (t: typeof batch) =>
      tensor(
        t.shape,
        t.data.map((v) => 2 * v),
      );
    defineLayer('doubling', {
      outputShape: (_, shape) => shape,
      forward: (_, x) => ({ output: twice(x), cache: undefined }),
      backward: (_, gradOutput) => ({ gradX: twice(gradOutput), gradients: [] }),
    });
    const model = createModel([doubling, doubling], { inputShape, seed: 1 });
    expect(forward(model, batch)).toEqual(twice(twice(batch)));
  });
});

describe('forward', () => {
  it('changes nothing, and gives an image the same result in any batch', () => {
    const model = tiny(deep);
    lossAndGradients(model, batch, labels);
    const before = structuredClone(model);
    const all = forward(model, batch);
    const one = forward(model, tensor([1, ...inputShape], batch.data.subarray(112, 224)));
    // Within rounding: one image may be so little work that lib/ops does it, in float64.
    const fromAll = { shape: one.shape, data: all.data.slice(3, 6) };
    expectClose(one, fromAll, float32Sums);
    expect(model).toEqual(before);
  });

  it('adds the shortcut before the ReLU, and goes by the running statistics', () => {
    const model = createModel(residualBlock({ outChannels: 1 }), {
      inputShape: [1, 1, 1],
      seed: 1,
    });
    for (const { name, tensor: t } of parametersOf(model))
      if (name.endsWith('kernels')) t.data.fill(0);
    // F is 0: the block is its ReLU. A batch of one number would be normalised to 0 by its own mean.
    const x = tensor([2, 1, 1, 1], [3, -4]);
    expect(forward(model, x)).toEqual(tensor([2, 1, 1, 1], [3, 0]));
  });
});

describe('a convolution with the ReLU after it', () => {
  /** ReLU under another name, which no layer does along with its own work. */
  const apart: LayerSpec = { kind: 'relu apart' };
  defineLayer<LayerSpec, Tensor>('relu apart', {
    outputShape: (_, shape) => shape,
    forward: (_, x) => ({ output: relu(x), cache: x }),
    backward: (_, gradOutput, x) => ({ gradX: reluBackward(gradOutput, x), gradients: [] }),
  });
  const network = (rectifier: LayerSpec): LayerSpec[] => [
    layers.conv2d({ outChannels: 5, size: 3, padding: 'same' }),
    rectifier,
    layers.residual({
      body: [layers.conv2d({ outChannels: 5, size: 3, padding: 1, bias: false }), rectifier],
    }),
    rectifier,
    layers.conv2d({ outChannels: 2, size: 3 }),
    rectifier,
    layers.flatten(),
    layers.dense({ outputs: 3 }),
  ];

  it.each([
    { size: 'small', shape: [4, 5, 1] },
    { size: 'large', shape: [30, 24, 3] },
  ])('gives the same bits in one as one after the other, of a $size image', ({ shape }) => {
    const x = randn([4, ...shape], rng(5));
    const [one, two] = [layers.relu(), apart].map((rectifier) =>
      createModel(network(rectifier), { inputShape: shape, seed: 3 }),
    );
    expect(forward(one, x)).toEqual(forward(two, x));
    expect(forward(one, x)).toEqual(layerOutputs(one, x).pop());
    expect(lossAndGradients(one, x, [0, 1, 2, 0])).toEqual(lossAndGradients(two, x, [0, 1, 2, 0]));
  });
});

describe('lossAndGradients', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    const loaded = await loadTensorFlow();
    tf = loaded.tf;
    if (loaded.backend === 'wasm') await tf.setBackend('cpu'); // for max pooling: see pooling.test.ts
  });

  it.each(networks)('finds for $name what TensorFlow.js finds', ({ network }) => {
    for (const seed of [1, 2, 3]) {
      const model = tiny(network, seed);
      const got = lossAndGradients(model, batch, labels);
      const expected = lossAndGradientsTensorFlow(tf, model, batch, labels);
      expect(got.loss).toBeCloseTo(expected.loss, 5);
      const parameters = parametersOf(model);
      expect(got.gradients.length).toBe(parameters.length);
      got.gradients.forEach((gradient, i) => {
        expect(gradient.shape).toEqual(parameters[i].tensor.shape);
        expectClose(gradient, expected.gradients[i], { rtol: 1e-4, atol: 2e-5 });
      });
    }
  });

  it('counts the images that were classified rightly', () => {
    const model = createModel([layers.flatten(), layers.dense({ outputs: 3, bias: false })], { inputShape: [1, 1, 3], seed: 1 }); // prettier-ignore
    parametersOf(model)[0].tensor.data.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const x = tensor([4, 1, 1, 3], [5, 1, 1, 0, 2, 1, 1, 1, 1, 0, 0, 3]);
    expect(lossAndGradients(model, x, [0, 1, 0, 0]).correct).toBe(3); // a tie goes to class 0
  });

  describe('and then a step', () => {
    interface TfOptimizer {
      applyGradients(gradients: Record<string, TfTensor>): void;
    }
    interface Training {
      variable(t: TfTensor, trainable: boolean, name: string): TfTensor;
      train: {
        sgd(rate: number): TfOptimizer;
        momentum(rate: number, momentum: number): TfOptimizer;
        adam(rate: number, beta1: number, beta2: number, epsilon: number): TfOptimizer;
      };
    }
    // On its cpu backend a tensor of TensorFlow.js has no data of its own, and ours change in place.
    const copied = ({ data, shape }: Tensor): TfTensor => tf.tensor(data.slice(), shape);
    // prettier-ignore
    const optimizers: { name: string; ours: () => Optimizer; theirs: (t: Training) => TfOptimizer }[] = [
      { name: 'plain descent', ours: () => sgd({ momentum: 0 }), theirs: (t) => t.train.sgd(0.05) },
      { name: 'momentum', ours: () => sgd({ momentum: 0.9 }), theirs: (t) => t.train.momentum(0.05, 0.9) },
      { name: 'Adam', ours: () => adam({ epsilon: 1e-6 }), theirs: (t) => t.train.adam(0.05, 0.9, 0.999, 1e-6) },
    ];
    it.each(optimizers)(
      'of $name moves the weights as TensorFlow.js does, four times',
      ({ name, ours, theirs }) => {
        const training = tf as unknown as Training;
        const model = tiny(plain, 6);
        const parameters = parametersOf(model).map(({ tensor: t }) => t);
        const optimizer = ours();
        const tfOptimizer = theirs(training);
        const variables = parameters.map((t, i) => training.variable(copied(t), true, `${name} ${i}`)); // prettier-ignore
        for (let step = 0; step < 4; step++) {
          const { gradients } = lossAndGradients(model, batch, labels);
          optimizerStep(optimizer, parameters, gradients, 0.05);
          const entries = gradients.map((g, i) => [`${name} ${i}`, copied(g)] as const);
          tfOptimizer.applyGradients(Object.fromEntries(entries));
          variables.forEach(
            (variable, i) =>
          expectClose(parameters[i], { shape: variable.shape, data: variable.dataSync() }, { rtol: 1e-5, atol: 1e-5 }), // prettier-ignore
          );
        }
      },
    );
  });
});
