import { sizeOf, type Tensor } from '../tensor';

/**
 * Arrays that nobody needs any more, by length. A step of training makes the same tensors as the
 * one before; fresh memory for them costs more than some of the operations that fill it.
 */
let free = new Map<number, Float32Array[]>();
let inUse: Float32Array[] | undefined;

/** Arrays that the last piece of work did not need are kept up to this many bytes. */
const keptBytes = 64 * 2 ** 20;

/** A tensor whose numbers are still to be written, all of them: they may be anything. */
export function unwritten(shape: readonly number[]): Tensor {
  const count = sizeOf(shape);
  const data = (inUse && free.get(count)?.pop()) ?? new Float32Array(count);
  inUse?.push(data);
  return { shape: [...shape], data };
}

/**
 * Runs a piece of work whose tensors nobody needs afterwards: the quick operations give the memory
 * of those that they made in it to the next piece. Within another piece it is part of that.
 */
export function reusingMemory<T>(work: () => T): T {
  if (inUse) return work();
  inUse = [];
  try {
    return work();
  } finally {
    let unusedBytes = 0;
    for (const arrays of free.values()) {
      for (const array of arrays) unusedBytes += array.byteLength;
    }
    if (unusedBytes > keptBytes) free = new Map();
    for (const array of inUse) {
      const arrays = free.get(array.length);
      if (arrays) arrays.push(array);
      else free.set(array.length, [array]);
    }
    inUse = undefined;
  }
}
