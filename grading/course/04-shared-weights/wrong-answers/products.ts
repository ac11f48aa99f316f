import { tensor, type Tensor } from '../../../../lib/tensor';
import { read } from '../../wrong-answers/read';

/** One product of the forward pass: x at a cell of a window, times the weight that lies on it. */
export interface Product {
  /** The place of the window: row and column of the output. */
  readonly row: number;
  readonly col: number;
  /** Row and column within the window. */
  readonly i: number;
  readonly j: number;
  /** The input channel. */
  readonly c: number;
  /** The kernel. */
  readonly m: number;
}

/** The sizes of a valid convolution. */
export interface Sizes {
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** All products of the forward pass, output by output. */
function productsOf(sizes: Sizes): Product[] {
  const products: Product[] = [];
  for (let row = 0; row < sizes.outHeight; row++) {
    for (let col = 0; col < sizes.outWidth; col++) {
      for (let m = 0; m < sizes.outChannels; m++) {
        for (let i = 0; i < sizes.kernelHeight; i++) {
          for (let j = 0; j < sizes.kernelWidth; j++) {
            for (let c = 0; c < sizes.inChannels; c++) products.push({ row, col, i, j, c, m });
          }
        }
      }
    }
  }
  return products;
}

/** Where something is read or written; a place outside reads as 0 and is not written. */
export type Place = (p: Product, sizes: Sizes) => number[];

/** What a gradient goes wrong by: each entry replaces one part of the correct computation. */
export interface Slip {
  /** Where gradOutput is read; [row, col, m]. `null`: it is left out. */
  readonly gradient?: Place | null;
  /** Where the other factor is read: x for the kernels, the kernels for x. `null`: it is left out. */
  readonly factor?: Place | null;
  /** Where the product goes. */
  readonly target?: Place;
  /** The shape of the result. */
  readonly shape?: (sizes: Sizes) => number[];
  /** Which products count. */
  readonly counts?: (p: Product, sizes: Sizes) => boolean;
  /** What becomes of a number of the result when a product comes in; their sum unless told. */
  readonly add?: (old: number, product: number) => number;
  /** What the finished result is multiplied by. */
  readonly scale?: (sizes: Sizes) => number;
}

/** A gradient, product by product, with a slip in it; what the slip leaves open is `correct`. */
export function gradientWith(
  gradOutput: Tensor,
  factor: Tensor,
  sizes: Sizes,
  correct: Required<Pick<Slip, 'factor' | 'target' | 'shape'>>,
  slip: Slip,
): Tensor {
  const gradientPlace =
    slip.gradient === undefined ? ({ row, col, m }: Product) => [row, col, m] : slip.gradient;
  const factorPlace = slip.factor === undefined ? correct.factor : slip.factor;
  const target = slip.target ?? correct.target;
  const add = slip.add ?? ((old, product) => old + product);
  const shape = (slip.shape ?? correct.shape)(sizes);
  const result = tensor(shape);
  for (const p of productsOf(sizes)) {
    if (slip.counts && !slip.counts(p, sizes)) continue;
    const product =
      (gradientPlace ? read(gradOutput, gradientPlace(p, sizes)) : 1) *
      (factorPlace ? read(factor, factorPlace(p, sizes)) : 1);
    const indices = target(p, sizes);
    if (indices.some((index, d) => index < 0 || index >= shape[d])) continue;
    const at = indices.reduce((offset, index, d) => offset * shape[d] + index, 0);
    result.data[at] = add(result.data[at], product);
  }
  const scale = slip.scale?.(sizes) ?? 1;
  return { shape: result.shape, data: result.data.map((value) => value * scale) };
}

/** The same numbers with other places: [height, width, …] becomes what `from` says. */
export function rearranged(
  t: Tensor,
  shape: readonly number[],
  from: (indices: number[]) => number[],
): Tensor {
  const values = Array.from({ length: t.data.length }, (_, offset) => {
    const indices: number[] = [];
    let rest = offset;
    for (const size of [...shape].reverse()) {
      indices.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return read(t, from(indices));
  });
  return tensor(shape, values);
}
