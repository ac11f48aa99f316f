import { bareSize, bringChunk, copyIn, packWeights, paddedRows } from './bring';
import { chunkAt, chunkBytes, cut, cutFairly, piecesEach, pieceWork, type Chunks } from './chunks';
import {
  paddedSize,
  stretchesOf,
  type Axis,
  type Convolution,
  type ConvolutionEngine,
} from './convolution';
import { Slots } from './slots';
import { Layout, roundUp, spare, vector, wholeTiles, type KernelRuntime } from './wasm-kernels';
import { convolveByTiles, tilesFit, tilesPay } from './winograd';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
/** Fewer pixels are not worth reading all the weights for. */
const fewPixels = 16;
/** Nor fewer than these adding their sum to that of the others, a number for each weight. */
const sumPixels = 256;
/** A batch's gradient is the sum of about so many chunks', or fewer. */
const gradientChunks = 32;

export interface WasmEngineOptions {
  /**
   * Runs what one thread does by itself, which has its numbers sooner in a memory that is not
   * shared; the engine's own runtime unless given.
   */
  readonly alone?: KernelRuntime;
  /** Which convolutions are done in Winograd's tiles, of those that can be; `tilesPay` unless given. */
  readonly byTiles?: (convolution: Convolution) => boolean;
}

/** Convolution by the WebAssembly kernels. */
export class WasmEngine implements ConvolutionEngine {
  readonly name: string;
  readonly alone: KernelRuntime;
  private readonly byTiles: (convolution: Convolution) => boolean;

  constructor(
    readonly runtime: KernelRuntime,
    { alone = runtime, byTiles = tilesPay }: WasmEngineOptions = {},
  ) {
    const { level, threads } = runtime;
    this.name = `WebAssembly ${level === 'relaxed' ? 'relaxed ' : ''}SIMD${threads > 1 ? `, ${threads} threads` : ''}`;
    this.alone = alone;
    this.byTiles = byTiles;
  }

