import { describe, expect, it } from 'vitest';
import {
  conv2d,
  conv2dBackward,
  convOutputSize,
  pad2d,
  pad2dBackward,
  randn,
  rng,
  tensor,
  type Conv2dOptions,
  type Tensor,
} from '../../lib';

const x = tensor([1, 5, 4, 2]);
const kernels = tensor([3, 3, 2, 3]);

/** What only JavaScript, or a cast, can pass. */
const wrong = (value: unknown) => value as never;
const withOptions = (options: Conv2dOptions) => () => conv2d(x, kernels, options);

type Row = [name: string, call: () => unknown, message: string];

// prettier-ignore
const badTensors: Row[] = [
  ['channels that differ', () => conv2d(tensor([1, 28, 28, 1]), tensor([3, 3, 3, 8])),
    'conv2d: kernels expect 3 input channels, x has 1 (x is [1, 28, 28, 1], kernels are [3, 3, 3, 8])'],
  ['an image without its batch', () => conv2d(tensor([5, 5, 3]), kernels),
    'conv2d: x must have 4 dimensions [images, height, width, channels], its shape is [5, 5, 3] (did you forget the batch dimension? One image is a batch of one: tensor([1, 5, 5, 3], x.data))'],
  ['a matrix for an image', () => conv2d(tensor([5, 4]), kernels),
    'conv2d: x must have 4 dimensions [images, height, width, channels], its shape is [5, 4] (one image of one channel is a batch of one: tensor([1, 5, 4, 1], x.data))'],
  ['a vector for an image', () => conv2d(tensor([5]), kernels),
    'conv2d: x must have 4 dimensions [images, height, width, channels], its shape is [5]'],
  ['one kernel alone', () => conv2d(x, tensor([3, 3, 2])),
    'conv2d: kernels must have 4 dimensions [kernelHeight, kernelWidth, inChannels, outChannels], its shape is [3, 3, 2] (is it one kernel? It makes one output channel: tensor([3, 3, 2, 1], kernels.data))'],
  ['a matrix for a kernel', () => conv2d(x, tensor([3, 2])),
    'conv2d: kernels must have 4 dimensions [kernelHeight, kernelWidth, inChannels, outChannels], its shape is [3, 2] (is it one kernel for one channel? That is tensor([3, 2, 1, 1], kernels.data))'],
  ['nested arrays', () => conv2d(wrong([[1, 2], [3, 4]]), kernels),
    'conv2d: x must be a tensor, got an array (fromNested makes a tensor of nested arrays)'],
  ['nothing', () => conv2d(x, wrong(undefined)),
    'conv2d: kernels must be a tensor { shape, data }, got undefined (tensor(shape, values) makes one)'],
  ['null', () => conv2d(wrong(null), kernels),
    'conv2d: x must be a tensor { shape, data }, got null (tensor(shape, values) makes one)'],
  ['a number', () => conv2d(wrong(3), kernels),
    'conv2d: x must be a tensor { shape, data }, got 3 (tensor(shape, values) makes one)'],
  ['a function', () => conv2d(wrong(tensor), kernels),
    'conv2d: x must be a tensor { shape, data }, got a function (tensor(shape, values) makes one)'],
  ['an object without a shape', () => conv2d(wrong({ data: x.data }), kernels),
    'conv2d: x must be a tensor { shape, data }, got an object (tensor(shape, values) makes one)'],
  ['a size that is NaN', () => conv2d({ shape: [1, NaN, 4, 2], data: x.data }, kernels),
    'conv2d: every size of x must be a whole number of at least 1, its shape is [1, NaN, 4, 2]'],
  ['a size that is 0', () => conv2d(x, { shape: [3, 0, 2, 3], data: new Float32Array(0) }),
    'conv2d: every size of kernels must be a whole number of at least 1, its shape is [3, 0, 2, 3]'],
  ['a size that is a fraction', () => conv2d({ shape: [1, 2.5, 4, 2], data: new Float32Array(20) }, kernels),
    'conv2d: every size of x must be a whole number of at least 1, its shape is [1, 2.5, 4, 2]'],
  ['data in an array', () => conv2d({ shape: [1, 1, 1, 2], data: wrong([1, 2]) }, kernels),
    'conv2d: the data of x must be a Float32Array, got an array (tensor(shape, values) makes one)'],
  ['data in float64', () => conv2d({ shape: [1, 1, 1, 2], data: wrong(new Float64Array(2)) }, kernels),
    'conv2d: the data of x must be a Float32Array, got an object (tensor(shape, values) makes one)'],
  ['no data', () => conv2d({ shape: [1, 1, 1, 2], data: wrong(undefined) }, kernels),
    'conv2d: the data of x must be a Float32Array, got undefined (tensor(shape, values) makes one)'],
  ['data that is too short', () => conv2d({ shape: [1, 5, 4, 2], data: new Float32Array(39) }, kernels),
    'conv2d: x has shape [1, 5, 4, 2], which holds 40 numbers, but its data holds 39 (tensor(shape, values) makes one that fits)'],
];

