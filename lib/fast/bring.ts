import type { Chunk, Chunks } from './chunks';
import { paddedSize, type Convolution } from './convolution';
import type { KernelRuntime } from './wasm-kernels';

/** Copies what a chunk looks at of the source into the heap, and puts its margins round it. */
export function bringChunk(
  runtime: KernelRuntime,
  convolution: Convolution,
  chunks: Chunks,
  chunk: Chunk,
  source: Float32Array,
  bareAt: number,
  to: number,
): void {
  const { height, width, channels, margins, passes } = convolution;
  const [, paddedWidth] = paddedSize(convolution);
  const [[top], [left, right]] = margins;
  const rows = paddedRows(convolution, chunks);
  const first = chunk.firstRow * passes[0]!.rows.sourceStep - top;
  const firstRow = Math.min(height, Math.max(0, first));
  const endRow = Math.min(height, Math.max(0, first + rows));
  const start = (chunk.firstImage * height + firstRow) * width * channels;
  const count = chunk.images * (endRow - firstRow) * width * channels;
  const numbers = source.subarray(start, start + count);
  if (!isPadded(convolution)) {
    copyIn(runtime, numbers, bareAt, to);
    return;
  }
  runtime.heap.writeFloats(bareAt, numbers);
  const pixel = channels * 4;
  const marginRows = rows - (endRow - firstRow);
  const topRows = Math.min(marginRows, Math.max(0, -first));
  runtime.kernels.pad(
    bareAt,
    to,
    chunk.images,
    endRow - firstRow,
    width * pixel,
    topRows * paddedWidth * pixel,
    (marginRows - topRows) * paddedWidth * pixel,
    left * pixel,
    right * pixel,
  );
}

/**
 * What another thread has just read is written to faster by a kernel that moves memory: V8's own
 * way of writing to shared memory goes by eights of bytes, and waits for each line.
 */
export function copyIn(
  { heap, kernels, threads }: KernelRuntime,
  numbers: Float32Array,
  bareAt: number,
  to: number,
): void {
  heap.writeFloats(threads > 1 ? bareAt : to, numbers);
  if (threads > 1) kernels.copy(bareAt, to, numbers.byteLength);
}

/** Puts the weights of the kernel's cells in the order of packWeights in kernels/layout.ts. */
export function packWeights(
  { heap, kernels: run }: KernelRuntime,
  { channels, outputs, cellStep, channelStep, outputStep }: Convolution,
  cells: readonly number[],
  from: number,
  cellsAt: number,
  to: number,
): void {
  heap.writeInts(
    cellsAt,
    cells.map((cell) => cell * cellStep * 4),
  );
  run.packWeights(
    from,
    to,
    cellsAt,
    cells.length,
    channels,
    channelStep * 4,
    outputs,
    outputStep * 4,
  );
}

function isPadded({ margins }: Convolution): boolean {
  return margins.flat().some((margin) => margin > 0);
}

/** Rows of the padded source that a chunk looks at. */
export function paddedRows(convolution: Convolution, { bands, rowsEach }: Chunks): number {
  if (bands === 1) return paddedSize(convolution)[0];
  const last = Math.max(
    ...convolution.passes.map(({ rows }) => rows.taps[rows.taps.length - 1]!.source),
  );
  return (rowsEach - 1) * convolution.passes[0]!.rows.sourceStep + last + 1;
}

/** Numbers of the source that a chunk looks at. */
export function bareSize(convolution: Convolution, chunks: Chunks): number {
  const { height, width, channels } = convolution;
  return chunks.imagesEach * Math.min(height, paddedRows(convolution, chunks)) * width * channels;
}
