import {
  avgPool2d,
  avgPool2dBackward,
  maxPool2d,
  maxPool2dBackward,
  type PoolOptions,
} from '../ops';
import { fromNested, tensor, toNested, type Tensor } from '../tensor';

type Rows = readonly (readonly number[])[];

export interface Pooling extends PoolOptions {
  kind: 'max' | 'average';
}

/** Where the gradient of one output goes: which share of it each cell of the map gets. */
export interface Route {
  readonly row: number;
  readonly col: number;
  readonly ends: readonly { readonly row: number; readonly col: number; readonly share: number }[];
}

/** A map of one channel that has been pooled, forward and back. */
export interface Pooled {
  readonly output: Rows;
  /** One for each output, in reading order. */
  readonly routes: readonly Route[];
  /** The gradient of the map, for a gradient of the output. */
  readonly backward: (gradOutput: Rows) => Rows;
}

const operations = {
  max: { forward: maxPool2d, backward: maxPool2dBackward },
  average: { forward: avgPool2d, backward: avgPool2dBackward },
} as const;

const imageOf = (rows: Rows): Tensor => {
  const { shape, data } = fromNested(rows);
  return { shape: [1, ...shape, 1], data };
};

const rowsOf = ({ shape, data }: Tensor): Rows =>
  toNested({ shape: shape.slice(1, 3), data }) as number[][];

/**
 * Pools a map of one channel, and asks the backward pass for the route of each output's gradient:
 * a gradient of 1 for that output and 0 for all others comes back as the shares of the cells.
 *
 * @param map rows of numbers
 * @throws as maxPool2d and avgPool2d do
 */
export function poolMap(map: Rows, { kind, ...options }: Pooling): Pooled {
  const { forward, backward } = operations[kind];
  const x = imageOf(map);
  const pooled = forward(x, options);
  const [outHeight, outWidth] = [pooled.shape[1]!, pooled.shape[2]!];
  const width = x.shape[2]!;
  const routes = Array.from(pooled.data, (_, index): Route => {
    const one = tensor([1, outHeight, outWidth, 1]);
    one.data[index] = 1;
    const shares = Array.from(backward(one, x, options).data);
    return {
      row: Math.floor(index / outWidth),
      col: index % outWidth,
      ends: shares.flatMap((share, cell) =>
        share === 0 ? [] : [{ row: Math.floor(cell / width), col: cell % width, share }],
      ),
    };
  });
  return {
    output: rowsOf(pooled),
    routes,
    backward: (gradOutput) => rowsOf(backward(imageOf(gradOutput), x, options)),
  };
}
