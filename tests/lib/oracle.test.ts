import { describe, expect, it } from 'vitest';
import {
  conv2d,
  conv2dBackward,
  maxPool2d,
  maxPool2dBackward,
  randn,
  rng,
  tensor,
  type Tensor,
} from '../../lib';
import {
  checkConv2d,
  checkPool2d,
  compare,
  loadTensorFlow,
  maxAbsDifference,
  numericalGradient,
  type Numbers,
} from '../../lib/oracle';

describe('compare', () => {
  it('says where two tensors differ most, and by how much', () => {
    const got = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
    const expected = tensor([2, 3], [1, 2, 3.5, 4, 4, 6]);
    expect(compare(got, expected)).toEqual({
      equal: false,
      maxAbs: 1,
      maxRel: 0.25,
      where: 'at [1, 1]: got 5, expected 4',
    });
    expect(maxAbsDifference(got, expected)).toBe(1);
  });

  it('has nothing to say of equal ones', () => {
    const t = tensor([2], [1, -Infinity]);
    expect(compare(t, t)).toEqual({ equal: true, maxAbs: 0, maxRel: 0, where: '' });
  });

  // prettier-ignore
  it.each<[string, number[], number[], boolean]>([
    ['within rtol of a large number', [1000.05], [1000], true],
    ['beyond rtol of a large number', [1000.5], [1000], false],
    ['within atol of zero', [0.00005], [0], true],
    ['beyond atol of zero', [0.0005], [0], false],
    ['NaN for a number', [NaN], [1], false],
    ['a number for NaN', [1], [NaN], false],
    ['NaN for NaN', [NaN], [NaN], false],
    ['Infinity for a number', [Infinity], [1], false],
    ['a number for Infinity', [1], [Infinity], false],
    ['Infinity for −Infinity', [Infinity], [-Infinity], false],
    ['one wrong among right ones', [1, 2, 9], [1, 2, 3], false],
  ])('%s', (_, got, expected, equal) => {
    const numbers = (data: number[]): Numbers => ({ shape: [data.length], data });
    const report = compare(numbers(got), numbers(expected));
    expect(report.equal).toBe(equal);
    expect(report.where === '').toBe(false);
  });

  it('keeps to the tolerance it is given', () => {
    const [a, b] = [tensor([1], [1.5]), tensor([1], [1])];
    expect(compare(a, b, { rtol: 0, atol: 0.5 }).equal).toBe(true);
    expect(compare(a, b, { rtol: 0, atol: 0.25 }).equal).toBe(false);
    expect(compare(a, b, { rtol: 0.5, atol: 0 }).equal).toBe(true);
  });

  it('finds shapes that differ infinitely different', () => {
    expect(compare(tensor([2, 3]), tensor([3, 2]))).toEqual({
      equal: false,
      maxAbs: Infinity,
      maxRel: Infinity,
      where: 'got shape [2, 3], expected [3, 2]',
    });
  });

  it('notices data that is shorter than its shape', () => {
    const short = { shape: [2], data: [1] };
    expect(compare(short, tensor([2], [1, 0])).where).toBe('got 1 numbers, expected 2');
  });
});

describe('numericalGradient', () => {
  it('is good to 10⁻¹⁰ of the size of the function', () => {
    // f = x²y + sin z, at a point of small and large numbers
    const f = ([x, y, z]: Float64Array) => x * x * y + Math.sin(z);
    const [x, y, z] = [3, -200, 1];
    const gradient = numericalGradient(f, [x, y, z]);
    const exact = [2 * x * y, x * x, Math.cos(z)];
    const size = Math.abs(f(Float64Array.of(x, y, z)));
    gradient.forEach((slope, i) => {
      expect(Math.abs(slope - exact[i])).toBeLessThan(1e-10 * size);
    });
  });

  it('has an error of second order in its step', () => {
    const error = (step: number) =>
      Math.abs(numericalGradient(([x]) => Math.exp(x), [0], step)[0]! - 1);
    expect(error(1e-2) / error(1e-3)).toBeCloseTo(100, 0);
  });

  it('leaves the point as it was', () => {
    const point = new Float64Array([1, 2]);
    numericalGradient(([a, b]) => a * b, point);
    expect(Array.from(point)).toEqual([1, 2]);
  });

  // prettier-ignore
  it.each<[string, () => unknown, string]>([
    ['a function that gives NaN', () => numericalGradient(() => NaN, [1]),
      'numericalGradient: the function must return a finite number, got NaN with 1.0000060554544523 at 0'],
    ['a step of 0', () => numericalGradient(() => 1, [1], 0),
      'numericalGradient: the step must be a positive number, got 0'],
    ['a step that is NaN', () => numericalGradient(() => 1, [1], NaN),
      'numericalGradient: the step must be a positive number, got NaN'],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(new Error(message));
  });
});

