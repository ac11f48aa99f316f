import { shapeText, sizeOf, type Tensor } from '../../lib/tensor';
import { isTypedArray, typedArrayName } from './wire';

/** Whether a value has the form of a Tensor: a shape, and as many 32-bit floats as it says. */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null) return false;
  const { shape, data } = value as Partial<Tensor>;
  return (
    Array.isArray(shape) &&
    shape.every((size) => Number.isInteger(size) && (size as number) >= 0) &&
    data instanceof Float32Array &&
    data.length === sizeOf(shape as number[])
  );
}

/** The sizes of a block of nested arrays, outermost first; null where rows differ in length. */
export function nestedShape(value: unknown): number[] | null {
  if (!Array.isArray(value)) return [];
  const shapes = value.map(nestedShape);
  const first = shapes[0] ?? [];
  const regular = shapes.every(
    (shape) => shape?.length === first.length && shape.every((size, d) => size === first[d]),
  );
  return regular ? [value.length, ...first] : null;
}

/** What a value is, in words: `a number`, `a Tensor of shape [2, 3]`, `undefined`. */
export function describeKind(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'boolean') return `the boolean ${value}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (isTensor(value)) return `a Tensor of shape ${shapeText(value.shape)}`;
  if (isTypedArray(value)) return `a ${typedArrayName(value)} of length ${value.length}`;
  if (Array.isArray(value)) return describeArray(value);
  if ('shape' in value && 'data' in value) return describeNearTensor(value);
  const keys = Object.keys(value);
  return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 5).join(', ')}`;
}

function describeArray(value: unknown[]): string {
  if (value.length === 0) return 'an empty array';
  const shape = nestedShape(value);
  if (shape === null) return `an array of ${value.length} rows that differ in length`;
  return shape.length === 1
    ? `an array of length ${shape[0]}`
    : `nested arrays of shape ${shapeText(shape)}`;
}

function describeNearTensor({ shape, data }: { shape: unknown; data: unknown }): string {
  if (!Array.isArray(shape)) return 'an object whose shape is not an array';
  const text = `[${shape.map((size) => describeSize(size)).join(', ')}]`;
  if (!(data instanceof Float32Array)) {
    return `an object of shape ${text} whose data is ${describeKind(data)}, not a Float32Array`;
  }
  return `an object of shape ${text} whose data holds ${data.length} numbers`;
}

function describeSize(size: unknown): string {
  return typeof size === 'number' ? String(size) : describeKind(size);
}