  convolve(
    convolution: Convolution,
    source: Float32Array,
    kernels: Float32Array,
    bias: ArrayLike<number>,
    relu: boolean,
    output: Float32Array,
  ): void {
    this.runtime.wake();
    if (tilesFit(convolution) && this.byTiles(convolution)) {
      convolveByTiles(this.runtime, convolution, source, kernels, bias, relu, output);
      return;
    }
    const { heap, threads } = this.runtime;
    const { images, channels, outHeight, outWidth, outputs, passes } = convolution;
    const [first] = passes;
    if (!first) {
      output.fill(0);
      return;
    }
    const [, paddedWidth] = paddedSize(convolution);
    const { step, sourceStep } = first.rows;
    const wide = roundUp(outputs, vector);
    const places = sum(passes.map(({ rows, cols }) => rows.count * cols.count));
    const direct = passes.length === 1 && wide === outputs && places === outHeight * outWidth;
    const rowSize = outWidth * outputs;

    const weights = passes.map(
      ({ rows, cols }) => rows.taps.length * cols.taps.length * channels * wide,
    );
    const sumsInRow = Math.max(...passes.map(({ cols }) => cols.count)) * wide;
    const workInRow = sum(passes.map(({ cols }, i) => cols.count * weights[i]!));
    const bytesOfRow =
      4 * (sourceStep * paddedWidth * channels + sumsInRow + (direct ? 0 : step * rowSize));
    const rows = Math.ceil(outHeight / step);
    const row = { bytes: bytesOfRow, work: workInRow, least: fewPixels / outWidth };
    const chunks = cutFairly(images, rows, row, threads);
    const { imagesEach, rowsEach } = chunks;

    const slots = new Slots(chunks, this.runtime.slots);
    const sourceIn = slots.take(
      imagesEach * paddedRows(convolution, chunks) * paddedWidth * channels,
    );
    const sumsIn = slots.take(imagesEach * rowsEach * sumsInRow + spare * wide);
    const outputSize = imagesEach * Math.min(outHeight, rowsEach * step) * rowSize;
    const outputIn = direct ? sumsIn : slots.take(outputSize);

    const layout = new Layout(this.runtime.heapStart);
    const chunksAt = layout.take(8);
    const job = layout.take(12);
    const passesAt = layout.take(passes.length * 10);
    const biasAt = layout.take(wide);
    const kernelsAt = layout.take(convolution.kernelSize);
    const weightsAt = weights.map((count) => layout.take(count));
    const tapsAt = passes.map(({ rows, cols }) => layout.take(rows.taps.length * cols.taps.length));
    const pixelsAt = passes.map(({ cols }) =>
      layout.take(imagesEach * rowsEach * cols.count + spare),
    );
    const bareAt = layout.take(bareSize(convolution, chunks));
    slots.placeIn(layout);
    heap.ensure(layout.end);

    heap.writeInts(chunksAt, slots.fields);
    // In the order of ConvolveJob in kernels/convolve.ts.
    heap.writeInts(job, [
      chunksAt,
      sourceIn,
      sumsIn,
      outputIn,
      passes.length,
      passesAt,
      biasAt,
      wide,
      relu ? 1 : 0,
      direct ? 0 : outputs * 4,
      outHeight * rowSize * 4,
      places < outHeight * outWidth ? outputSize * 4 : 0,
    ]);
    heap.clear(biasAt, wide * 4);
    heap.writeFloats(biasAt, bias);
    heap.writeFloats(kernelsAt, kernels);
    passes.forEach(({ rows, cols }, i) => {
      const { starts, length, cells } = stretchesOf(
        { rows, cols },
        paddedWidth,
        channels,
        convolution.kernelWidth,
      );
      packWeights(this.runtime, convolution, cells, kernelsAt, tapsAt[i]!, weightsAt[i]!);
      heap.writeInts(
        tapsAt[i]!,
        starts.map((start) => start * 4),
      );
      this.#pixelOffsets(pixelsAt[i]!, convolution, chunks, rows, cols);
      // In the order of ConvolvePass in kernels/convolve.ts.
      heap.writeInts(passesAt + i * 40, [
        pixelsAt[i]!,
        rows.count,
        cols.count,
        starts.length,
        tapsAt[i]!,
        length,
        weightsAt[i]!,
        (rows.first * outWidth + cols.first) * outputs * 4,
        step * rowSize * 4,
        cols.step * outputs * 4,
      ]);
    });

    this.runtime.run({
      kernel: 'convolve',
      job,
      count: chunks.count,
      bring: (index) => {
        const to = slots.addressOf(index) + sourceIn;
        bringChunk(this.runtime, convolution, chunks, chunkAt(chunks, index), source, bareAt, to);
      },
      fetch: (index) => {
        const chunk = chunkAt(chunks, index);
        const firstRow = chunk.firstRow * step;
        const height = Math.min(outHeight, (chunk.firstRow + chunk.rows) * step) - firstRow;
        output.set(
          heap.floats(slots.addressOf(index) + outputIn, chunk.images * height * rowSize),
          (chunk.firstImage * outHeight + firstRow) * rowSize,
        );
      },
    });
  }