describe('checkConv2d', () => {
  const x = randn([1, 6, 5, 2], rng(1));
  const kernels = randn([3, 2, 2, 3], rng(2));
  const options = { stride: [2, 1], padding: 'same', bias: [1, 2, 3] } as const;

  it('reports the three oracles apart', async () => {
    const { backend } = await loadTensorFlow();
    const byHand = conv2d(x, kernels, options);
    const rows = await checkConv2d(x, kernels, options, { byHand });
    expect(rows.map(({ oracle, what, agrees }) => [oracle, what, agrees])).toEqual([
      ['by hand', 'output', true],
      [`TensorFlow.js (${backend})`, 'output', true],
      [`TensorFlow.js (${backend})`, 'gradient of x', true],
      [`TensorFlow.js (${backend})`, 'gradient of kernels', true],
      [`TensorFlow.js (${backend})`, 'gradient of bias', true],
      ['central differences', 'gradient of x', true],
      ['central differences', 'gradient of kernels', true],
      ['central differences', 'gradient of bias', true],
    ]);
    for (const { maxDifference } of rows) expect(maxDifference).toBeLessThan(1e-4);
  });

  const changed = (t: Tensor): Tensor => {
    const copy = structuredClone(t);
    copy.data[1] += 0.01;
    return copy;
  };

  it.each([
    { part: 'output', failing: ['output'] },
    { part: 'gradX', failing: ['gradient of x', 'gradient of x'] },
    { part: 'gradKernels', failing: ['gradient of kernels', 'gradient of kernels'] },
    { part: 'gradBias', failing: ['gradient of bias', 'gradient of bias'] },
  ])('finds one wrong number in $part', async ({ part, failing }) => {
    const subject: { conv2d: typeof conv2d; conv2dBackward: typeof conv2dBackward } = {
      conv2d: (...args) => (part === 'output' ? changed(conv2d(...args)) : conv2d(...args)),
      conv2dBackward: (...args) => {
        const gradients = conv2dBackward(...args);
        return part === 'output'
          ? gradients
          : { ...gradients, [part]: changed(gradients[part as keyof typeof gradients]) };
      },
    };
    const rows = await checkConv2d(x, kernels, options, { subject });
    expect(rows.filter((row) => !row.agrees).map((row) => row.what)).toEqual(failing);
  });

  it('says where a number worked by hand is off', async () => {
    const byHand = tensor([1, 1, 1, 1], [-2]);
    const one = tensor([1, 1, 1, 1], [1]);
    const [row] = await checkConv2d(one, one, {}, { byHand });
    expect(row).toEqual({
      oracle: 'by hand',
      what: 'output',
      maxDifference: 3,
      agrees: false,
      where: 'at [0, 0, 0, 0]: got 1, expected -2',
    });
  });
});

describe('checkPool2d', () => {
  const x = randn([2, 5, 6, 2], rng(4)); // no two numbers are equal
  const options = { size: [3, 2], stride: 2, padding: 1 } as const;

  it.each(['max', 'average'] as const)('finds lib right, pooling by %s', async (kind) => {
    const before = (await loadTensorFlow()).tf.getBackend();
    const rows = await checkPool2d(kind, x, options);
    expect(rows.map(({ oracle, what }) => [oracle.replace(/ \(.*/, ''), what])).toEqual([
      ['TensorFlow.js', 'output'],
      ['TensorFlow.js', 'gradient of x'],
      ['central differences', 'gradient of x'],
    ]);
    expect(rows.filter(({ agrees }) => !agrees)).toEqual([]);
    expect((await loadTensorFlow()).tf.getBackend()).toBe(before);
  });

  it('finds one wrong number of the output, and of the gradient', async () => {
    const changed = (t: Tensor): Tensor => {
      const copy = structuredClone(t);
      copy.data[1] += 0.01;
      return copy;
    };
    const wrongOutput = {
      pool: (...args: Parameters<typeof maxPool2d>) => changed(maxPool2d(...args)),
      backward: maxPool2dBackward,
    };
    const wrongGradient = {
      pool: maxPool2d,
      backward: (...args: Parameters<typeof maxPool2dBackward>) =>
        changed(maxPool2dBackward(...args)),
    };
    const failing = async (subject: typeof wrongOutput): Promise<string[]> =>
      (await checkPool2d('max', x, options, { subject }))
        .filter((row) => !row.agrees)
        .map(({ what }) => what);
    expect(await failing(wrongOutput)).toEqual(['output']);
    expect(await failing(wrongGradient)).toEqual(['gradient of x', 'gradient of x']);
  });
});
