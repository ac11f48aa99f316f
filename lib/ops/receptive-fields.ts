import { describe, isWholeNumber } from './check';
import { extentOf } from './padding';

/** One layer of sliding windows, along one dimension: a convolution or a pooling. */
export interface WindowLayer {
  /** The window's size, in cells of the layer before. */
  readonly kernel: number;
  /** How many cells of the layer before the window moves; 1 unless given. */
  readonly stride?: number;
  /** How far apart the window's cells lie; 1 unless given. */
  readonly dilation?: number;
}

/** What one output of a stack of layers sees of the input, along one dimension. */
export interface ReceptiveField {
  /** How many cells of the input it spans, from the first that it depends on to the last. */
  readonly size: number;
  /** How many cells of the input lie between it and its neighbour: the product of the strides. */
  readonly jump: number;
}

/**
 * The receptive field after each layer of a stack. An output of a layer spans (kernel − 1) steps of
 * the layer before, and such a step is `jump` cells of the input:
 *
 *     size ← size + (kernel − 1) · dilation · jump,   then   jump ← jump · stride
 *
 * from size 1 and jump 1, which is the input itself. Padding plays no part.
 *
 * receptiveFields([{ kernel: 3, stride: 2 }, { kernel: 3 }]) gives sizes 3 and 7, jumps 2 and 2.
 *
 * Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks",
 * Distill (2019), equation 2.
 *
 * @param layers from the one that reads the input to the last
 * @returns one field for each layer, in the same order
 * @throws if a kernel, stride or dilation is no whole number ≥ 1.
 */
export function receptiveFields(layers: readonly WindowLayer[]): ReceptiveField[] {
  let size = 1;
  let jump = 1;
  return layers.map(({ kernel, stride = 1, dilation = 1 }, index) => {
    for (const [name, value] of Object.entries({ kernel, stride, dilation })) {
      if (!isWholeNumber(value, 1)) {
        throw new Error(
          `receptiveFields: ${name} of layer ${index} must be a whole number of at least 1, got ${describe(value)}`,
        );
      }
    }
    size += (extentOf(kernel, dilation) - 1) * jump;
    jump *= stride;
    return { size, jump };
  });
}
