import {
  paddedSize,
  stretchesOf,
  type Axis,
  type Convolution,
  type ConvolutionEngine,
} from './convolution';
import { Layout, type KernelRuntime } from './wasm-kernels';

const roundUp = (count: number, to: number): number => Math.ceil(count / to) * to;
/** Outputs in a vector. */
const vector = 4;
/** The kernels' tiles take four or six pixels or positions: this many are whole tiles of either. */
const wholeTiles = 12;
/** What the last tile may have too many. */
const spare = 5;

/** What a block of pixels reads and writes is to stay in the second cache. */
const blockBytes = 131_072;

/** Larger batches are worked off in parts, so that the heap stays small. */
const heapBytes = 64 * 2 ** 20;

/** How many images fit into the heap, if each needs so many numbers. */
const imagesAtOnce = (images: number, numbersEach: number): number =>
  Math.max(1, Math.min(images, Math.floor(heapBytes / 4 / numbersEach)));

/** Convolution by the WebAssembly kernels. */
export class WasmEngine implements ConvolutionEngine {
  readonly name: string;

  constructor(readonly runtime: KernelRuntime) {
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
    const { heap, kernels: run, runBlocks } = this.runtime;
    const { height, width, channels, outHeight, outWidth, outputs, passes } = convolution;
    const [paddedHeight, paddedWidth] = paddedSize(convolution);
    const wide = roundUp(outputs, vector);
    const sourceSize = height * width * channels;
    const paddedSourceSize = paddedHeight * paddedWidth * channels;
    const outputSize = outHeight * outWidth * outputs;
    const places = Math.max(0, ...passes.map(({ rows, cols }) => rows.count * cols.count));
    const images = imagesAtOnce(
      convolution.images,
      sourceSize + paddedSourceSize + places * (wide + 1) + outputSize,
    );
    const padded = paddedSourceSize !== sourceSize;
    const direct = passes.length === 1 && wide === outputs && places * outputs === outputSize;
    const mostTaps = Math.max(
      0,
      ...passes.map(({ rows, cols }) => rows.taps.length * cols.taps.length),
    );

    const layout = new Layout(this.runtime.heapStart);
    const job = layout.take(16);
    const biasAt = layout.take(wide);
    const kernelsAt = layout.take(convolution.kernelSize);
    const cellsAt = layout.take(mostTaps);
    const startsAt = layout.take(mostTaps);
    const weightsAt = passes.map(({ rows, cols }) =>
      layout.take(rows.taps.length * cols.taps.length * channels * wide),
    );
    const addressesAt = layout.take(images * places + spare);
    const sourceAt = layout.take(images * sourceSize);
    const paddedAt = padded ? layout.take(images * paddedSourceSize) : sourceAt;
    const sumsAt = layout.take((images * places + spare) * wide);
    const outputAt = direct ? sumsAt : layout.take(images * outputSize);
    heap.ensure(layout.end);

    heap.clear(biasAt, wide * 4);
    heap.writeFloats(biasAt, bias);
    heap.writeFloats(kernelsAt, kernels);
    const stretches = passes.map((pass) =>
      stretchesOf(pass, paddedWidth, channels, convolution.kernelWidth),
    );
    stretches.forEach(({ cells }, i) => {
      heap.writeInts(
        cellsAt,
        cells.map((cell) => cell * convolution.cellStep * 4),
      );
      run.packWeights(
        kernelsAt,
        weightsAt[i]!,
        cellsAt,
        cells.length,
        channels,
        convolution.channelStep * 4,
        outputs,
        convolution.outputStep * 4,
      );
    });

    for (let first = 0; first < convolution.images; first += images) {
      const count = Math.min(images, convolution.images - first);
      heap.writeFloats(sourceAt, source.subarray(first * sourceSize, (first + count) * sourceSize));
      if (padded) this.#pad(convolution, count, sourceAt, paddedAt);
      if (!direct) heap.clear(outputAt, count * outputSize * 4);
      passes.forEach(({ rows, cols }, i) => {
        const { starts, length } = stretches[i]!;
        this.#addresses(addressesAt, paddedAt, count, rows, cols, convolution);
        heap.writeInts(
          startsAt,
          starts.map((start) => start * 4),
        );
        const pixels = count * rows.count * cols.count;
        const pixelBytes = 4 * (channels * rows.sourceStep * cols.sourceStep + wide);
        const blockPixels = roundUp(blockBytes / pixelBytes, wholeTiles);
        // In the order of ConvolveJob in kernels/convolve.ts.
        heap.writeInts(job, [
          addressesAt,
          pixels,
          blockPixels,
          starts.length,
          startsAt,
          length,
          weightsAt[i]!,
          biasAt,
          sumsAt,
          wide,
          relu ? 1 : 0,
        ]);
        runBlocks('convolve', job, Math.ceil(pixels / blockPixels));
        if (!direct) {
          run.place(
            sumsAt,
            outputAt + (rows.first * outWidth + cols.first) * outputs * 4,
            count,
            rows.count,
            cols.count,
            wide * 4,
            outputs * 4,
            outputSize * 4,
            rows.step * outWidth * outputs * 4,
            cols.step * outputs * 4,
          );
        }
      });
      output.set(heap.floats(outputAt, count * outputSize), first * outputSize);
    }
  }

