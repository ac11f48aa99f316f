import { tensor, type Tensor } from '../../../../lib/tensor';

/** A cell that a window sees: where it stands, and its number; outside of the picture 0. */
export interface Seen {
  readonly row: number;
  readonly col: number;
  readonly channel: number;
  readonly value: number;
  readonly isInside: boolean;
}

/** How a pooling goes wrong: each entry replaces one part of the correct computation. */
export interface Slip {
  readonly outHeight?: number;
  readonly outWidth?: number;
  /** The row and column of x at which the window of an output begins. */
  readonly start?: (row: number, col: number) => [row: number, col: number];
  /** Rows and columns of a window. */
  readonly window?: [rows: number, cols: number];
  /** Which channels of x make channel c of the output. */
  readonly channels?: (c: number) => readonly number[];
  readonly outChannels?: number;
  /** The order in which the cells of a window are read; by rows unless told. */
  readonly byColumns?: boolean;
}

/** What all answers are given: a picture, and how its windows lie. */
export type Pool = (x: Tensor, size: number, stride: number) => Tensor;

export const places = (length: number, size: number, stride: number): number =>
  Math.max(1, Math.floor((length - size) / stride) + 1);

const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** A number of a picture, or 0 outside of it. */
export function cellAt(x: Tensor, row: number, col: number, channel: number): number {
  const [height, width, channels] = x.shape;
  const isInside = row >= 0 && row < height && col >= 0 && col < width;
  return isInside ? x.data[(row * width + col) * channels + channel] : 0;
}

/** The cells of each window, output by output in the order of its data, and the output's shape. */
export function windowsOf(
  x: Tensor,
  size: number,
  stride: number,
  slip: Slip = {},
): { shape: number[]; windows: Seen[][] } {
  const [height, width, channels] = x.shape;
  const outHeight = slip.outHeight ?? places(height, size, stride);
  const outWidth = slip.outWidth ?? places(width, size, stride);
  const outChannels = slip.outChannels ?? channels;
  const start = slip.start ?? ((row, col) => [row * stride, col * stride]);
  const [rows, cols] = slip.window ?? [size, size];
  const offsets = slip.byColumns
    ? range(cols).flatMap((j) => range(rows).map((i) => [i, j]))
    : range(rows).flatMap((i) => range(cols).map((j) => [i, j]));
  const windows = range(outHeight).flatMap((row) =>
    range(outWidth).flatMap((col) =>
      range(outChannels).map((c) => {
        const [top, left] = start(row, col);
        return offsets.flatMap(([i, j]) =>
          (slip.channels?.(c) ?? [c]).map((channel): Seen => {
            const [r, s] = [top + i, left + j];
            const isInside = r >= 0 && r < height && s >= 0 && s < width;
            return { row: r, col: s, channel, value: cellAt(x, r, s, channel), isInside };
          }),
        );
      }),
    ),
  );
  return { shape: [outHeight, outWidth, outChannels], windows };
}

export const valuesOf = (cells: readonly Seen[]): number[] => cells.map(({ value }) => value);
export const largestOf = (values: readonly number[]): number => Math.max(...values);
export const sumOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);
export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** A pooling that makes one number of each window, with a slip in where the windows lie. */
export const pooling =
  (
    reduce: (values: number[], x: Tensor, size: number, stride: number) => number,
    slipFor: (x: Tensor, size: number, stride: number) => Slip = () => ({}),
  ): Pool =>
  (x, size, stride) => {
    const { shape, windows } = windowsOf(x, size, stride, slipFor(x, size, stride));
    return tensor(
      shape,
      windows.map((cells) => reduce(valuesOf(cells), x, size, stride)),
    );
  };

/** The same numbers with rows written as columns: [width, height, channels]. */
export function transposed(t: Tensor): Tensor {
  const [height, width, channels] = t.shape;
  const values = range(width).flatMap((col) =>
    range(height).flatMap((row) => range(channels).map((c) => cellAt(t, row, col, c))),
  );
  return tensor([width, height, channels], values);
}

/** All of channel 0 first, then all of channel 1, …; the shape stays. */
export function channelFirst(t: Tensor): Tensor {
  const [height, width, channels] = t.shape;
  const values = range(channels).flatMap((c) =>
    range(height).flatMap((row) => range(width).map((col) => cellAt(t, row, col, c))),
  );
  return tensor(t.shape, values);
}
