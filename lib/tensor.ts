/**
 * A tensor is plain data: its shape, and its numbers in row-major order. It has no methods, so it
 * passes through `structuredClone`, a worker and the sandbox as it is. Images are stored as
 * [images, height, width, channels] (NHWC), kernels as [height, width, inChannels, outChannels]
 * (HWIO), as in TensorFlow.js.
 *
 * This file imports nothing: it is the one module that an exercise may import.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Nested arrays of numbers, one level for each dimension: `[[1, 2], [3, 4]]` has shape [2, 2]. */
export type Nested = number | readonly Nested[];

/** How many numbers a tensor of this shape holds: the product of its sizes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Text for a shape in a message: `[1, 28, 28, 1]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/**
 * A tensor of the given shape, filled with `values` (row-major order), or with zeros.
 *
 * @throws if a size is not a whole number ≥ 1, or if the count of values is not the shape's size.
 */
export function tensor(shape: readonly number[], values?: ArrayLike<number>): Tensor {
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 1) {
      throw new Error(
        `tensor: every size must be a whole number of at least 1, the shape is ${shapeText(shape)}`,
      );
    }
  }
  const count = sizeOf(shape);
  if (values && values.length !== count) {
    throw new Error(
      `tensor: shape ${shapeText(shape)} holds ${count} numbers, ${values.length} were given`,
    );
  }
  return {
    shape: [...shape],
    data: values ? Float32Array.from(values) : new Float32Array(count),
  };
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[]): Tensor {
  return tensor(shape);
}

/**
 * A tensor from nested arrays.
 *
 * @throws if two arrays at the same depth differ in length (the result would not be a block), if
 * an array is empty, or if an element is not a number.
 */
export function fromNested(nested: Nested): Tensor {
  const shape: number[] = [];
  for (let level: Nested = nested; Array.isArray(level); level = (level as readonly Nested[])[0]!) {
    shape.push((level as readonly Nested[]).length);
  }
  const values: number[] = [];
  const walk = (part: Nested, depth: number, path: string): void => {
    if (depth === shape.length) {
      if (typeof part !== 'number') {
        throw new Error(
          `fromNested: expected a number at ${path || 'the top'}, got ${typeof part}`,
        );
      }
      values.push(part);
      return;
    }
    const row = part as readonly Nested[];
    if (!Array.isArray(part) || row.length !== shape[depth]) {
      const got = Array.isArray(part) ? `length ${row.length}` : typeof part;
      throw new Error(
        `fromNested: expected an array of length ${shape[depth]} at ${path || 'the top'}, got ${got}` +
          ' (all arrays at one depth must be equally long)',
      );
    }
    row.forEach((child, index) => walk(child, depth + 1, `${path}[${index}]`));
  };
  walk(nested, 0, '');
  return tensor(shape, values);
}

/** The numbers as nested arrays, one level for each dimension; a single number for shape []. */
export function toNested(t: Tensor): Nested {
  let position = 0;
  const build = (depth: number): Nested =>
    depth === t.shape.length
      ? t.data[position++]!
      : Array.from({ length: t.shape[depth]! }, () => build(depth + 1));
  return build(0);
}

/**
 * Where the element at `indices` stands in `data`: each index is weighted by the sizes after it,
 * so for shape [h, w, c] the element (row, col, channel) stands at (row·w + col)·c + channel.
 *
 * @throws if there are more or fewer indices than dimensions, or one is out of range.
 */
export function offsetOf(t: Tensor, ...indices: number[]): number {
  if (indices.length !== t.shape.length) {
    throw new Error(
      `offsetOf: a tensor of shape ${shapeText(t.shape)} takes ${t.shape.length} indices, got ${indices.length}`,
    );
  }
  return indices.reduce((offset, index, dimension) => {
    const size = t.shape[dimension]!;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new Error(
        `offsetOf: index ${index} is outside dimension ${dimension} of shape ${shapeText(t.shape)}` +
          ` (0 to ${size - 1})`,
      );
    }
    return offset * size + index;
  }, 0);
}

/** The element at `indices`: `at(x, row, col, channel)` for an image [h, w, c]. */
export function at(t: Tensor, ...indices: number[]): number {
  return t.data[offsetOf(t, ...indices)]!;
}