// prettier-ignore
const badOptions: Row[] = [
  ['stride 0', withOptions({ stride: 0 }),
    'conv2d: stride must be a whole number of at least 1 or [rows, cols], got 0 (stride 1 moves the window one cell at a time)'],
  ['a negative stride', withOptions({ stride: [1, -2] }),
    'conv2d: stride must be a whole number of at least 1 or [rows, cols], got [1, -2] (stride 1 moves the window one cell at a time)'],
  ['stride 1.5', withOptions({ stride: 1.5 }),
    'conv2d: stride must be a whole number of at least 1 or [rows, cols], got 1.5 (stride 1 moves the window one cell at a time)'],
  ['stride NaN', withOptions({ stride: NaN }),
    'conv2d: stride must be a whole number of at least 1 or [rows, cols], got NaN (stride 1 moves the window one cell at a time)'],
  ['a stride of three numbers', withOptions({ stride: wrong([1, 2, 1]) }),
    'conv2d: stride must be a whole number of at least 1 or [rows, cols], got [1, 2, 1] (stride 1 moves the window one cell at a time)'],
  ['a stride in words', withOptions({ stride: wrong('2') }),
    "conv2d: stride must be a whole number of at least 1 or [rows, cols], got '2' (stride 1 moves the window one cell at a time)"],
  ['dilation 0', withOptions({ dilation: 0 }),
    'conv2d: dilation must be a whole number of at least 1 or [rows, cols], got 0 (dilation 1 leaves no gap in the window)'],
  ['dilation Infinity', withOptions({ dilation: [Infinity, 1] }),
    'conv2d: dilation must be a whole number of at least 1 or [rows, cols], got [Infinity, 1] (dilation 1 leaves no gap in the window)'],
  ['padding NaN', withOptions({ padding: NaN }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got NaN"],
  ['negative padding', withOptions({ padding: -1 }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got -1"],
  ['half a cell of padding', withOptions({ padding: [[0, 0], [0.5, 0.5]] }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got [[0, 0], [0.5, 0.5]]"],
  ['an unknown word', withOptions({ padding: wrong('full') }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got 'full'"],
  ['capitals', withOptions({ padding: wrong('SAME') }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got 'SAME' (write it in small letters: 'same')"],
  ['padding of rows and columns as a pair', withOptions({ padding: wrong([1, 2]) }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got [1, 2] (one number for rows and one for columns is [[1, 1], [2, 2]])"],
  ['padding null', withOptions({ padding: wrong(null) }),
    "conv2d: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]], got null"],
  ['a bias that is too short', withOptions({ bias: tensor([2]) }),
    'conv2d: bias must hold one number for each of 3 kernels, it holds 2'],
  ['an array of biases that is too long', withOptions({ bias: [1, 2, 3, 4] }),
    'conv2d: bias must hold one number for each of 3 kernels, it holds 4'],
  ['a bias with a hole in it', withOptions({ bias: [1, wrong(undefined), 3] }),
    'conv2d: bias must hold numbers, got undefined at 1'],
  ['a bias of two dimensions', withOptions({ bias: tensor([1, 3]) }),
    'conv2d: bias must have 1 dimension [outChannels], its shape is [1, 3]'],
  ['a number for a bias', withOptions({ bias: wrong(1) }),
    'conv2d: bias must be a tensor { shape, data }, got 1 (tensor(shape, values) makes one)'],
  ['a kernel higher than the image', () => conv2d(tensor([1, 2, 4, 2]), kernels),
    "conv2d: a window of 3 rows does not fit into 2 rows (the image has 2, padding 'valid' adds 0; pad more, or take a smaller window)"],
  ['a kernel wider than the padded image', () => conv2d(tensor([1, 9, 1, 2]), tensor([3, 5, 2, 1]), { padding: 1 }),
    'conv2d: a window of 5 columns does not fit into 3 columns (the image has 1, padding 1 adds 2; pad more, or take a smaller window)'],
  ['a kernel that dilation makes too large', withOptions({ dilation: 2, padding: [[0, 0], [0, 0]] }),
    'conv2d: a window of 3 columns (5 with dilation 2) does not fit into 4 columns (the image has 4, padding [[0, 0], [0, 0]] adds 0; pad more, or take a smaller window)'],
];

// prettier-ignore
const badElsewhere: Row[] = [
  ["a gradOutput that is not the output's", () => conv2dBackward(tensor([1, 3, 3, 3]), x, kernels),
    "conv2dBackward: gradOutput must have the output's shape [1, 3, 2, 3], it is [1, 3, 3, 3] (x, kernels and options must be those of the forward pass)"],
  ['a gradOutput without its batch', () => conv2dBackward(tensor([3, 2, 3]), x, kernels),
    'conv2dBackward: gradOutput must have 4 dimensions [images, height, width, channels], its shape is [3, 2, 3] (did you forget the batch dimension? One image is a batch of one: tensor([1, 3, 2, 3], gradOutput.data))'],
  ['options that the forward pass refuses', () => conv2dBackward(tensor([1, 3, 2, 3]), x, kernels, { stride: 0 }),
    'conv2dBackward: stride must be a whole number of at least 1 or [rows, cols], got 0 (stride 1 moves the window one cell at a time)'],
  ['arguments in the wrong order', () => conv2dBackward(x, kernels, tensor([1, 3, 2, 3])),
    'conv2dBackward: kernels expect 2 input channels, x has 3 (x is [3, 3, 2, 3], kernels are [1, 3, 2, 3])'],

  ['padding that needs a kernel', () => pad2d(x, wrong('same')),
    "pad2d: padding must be a whole number of at least 0 or [[top, bottom], [left, right]], got 'same' (what that means depends on kernel and stride, so only conv2d and pooling take it)"],
  ['a pair of paddings', () => pad2d(x, wrong([2, 1])),
    'pad2d: padding must be a whole number of at least 0 or [[top, bottom], [left, right]], got [2, 1] (one number for rows and one for columns is [[2, 2], [1, 1]])'],
  ['padding NaN', () => pad2d(x, NaN),
    'pad2d: padding must be a whole number of at least 0 or [[top, bottom], [left, right]], got NaN'],
  ['padding with NaN', () => pad2d(x, 1, NaN), 'pad2d: value must be a number, got NaN'],
  ['padding with a word', () => pad2d(x, 1, wrong('edge')), "pad2d: value must be a number, got 'edge'"],
  ['padding of one image', () => pad2d(tensor([5, 5, 3]), 1),
    'pad2d: x must have 4 dimensions [images, height, width, channels], its shape is [5, 5, 3] (did you forget the batch dimension? One image is a batch of one: tensor([1, 5, 5, 3], x.data))'],
  ['a gradient no larger than the padding', () => pad2dBackward(tensor([1, 2, 5, 1]), 1),
    "pad2dBackward: gradOutput is [1, 2, 5, 1], which leaves nothing inside a padding of 1 + 1 rows and 1 + 1 columns (gradOutput must have the shape of pad2d's output)"],
  ['negative padding', () => pad2dBackward(x, [[0, 0], [0, -1]]),
    'pad2dBackward: padding must be a whole number of at least 0 or [[top, bottom], [left, right]], got [[0, 0], [0, -1]]'],

  ['an input of NaN cells', () => convOutputSize(NaN, 3),
    'convOutputSize: n (the input) must be a whole number of at least 1, got NaN'],
  ['a kernel of 0 cells', () => convOutputSize(5, 0),
    'convOutputSize: k (the kernel) must be a whole number of at least 1, got 0'],
  ['stride 0', () => convOutputSize(5, 3, 0),
    'convOutputSize: s (the stride) must be a whole number of at least 1, got 0'],
  ['a pair of strides', () => convOutputSize(5, 3, wrong([1, 1])),
    'convOutputSize: s (the stride) must be a whole number of at least 1, got [1, 1]'],
  ['dilation 0', () => convOutputSize(5, 3, 1, 'valid', 0),
    'convOutputSize: d (the dilation) must be a whole number of at least 1, got 0'],
  ['an unknown padding', () => convOutputSize(5, 3, 1, wrong('Valid')),
    "convOutputSize: padding must be 'valid', 'same', a whole number of at least 0, or [before, after], got 'Valid' (write it in small letters: 'valid')"],
  ['padding NaN', () => convOutputSize(5, 3, 1, NaN),
    "convOutputSize: padding must be 'valid', 'same', a whole number of at least 0, or [before, after], got NaN"],
  ['paddings of two dimensions', () => convOutputSize(5, 3, 1, wrong([[1, 1], [1, 1]])),
    "convOutputSize: padding must be 'valid', 'same', a whole number of at least 0, or [before, after], got [[1, 1], [1, 1]] (this is one dimension: give rows and columns apart)"],
  ['a kernel that does not fit', () => convOutputSize(3, 5),
    "convOutputSize: a kernel of 5 cells does not fit into 3 cells with padding 'valid'"],
  ['a kernel that dilation makes too large', () => convOutputSize(3, 3, 1, [0, 1], 2),
    'convOutputSize: a kernel of 3 cells (5 with dilation 2) does not fit into 3 cells with padding [0, 1]'],

  ['a seed that is a fraction', () => rng(0.5),
    'rng: the seed must be a whole number up to 2⁵³ − 1 in size, got 0.5'],
  ['no seed', () => rng(wrong(undefined)),
    'rng: the seed must be a whole number up to 2⁵³ − 1 in size, got undefined'],
  ['a seed for a generator', () => randn([2], wrong(1)),
    'randn: the second argument must be a generator such as rng(1), got 1'],
  ['a size that is no size', () => randn([2, -1], rng(1)),
    'tensor: every size must be a whole number of at least 1, the shape is [2, -1]'],
];

describe.each([
  ['tensors', badTensors],
  ['options', badOptions],
  ['elsewhere', badElsewhere],
])('bad input is refused in so many words: %s', (_, rows) => {
  it.each(rows)('%s', (_name, call, message) => {
    expect(call).toThrow(new Error(message));
  });
});

it('takes tensors that another realm made', async () => {
  const { runInNewContext } = await import('node:vm');
  const foreign = runInNewContext(
    '({ shape: [1, 1, 2, 1], data: new Float32Array([1, 2]) })',
  ) as Tensor;
  expect(Array.from(conv2d(foreign, tensor([1, 2, 1, 1], [1, 10])).data)).toEqual([21]);
});
