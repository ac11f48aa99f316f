import { crc32 } from '../crc32';
import { shapeText, sizeOf, type Tensor } from '../tensor';
import { createLayer, tensorsOf, type LayerSpec, type Shape } from './layer';
import { networkSpec, type Model } from './model';

/**
 * Models on disk are files in the safetensors format, which other tools read as well:
 *
 *     8 bytes             the header's length in bytes, lowest byte first
 *     the header          JSON, filled up with spaces to a multiple of 8 bytes
 *     the numbers         each tensor's float32s, lowest byte first, one tensor after the other
 *
 * The header has for each tensor, under its name (`3.body.0.kernels`), its dtype, shape and
 * data_offsets [first byte, byte after the last], counted from where the numbers begin. Under
 * __metadata__ are strings: the format's name, the network's layers and the shape of its input,
 * both in JSON, and the checksum of the numbers (CRC-32).
 *
 * Source: huggingface/safetensors, README, "Format".
 */
const format = 'convlab model 1';

interface TensorEntry {
  dtype: 'F32';
  shape: Shape;
  data_offsets: [number, number];
}

interface Header {
  __metadata__?: Record<string, string>;
  [name: string]: TensorEntry | Record<string, string> | undefined;
}

/** Copies numbers bit by bit, NaNs with their payload too, whatever order of bytes the machine has. */
function writeNumbers(
  view: DataView,
  at: number,
  { buffer, byteOffset, length }: Float32Array,
): void {
  const bits = new Uint32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) view.setUint32(at + 4 * i, bits[i], true);
}

function readNumbers(
  view: DataView,
  at: number,
  { buffer, byteOffset, length }: Float32Array,
): void {
  const bits = new Uint32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) bits[i] = view.getUint32(at + 4 * i, true);
}

/**
 * A model as the bytes of a file: its layers, its parameters and its running statistics, bit for
 * bit. (Node: `writeFileSync('model.safetensors', saveModel(model))`.)
 */
export function saveModel(model: Model): Uint8Array {
  const tensors = tensorsOf(model);
  const length = tensors.reduce((sum, { tensor }) => sum + 4 * tensor.data.length, 0);
  const numbers = new Uint8Array(length);
  const view = new DataView(numbers.buffer);
  const entries: Record<string, TensorEntry> = {};
  let at = 0;
  for (const { name, tensor } of tensors) {
    writeNumbers(view, at, tensor.data);
    const end = at + 4 * tensor.data.length;
    entries[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [at, end] };
    at = end;
  }
  const header: Header = {
    __metadata__: {
      format,
      inputShape: JSON.stringify(model.inputShape),
      layers: JSON.stringify(model.spec.layers),
      crc32: String(crc32(numbers)),
    },
    ...entries,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(text, 8);
  file.set(numbers, 8 + headerLength);
  return file;
}

/** The header and the numbers of a file. */
function split(bytes: Uint8Array): { header: Header; numbers: DataView } {
  // The tag and not instanceof: the bytes may come from another realm.
  if (Object.prototype.toString.call(bytes) !== '[object Uint8Array]') {
    throw new Error('loadModel: the model must be given as the bytes of its file, a Uint8Array');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) {
    throw new Error(
      `loadModel: the file ends after ${bytes.length} bytes, inside its first number`,
    );
  }
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) {
    throw new Error(
      `loadModel: the file is no model, or was cut off: its first number says that a header of ${headerLength} bytes follows, and there are ${bytes.length - 8}`,
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  } catch (error) {
    throw new Error('loadModel: the file is no model: its header is no JSON', { cause: error });
  }
  if (typeof header !== 'object' || header === null) {
    throw new Error('loadModel: the file is no model: its header is no object');
  }
  const start = bytes.byteOffset + 8 + headerLength;
  return {
    header: header as Header,
    numbers: new DataView(bytes.buffer, start, bytes.length - 8 - headerLength),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error('loadModel: its layers, or the shape of their input, are no JSON', {
      cause: error,
    });
  }
}

/** The numbers of one tensor of the file, written into the one that waits for them. */
function fill(tensor: Tensor, name: string, entry: unknown, numbers: DataView): void {
  if (typeof entry !== 'object' || entry === null) {
    throw new Error(`loadModel: the file lacks the tensor ${name}, which its layers need`);
  }
  const { dtype, shape, data_offsets: offsets } = entry as Partial<TensorEntry>;
  if (dtype !== 'F32') {
    throw new Error(`loadModel: ${name} has numbers of type ${String(dtype)}, only F32 is read`);
  }
  if (!Array.isArray(shape) || shapeText(shape) !== shapeText(tensor.shape)) {
    throw new Error(
      `loadModel: ${name} must have shape ${shapeText(tensor.shape)} in this network, it has ${Array.isArray(shape) ? shapeText(shape) : String(shape)}`,
    );
  }
  const [from, to] = Array.isArray(offsets) ? offsets : [NaN, NaN];
  const length = 4 * sizeOf(tensor.shape);
  if (!Number.isInteger(from) || from < 0 || to !== from + length || to > numbers.byteLength) {
    throw new Error(
      `loadModel: ${name} is said to lie at bytes ${String(offsets)} of ${numbers.byteLength}, it takes ${length} (was the file cut off?)`,
    );
  }
  readNumbers(numbers, from, tensor.data);
}

/**
 * The model that saveModel made these bytes of.
 *
 * @param bytes a file's content
 * @throws if they are no such model: cut off, changed, of another program, or with layers of a
 * kind that is not defined here. The message says which.
 */
export function loadModel(bytes: Uint8Array): Model {
  const { header, numbers } = split(bytes);
  const { __metadata__: metadata, ...entries } = header;
  if (metadata?.format !== format) {
    throw new Error(
      `loadModel: the file is not of this library: its format is ${metadata?.format ? `'${metadata.format}'` : 'not said'}, only '${format}' is read`,
    );
  }
  const [network, inputShape] = [metadata.layers, metadata.inputShape].map(parse) as [
    LayerSpec[],
    Shape,
  ];
  const spec = networkSpec('loadModel', network, inputShape);
  const model = createLayer(spec, inputShape) as Model;
  const tensors = tensorsOf(model);
  for (const { name, tensor } of tensors) fill(tensor, name, entries[name], numbers);
  const known = new Set(tensors.map(({ name }) => name));
  const unknown = Object.keys(entries).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(`loadModel: the file has a tensor ${unknown}, which its layers do not need`);
  }
  const sum = crc32(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  if (String(sum) !== metadata.crc32) {
    throw new Error(
      `loadModel: the numbers have the checksum ${sum}, and had ${metadata.crc32} when they were saved (the file was changed)`,
    );
  }
  return model;
}
