import { describe, expect, it } from 'vitest';
import {
  createModel,
  deepNetwork,
  evaluate,
  layers,
  loadModel,
  lossAndGradients,
  randn,
  residualBlock,
  rng,
  saveModel,
  tensorsOf,
  type LayerSpec,
  type Model,
} from '../../../lib';
import { crc32 } from '../../../lib/crc32';

const network: LayerSpec[] = [
  layers.conv2d({ outChannels: 2, size: [3, 2], stride: [1, 2], padding: [[1, 1], [0, 1]] }), // prettier-ignore
  ...residualBlock({ outChannels: 3, stride: 2, shortcut: 'projection' }),
  layers.flatten(),
  layers.dense({ outputs: 2 }),
];
function trained(): Model {
  const model = createModel(network, { inputShape: [6, 6, 1], seed: 4 });
  lossAndGradients(model, randn([3, 6, 6, 1], rng(1)), [0, 1, 1]); // moves running statistics
  return model;
}

/** The parts of a file, taken apart by the format's description alone. */
function parts(file: Uint8Array): { header: Record<string, unknown>; numbers: Uint8Array } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + length)).toString()) as Record<
    string,
    unknown
  >;
  return { header, numbers: file.subarray(8 + length) };
}

function file(header: unknown, numbers: Uint8Array): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, numbers]));
}

describe('saveModel and loadModel', () => {
  it('bring a model back bit for bit, with layers and running statistics', () => {
    const model = trained();
    const loaded = loadModel(saveModel(model));
    expect(loaded).toEqual(model);
    expect(Buffer.from(saveModel(loaded))).toEqual(Buffer.from(saveModel(model)));
  });

  it('bring back every bit: NaNs with what they carry, −0, the smallest numbers', () => {
    const model = trained();
    const { data } = tensorsOf(model)[0].tensor;
    const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
    bits.set([0x7fc0_1234, 0xffa0_0001, 0x8000_0000, 0x0000_0001, 0x7f80_0000]);
    const loaded = tensorsOf(loadModel(saveModel(model)))[0].tensor.data;
    expect(new Uint32Array(loaded.buffer, loaded.byteOffset, loaded.length)).toEqual(bits);
  });

  it('bring back a deep network that gives the same results', async () => {
    const model = createModel(deepNetwork({ depth: 20, width: 4 }), {
      inputShape: [7, 7, 1],
      seed: 2,
    });
    const data = { images: randn([6, 7, 7, 1], rng(3)), labels: [0, 1, 2, 3, 4, 5] };
    expect(await evaluate(loadModel(saveModel(model)), data)).toEqual(await evaluate(model, data));
  });

  it('read bytes that lie anywhere in a buffer, and leave them alone', () => {
    const saved = saveModel(trained());
    const shifted = new Uint8Array(saved.length + 3);
    shifted.set(saved, 3);
    const loaded = loadModel(shifted.subarray(3));
    expect(loaded).toEqual(trained());
    tensorsOf(loaded)[0].tensor.data.fill(0);
    expect(shifted.subarray(3)).toEqual(saved);
    expect(loadModel(Buffer.from(saved))).toEqual(trained());
  });

  it('keep to the safetensors format', () => {
    const model = trained();
    const { header, numbers } = parts(saveModel(model));
    const { __metadata__: metadata, ...entries } = header;
    expect(metadata).toEqual({
      format: 'convlab model 1',
      inputShape: '[6,6,1]',
      layers: JSON.stringify(network),
      crc32: String(crc32(numbers)),
    });
    let end = 0;
    for (const { name, tensor } of tensorsOf(model)) {
      const start = end;
      end += 4 * tensor.data.length;
      expect(entries[name]).toEqual({
        dtype: 'F32',
        shape: tensor.shape,
        data_offsets: [start, end],
      });
      expect(Buffer.from(numbers).readFloatLE(start)).toBe(tensor.data[0]);
    }
    expect(Object.keys(entries).length).toBe(tensorsOf(model).length);
    expect(numbers.length).toBe(end);
    expect((saveModel(model).length - numbers.length) % 8).toBe(0);
  });
});

