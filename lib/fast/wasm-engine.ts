import { chunkAt, cut, type Chunk, type Chunks } from './chunks';
import {
  paddedSize,
  stretchesOf,
  type Axis,
  type Convolution,
  type ConvolutionEngine,
} from './convolution';
import { Layout, type KernelRuntime } from './wasm-kernels';

const roundUp = (count: number, to: number): number => Math.ceil(count / to) * to;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
/** Outputs in a vector. */
const vector = 4;
/** The kernels' tiles take four or six pixels or positions: this many are whole tiles of either. */
const wholeTiles = 12;
/** What the last tile may have too many. */
const spare = 5;

/** A chunk's numbers are to stay in the second cache. */
const chunkBytes = 262_144;
/** With fewer multiplications a piece would be done sooner than handed to another thread. */
const pieceWork = 2 ** 18;
/** The more pieces a thread has, the less it waits for the others at the end. */
const piecesEach = 16;
/** Fewer pixels are not worth reading all the weights for. */
const fewPixels = 16;
/** Nor fewer than these adding their sum to that of the others, a number for each weight. */
const sumPixels = 256;
/** A batch's gradient is the sum of about so many chunks', or fewer. */
const gradientChunks = 32;

/** Where the chunks of one piece of work lie: each slot holds one at a time. */
class Slots {
  readonly count: number;
  readonly #layout = new Layout(0);
  #start = 0;

  constructor(
    readonly chunks: Chunks,
    mostAtOnce: number,
  ) {
    this.count = Math.min(mostAtOnce, chunks.count);
  }

  /** Where in each slot the next `count` numbers lie, in bytes. */
  take(count: number): number {
    return this.#layout.take(count);
  }

  /** To be called when all is taken. */
  placeIn(layout: Layout): void {
    this.#start = layout.take((this.count * this.#layout.end) / 4);
  }

  addressOf(chunk: number): number {
    return this.#start + (chunk % this.count) * this.#layout.end;
  }

  /** In the order of Chunks in kernels/chunks.ts. */
  get fields(): number[] {
    const { images, rows, imagesEach, rowsEach, bands } = this.chunks;
    return [images, rows, imagesEach, rowsEach, bands, this.count, this.#layout.end, this.#start];
  }
}

/** Convolution by the WebAssembly kernels. */
export class WasmEngine implements ConvolutionEngine {
  readonly name: string;

  /**
   * @param alone for what one thread does by itself: it has its numbers sooner in a memory that is
   *   not shared
   */
  constructor(
    readonly runtime: KernelRuntime,
    readonly alone = runtime,
  ) {
    const { level, threads } = runtime;
    this.name = `WebAssembly ${level === 'relaxed' ? 'relaxed ' : ''}SIMD${threads > 1 ? `, ${threads} threads` : ''}`;
  }

  convolve(
    convolution: Convolution,
    source: Float32Array,
    kernels: Float32Array,
    bias: ArrayLike<number>,
    relu: boolean,
    output: Float32Array,
  ): void {
    const { heap, kernels: run, threads } = this.runtime;
    this.runtime.wake();
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
    const fairShare = Math.max((images * rows) / (threads * piecesEach), pieceWork / workInRow);
    const chunks = cut(
      images,
      rows,
      Math.max(
        Math.min(chunkBytes / bytesOfRow, threads > 1 ? fairShare : Infinity),
        fewPixels / outWidth,
      ),
    );
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
      heap.writeInts(
        tapsAt[i]!,
        cells.map((cell) => cell * convolution.cellStep * 4),
      );
      run.packWeights(
        kernelsAt,
        weightsAt[i]!,
        tapsAt[i]!,
        cells.length,
        channels,
        convolution.channelStep * 4,
        outputs,
        convolution.outputStep * 4,
      );
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
        this.#bring(convolution, chunks, chunkAt(chunks, index), source, bareAt, to);
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
        this.#bring(convolution, chunks, chunk, source, bareAt, slot + sourceIn);
        const start = (chunk.firstImage * outHeight + chunk.firstRow) * bareRow;
        const count = chunk.images * chunk.rows * bareRow;
        const numbers = gradOutput.subarray(start, start + count);
        if (wide === outputs) this.#copyIn(numbers, bareGradAt, slot + gradOutputIn);
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

  /** Copies what a chunk looks at of the source, and puts its margins round it. */
  #bring(
    convolution: Convolution,
    chunks: Chunks,
    chunk: Chunk,
    source: Float32Array,
    bareAt: number,
    to: number,
  ): void {
    const { heap, kernels: run } = this.runtime;
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
      this.#copyIn(numbers, bareAt, to);
      return;
    }
    heap.writeFloats(bareAt, numbers);
    const pixel = channels * 4;
    const marginRows = rows - (endRow - firstRow);
    const topRows = Math.min(marginRows, Math.max(0, -first));
    run.pad(
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
  #copyIn(numbers: Float32Array, bareAt: number, to: number): void {
    const { heap, kernels, threads } = this.runtime;
    heap.writeFloats(threads > 1 ? bareAt : to, numbers);
    if (threads > 1) kernels.copy(bareAt, to, numbers.byteLength);
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

function isPadded({ margins }: Convolution): boolean {
  return margins.flat().some((margin) => margin > 0);
}

/** Rows of the padded source that a chunk looks at. */
function paddedRows(convolution: Convolution, { bands, rowsEach }: Chunks): number {
  if (bands === 1) return paddedSize(convolution)[0];
  const last = Math.max(
    ...convolution.passes.map(({ rows }) => rows.taps[rows.taps.length - 1]!.source),
  );
  return (rowsEach - 1) * convolution.passes[0]!.rows.sourceStep + last + 1;
}

/** Numbers of the source that a chunk looks at. */
function bareSize(convolution: Convolution, chunks: Chunks): number {
  const { height, width, channels } = convolution;
  return chunks.imagesEach * Math.min(height, paddedRows(convolution, chunks)) * width * channels;
}