  gradients(
    convolution: Convolution,
    source: Float32Array,
    gradOutput: Float32Array,
    gradKernels: Float32Array,
    gradBias: Float32Array,
  ): void {
    const { heap, kernels: run, runBlocks, threads } = this.runtime;
    const { height, width, channels, outHeight, outWidth, outputs } = convolution;
    const [paddedHeight, paddedWidth] = paddedSize(convolution);
    const [{ rows, cols }] = convolution.passes as [{ rows: Axis; cols: Axis }];
    const wide = roundUp(outputs, vector);
    const sourceSize = height * width * channels;
    const paddedSourceSize = paddedHeight * paddedWidth * channels;
    const places = outHeight * outWidth;
    const positions = rows.taps.length * cols.taps.length * channels;
    const slots = positions + spare;
    const padded = paddedSourceSize !== sourceSize;
    const images = imagesAtOnce(
      convolution.images,
      sourceSize + paddedSourceSize + places * (outputs + wide + 1),
    );

    const layout = new Layout(this.runtime.heapStart);
    const job = layout.take(16);
    const gradBiasAt = layout.take(wide);
    const offsetsAt = layout.take(slots);
    const gradKernelsAt = layout.take(slots * wide);
    const addressesAt = layout.take(images * places + spare);
    const sourceAt = layout.take(images * sourceSize);
    const paddedAt = padded ? layout.take(images * paddedSourceSize) : sourceAt;
    const gradOutputAt = layout.take(images * places * outputs);
    const wideAt = wide === outputs ? gradOutputAt : layout.take(images * places * wide);
    heap.ensure(layout.end);

    heap.clear(gradBiasAt, wide * 4);
    heap.clear(gradKernelsAt, slots * wide * 4);
    const offsets: number[] = [];
    for (const row of rows.taps) {
      for (const col of cols.taps) {
        const cell = (row.source * paddedWidth + col.source) * channels;
        for (let channel = 0; channel < channels; channel++) offsets.push((cell + channel) * 4);
      }
    }
    // What the spare slots gather is dropped; that they go on side by side lets the tile run.
    while (offsets.length < slots) offsets.push(offsets[offsets.length - 1]! + 4);
    heap.writeInts(offsetsAt, offsets);

    for (let first = 0; first < convolution.images; first += images) {
      const count = Math.min(images, convolution.images - first);
      const pixels = count * places;
      heap.writeFloats(sourceAt, source.subarray(first * sourceSize, (first + count) * sourceSize));
      if (padded) this.#pad(convolution, count, sourceAt, paddedAt);
      heap.writeFloats(
        gradOutputAt,
        gradOutput.subarray(first * places * outputs, (first * places + pixels) * outputs),
      );
      if (wide !== outputs) run.widen(gradOutputAt, wideAt, pixels, outputs * 4, wide * 4);
      this.#addresses(addressesAt, paddedAt, count, rows, cols, convolution);
      // In the order of GradWeightsJob in kernels/grad-weights.ts.
      // One thread reads all pixels once; several, some more often, so that none waits long.
      const parts = threads > 1 ? 2 * threads : 1;
      const blockPositions = roundUp(positions / parts, wholeTiles);
      heap.writeInts(job, [
        addressesAt,
        pixels,
        positions,
        offsetsAt,
        blockPositions,
        wideAt,
        wide,
        gradKernelsAt,
      ]);
      runBlocks('gradWeights', job, Math.ceil(positions / blockPositions));
      run.sumPixels(wideAt, pixels, wide, gradBiasAt);
    }

    gradBias.set(heap.floats(gradBiasAt, outputs));
    const sums = heap.floats(gradKernelsAt, positions * wide);
    if (wide === outputs) gradKernels.set(sums);
    else {
      for (let position = 0; position < positions; position++) {
        for (let m = 0; m < outputs; m++) {
          gradKernels[position * outputs + m] = sums[position * wide + m]!;
        }
      }
    }
  }

  #pad(convolution: Convolution, images: number, from: number, to: number): void {
    const { height, width, channels, margins } = convolution;
    const [, paddedWidth] = paddedSize(convolution);
    const [[top, bottom], [left, right]] = margins;
    const pixel = channels * 4;
    this.runtime.kernels.pad(
      from,
      to,
      images,
      height,
      width * pixel,
      top * paddedWidth * pixel,
      bottom * paddedWidth * pixel,
      left * pixel,
      right * pixel,
    );
  }

  #addresses(
    table: number,
    source: number,
    images: number,
    rows: Axis,
    cols: Axis,
    convolution: Convolution,
  ): void {
    const [paddedHeight, paddedWidth] = paddedSize(convolution);
    const pixel = convolution.channels * 4;
    this.runtime.kernels.pixelAddresses(
      table,
      source,
      images,
      rows.count,
      cols.count,
      paddedHeight * paddedWidth * pixel,
      rows.sourceStep * paddedWidth * pixel,
      cols.sourceStep * pixel,
    );
  }
}
