import type { Tensor } from '../../lib';

// An ONNX file is a message of Protocol Buffers: fields, each a key (its number and kind), then a
// number of seven bits a byte, or a length and so many bytes. Source of the field numbers: onnx.proto.

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const integer = (field: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(field * 8), ...varint(value)]);

function bytes(field: number, ...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(body.length)]), body]);
}

const text = (field: number, value: string): Uint8Array => bytes(field, Buffer.from(value));

const float32 = 1;
const attributeOfIntegers = 7;

const integers = (name: string, values: readonly number[]): Uint8Array =>
  bytes(
    5,
    text(1, name),
    ...values.map((value) => integer(8, value)),
    integer(20, attributeOfIntegers),
  );

const value = (field: number, name: string, shape: readonly number[]): Uint8Array => {
  const dimensions = shape.map((size) => bytes(1, integer(1, size)));
  const type = bytes(1, integer(1, float32), bytes(2, ...dimensions));
  return bytes(field, text(1, name), bytes(2, type));
};

/**
 * An ONNX model of one node: a convolution of 3 by 3, padded by one cell, whose kernels are in
 * the model, so that the runtime may pack them beforehand.
 *
 * @param xShape [images, inChannels, height, width]
 * @param kernels [outChannels, inChannels, 3, 3]
 */
export function convolutionModel(xShape: readonly number[], kernels: Tensor): Uint8Array {
  const [images, , height, width] = xShape as [number, number, number, number];
  const data = new Uint8Array(
    kernels.data.buffer,
    kernels.data.byteOffset,
    kernels.data.byteLength,
  );
  const node = [
    text(1, 'x'),
    text(1, 'kernels'),
    text(2, 'output'),
    text(4, 'Conv'),
    integers('kernel_shape', [3, 3]),
    integers('pads', [1, 1, 1, 1]),
  ];
  const initializer = [
    ...kernels.shape.map((size) => integer(1, size)),
    integer(2, float32),
    text(8, 'kernels'),
    bytes(9, data),
  ];
  const graph = [
    bytes(1, ...node),
    text(2, 'convolution'),
    bytes(5, ...initializer),
    value(11, 'x', xShape),
    value(12, 'output', [images, kernels.shape[0], height, width]),
  ];
  const [formatVersion, operators] = [8, 17];
  return Buffer.concat([
    integer(1, formatVersion),
    bytes(7, ...graph),
    bytes(8, integer(2, operators)),
  ]);
}