  gradients(
    convolution: Convolution,
    source: Float32Array,
    gradOutput: Float32Array,
    gradKernels: Float32Array,
    gradBias: Float32Array,
  ): void {
    const { heap, kernels: run, threads } = this.runtime;
    this.runtime.wake();
    const { images, channels, outHeight, outWidth, outputs } = convolution;
    const [, paddedWidth] = paddedSize(convolution);
    const [{ rows, cols }] = convolution.passes as [{ rows: Axis; cols: Axis }];
    const wide = roundUp(outputs, vector);
    const positions = rows.taps.length * cols.taps.length * channels;
    const bareRow = outWidth * outputs;
    const wideRow = outWidth * wide;

    const bytesOfRow = 4 * (rows.sourceStep * paddedWidth * channels + wideRow);
    const workInRow = wideRow * positions;
    // The same on any number of threads, since the sums of chunks are rounded.
    const chunks = cut(
      images,
      outHeight,
      Math.max(
        Math.min(
          chunkBytes / bytesOfRow,
          Math.max((images * outHeight) / gradientChunks, pieceWork / workInRow),
        ),
        sumPixels / outWidth,
      ),
    );
    const { imagesEach, rowsEach } = chunks;
    const fairShare = Math.min(
      (threads * piecesEach) / chunks.count,
      (imagesEach * rowsEach * workInRow) / pieceWork,
      positions / wholeTiles,
    );
    const partPositions = roundUp(positions / Math.max(1, threads > 1 ? fairShare : 1), wholeTiles);
    const parts = Math.ceil(positions / partPositions);

    const slots = new Slots(chunks, this.runtime.slots);
    const sourceIn = slots.take(
      imagesEach * paddedRows(convolution, chunks) * paddedWidth * channels,
    );
    const gradOutputIn = slots.take(imagesEach * rowsEach * wideRow);
    const sumsSize = (positions + spare + 1) * wide;
    const sumsIn = slots.take(sumsSize);
    const gradBiasIn = sumsIn + (positions + spare) * wide * 4;

    const layout = new Layout(this.runtime.heapStart);
    const chunksAt = layout.take(8);
    const job = layout.take(13);
    const offsetsAt = layout.take(positions + spare);
    const totalAt = layout.take(sumsSize);
    const pixelsAt = layout.take(imagesEach * rowsEach * outWidth + spare);
    const bareAt = layout.take(bareSize(convolution, chunks));
    const bareGradAt = layout.take(imagesEach * rowsEach * bareRow);
    slots.placeIn(layout);
    heap.ensure(layout.end);

    heap.writeInts(chunksAt, slots.fields);
    // In the order of GradWeightsJob in kernels/grad-weights.ts.
    heap.writeInts(job, [
      chunksAt,
      sourceIn,
      gradOutputIn,
      sumsIn,
      gradBiasIn,
      pixelsAt,
      outHeight,
      outWidth,
      positions,
      offsetsAt,
      parts,
      partPositions,
      wide,
    ]);
    heap.clear(totalAt, sumsSize * 4);
    const offsets: number[] = [];
    for (const row of rows.taps) {
      for (const col of cols.taps) {
        const cell = (row.source * paddedWidth + col.source) * channels;
        for (let channel = 0; channel < channels; channel++) offsets.push((cell + channel) * 4);
      }
    }
    // What the spare slots gather is dropped; that they go on side by side lets the tile run.
    while (offsets.length < positions + spare) offsets.push(offsets[offsets.length - 1]! + 4);
    heap.writeInts(offsetsAt, offsets);
    this.#pixelOffsets(pixelsAt, convolution, chunks, rows, cols);

    this.runtime.run({
      kernel: 'gradWeights',
      job,
      count: chunks.count * parts,
      bring: (piece) => {
        if (piece % parts !== 0) return;
        const slot = slots.addressOf(piece / parts);
        const chunk = chunkAt(chunks, piece / parts);
        bringChunk(this.runtime, convolution, chunks, chunk, source, bareAt, slot + sourceIn);
        const start = (chunk.firstImage * outHeight + chunk.firstRow) * bareRow;
        const count = chunk.images * chunk.rows * bareRow;
        const numbers = gradOutput.subarray(start, start + count);
        if (wide === outputs) copyIn(this.runtime, numbers, bareGradAt, slot + gradOutputIn);
        else {
          heap.writeFloats(bareGradAt, numbers);
          run.widen(bareGradAt, slot + gradOutputIn, count / outputs, outputs * 4, wide * 4);
        }
      },
      fetch: (piece) => {
        if ((piece + 1) % parts !== 0) return;
        const sums = slots.addressOf(Math.floor(piece / parts)) + sumsIn;
        run.add(totalAt, sums, totalAt, sumsSize);
      },
    });

    gradBias.set(heap.floats(totalAt + (positions + spare) * wide * 4, outputs));
    const total = heap.floats(totalAt, positions * wide);
    if (wide === outputs) gradKernels.set(total);
    else {
      for (let position = 0; position < positions; position++) {
        for (let m = 0; m < outputs; m++) {
          gradKernels[position * outputs + m] = total[position * wide + m]!;
        }
      }
    }
  }

  #pixelOffsets(
    table: number,
    convolution: Convolution,
    chunks: Chunks,
    rows: Axis,
    cols: Axis,
  ): void {
    const [, paddedWidth] = paddedSize(convolution);
    const pixel = convolution.channels * 4;
    this.runtime.kernels.pixelOffsets(
      table,
      chunks.imagesEach,
      Math.min(chunks.rowsEach, rows.count),
      cols.count,
      paddedRows(convolution, chunks) * paddedWidth * pixel,
      rows.sourceStep * paddedWidth * pixel,
      cols.sourceStep * pixel,
    );
  }
}
