import type { Tensor } from '../../lib';

/** The images of a batch one by one; they share its memory. */
export function imagesOf({ shape, data }: Tensor): Float32Array[] {
  const size = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, n) => data.subarray(n * size, (n + 1) * size));
}

/** The numbers of the last dimension's index `m`: one kernel of many, or one neuron's weights. */
export function lastIndex({ shape, data }: Tensor, m: number): Float32Array {
  const count = shape[shape.length - 1];
  return Float32Array.from({ length: data.length / count }, (_, i) => data[i * count + m]);
}

/** The other way round: a tensor whose last dimension counts `parts`. */
export function joinLast(shape: readonly number[], parts: readonly ArrayLike<number>[]): Tensor {
  const size = parts[0].length;
  const data = new Float32Array(size * parts.length);
  parts.forEach((part, m) => {
    for (let i = 0; i < size; i++) data[i * parts.length + m] = part[i];
  });
  return { shape: [...shape], data };
}

/** Dimensions in another order: `transpose(x, [0, 3, 1, 2])` brings NHWC to NCHW. */
export function transpose({ shape, data }: Tensor, order: readonly number[]): Tensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const out = new Float32Array(data.length);
  let at = 0;
  const copy = (depth: number, from: number): void => {
    if (depth === order.length) {
      out[at++] = data[from];
      return;
    }
    const axis = order[depth];
    for (let i = 0; i < shape[axis]; i++) copy(depth + 1, from + i * strides[axis]);
  };
  copy(0, 0);
  return { shape: order.map((axis) => shape[axis]), data: out };
}

export const toNchw = (x: Tensor): Tensor => transpose(x, [0, 3, 1, 2]);
export const toNhwc = (x: Tensor): Tensor => transpose(x, [0, 2, 3, 1]);
export const toOihw = (kernels: Tensor): Tensor => transpose(kernels, [3, 2, 0, 1]);
export const toHwio = (kernels: Tensor): Tensor => transpose(kernels, [2, 3, 1, 0]);