describe('loadModel refuses', () => {
  const saved = saveModel(trained());
  const { header, numbers } = parts(saved);
  const metadata = header.__metadata__ as Record<string, string>;
  const withMetadata = (changes: object) =>
    file({ ...header, __metadata__: { ...metadata, ...changes } }, numbers);
  const withEntry = (changes: object) =>
    file({ ...header, '0.bias': { ...(header['0.bias'] as object), ...changes } }, numbers);
  const changed = saved.slice();
  changed[changed.length - 5] ^= 1;

  // prettier-ignore
  it.each<[string, () => unknown, string | RegExp]>([
    ['a path', () => 'model.safetensors', 'loadModel: the model must be given as the bytes of its file, a Uint8Array'],
    ['floats', () => new Float32Array(9), 'loadModel: the model must be given as the bytes of its file, a Uint8Array'],
    ['an empty file', () => new Uint8Array(0), 'loadModel: the file ends after 0 bytes, inside its first number'],
    ['a page of HTML', () => new Uint8Array(Buffer.from('<!doctype html><html>')),
      /^loadModel: the file is no model, or was cut off: its first number says that a header of \d+ bytes follows, and there are 13$/],
    ['a file cut off in its header', () => saved.slice(0, 100),
      /^loadModel: the file is no model, or was cut off: its first number says that a header of \d+ bytes follows, and there are 92$/],
    ['a file cut off in its numbers', () => saved.slice(0, -4),
      /^loadModel: 4\.bias is said to lie at bytes \d+,\d+ of \d+, it takes 8 \(was the file cut off\?\)$/],
    ['a changed bit', () => changed,
      /^loadModel: the numbers have the checksum \d+, and had \d+ when they were saved \(the file was changed\)$/],
    ['a header that is no JSON', () => file('{', numbers), 'loadModel: the file is no model: its header is no JSON'],
    ['a header that is no object', () => file('7', numbers), 'loadModel: the file is no model: its header is no object'],
    ["another program's file", () => file({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, new Uint8Array(4)),
      "loadModel: the file is not of this library: its format is not said, only 'convlab model 1' is read"],
    ['a later format', () => withMetadata({ format: 'convlab model 2' }),
      "loadModel: the file is not of this library: its format is 'convlab model 2', only 'convlab model 1' is read"],
    ['an unknown layer', () => withMetadata({ layers: '[{"kind":"attention"}]' }),
      /^loadModel: layer 0: 'attention' is no kind of layer \(there are conv2d, dense, /],
    ['layers that are none', () => withMetadata({ layers: '{}' }),
      'loadModel: a network is an array of at least one layer, such as [layers.flatten(), layers.dense({ outputs: 10 })]'],
    ['a shape that is none', () => withMetadata({ inputShape: '[6,6,-1]' }),
      'loadModel: inputShape must be the shape of one image, such as [28, 28, 1], got [6, 6, -1]'],
    ['layers that are no JSON', () => withMetadata({ layers: '[' }), 'loadModel: its layers, or the shape of their input, are no JSON'],
    ['no layers', () => withMetadata({ layers: undefined }), 'loadModel: its layers, or the shape of their input, are no JSON'],
    ['a missing tensor', () => file({ ...header, '0.bias': undefined }, numbers),
      'loadModel: the file lacks the tensor 0.bias, which its layers need'],
    ['one too many', () => file({ ...header, extra: header['0.bias'] }, numbers),
      'loadModel: the file has a tensor extra, which its layers do not need'],
    ['float16', () => withEntry({ dtype: 'F16' }), 'loadModel: 0.bias has numbers of type F16, only F32 is read'],
    ['another shape', () => withEntry({ shape: [1, 2] }), 'loadModel: 0.bias must have shape [2] in this network, it has [1, 2]'],
    ['a negative offset', () => withEntry({ data_offsets: [-8, 0] }), /^loadModel: 0\.bias is said to lie at bytes -8,0 of \d+, it takes 8 /],
    ['no offsets', () => withEntry({ data_offsets: null }), /^loadModel: 0\.bias is said to lie at bytes null of \d+, it takes 8 /],
  ])('%s', (_, bytes, message) => {
    expect(() => loadModel(bytes() as Uint8Array)).toThrow(typeof message === 'string' ? new Error(message) : message);
  });
});
