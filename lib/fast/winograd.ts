import { bareSize, bringChunk, packWeights, paddedRows } from './bring';
import { chunkAt, cutFairly } from './chunks';
import { paddedSize, stretchesOf, type Axis, type Convolution } from './convolution';
import { Slots } from './slots';
import { Layout, roundUp, spare, vector, wholeTiles, type KernelRuntime } from './wasm-kernels';

const kernelSize = 3;
/** A tile's outputs each way. */
const tileSize = 4;
/** Source cells that a tile looks at each way, and points each way. */
const reach = tileSize + kernelSize - 1;
const points = reach * reach;

/** So many tiles are transformed, multiplied and finished before the next ones. */
const tilesInHand = 24;
/** productBytes of kernels/winograd.ts, in numbers. */
const productSize = 32;

const isPlain = ({ first, step, sourceStep, taps }: Axis): boolean =>
  first === 0 &&
  step === 1 &&
  sourceStep === 1 &&
  taps.length === kernelSize &&
  taps.every((tap, i) => tap.source === taps[0]!.source + i);

/**
 * Whether a convolution, forward or for the input's gradient, can be done in tiles: its kernels are
 * 3×3, of stride and dilation 1, and its channels and outputs fill whole vectors.
 */
export function tilesFit({ passes, channels, outputs }: Convolution): boolean {
  const [pass] = passes;
  if (passes.length !== 1 || !isPlain(pass!.rows) || !isPlain(pass!.cols)) return false;
  return channels % vector === 0 && outputs % vector === 0;
}

/**
 * Whether tiles are clearly quicker than the direct kernel. They save three of four
 * multiplications; but transforming a tile takes as long for few outputs as for many, and finishing
 * it as long for few channels; and tiles that stick out compute what nobody needs. The figures are
 * fitted to measurements: bench/winograd.md.
 *
 * The number of images does not count, so that an image gives the same bits alone and in a batch.
 */
export function tilesPay({ channels, outputs, outHeight, outWidth }: Convolution): boolean {
  const computed = roundUp(outHeight, tileSize) * roundUp(outWidth, tileSize);
  const used = (outHeight * outWidth) / computed;
  const timeOfWholeTiles = 0.31 + 1.2 / outputs + 3.6 / channels; // the direct kernel's is 1
  return used / timeOfWholeTiles >= 1.15;
}

/** The same convolution with tiles for outputs: their taps are all the cells they look at. */
function tiled(convolution: Convolution): Convolution {
  const { outHeight, outWidth, margins, passes } = convolution;
  const [height, width] = paddedSize(convolution);
  const axis = ({ taps }: Axis, outputs: number): Axis => ({
    first: 0,
    step: tileSize,
    count: Math.ceil(outputs / tileSize),
    sourceStep: tileSize,
    taps: Array.from({ length: reach }, (_, i) => ({ kernel: i, source: taps[0]!.source + i })),
  });
  const rows = axis(passes[0]!.rows, outHeight);
  const cols = axis(passes[0]!.cols, outWidth);
  const missing = ({ count, taps }: Axis, size: number): number =>
    Math.max(0, taps[0]!.source + (count - 1) * tileSize + reach - size);
  const [[top, bottom], [left, right]] = margins;
  return {
    ...convolution,
    margins: [
      [top, bottom + missing(rows, height)],
      [left, right + missing(cols, width)],
    ],
    passes: [{ rows, cols }],
  };
}

/** `convolve` of ConvolutionEngine, by kernels/winograd.ts, for convolutions that tilesFit allows. */
export function convolveByTiles(
  runtime: KernelRuntime,
  given: Convolution,
  source: Float32Array,
  kernels: Float32Array,
  bias: ArrayLike<number>,
  relu: boolean,
  output: Float32Array,
): void {
  const { heap, kernels: run, threads } = runtime;
  const convolution = tiled(given);
  const { images, channels, outHeight, outWidth, outputs } = convolution;
  const { rows, cols } = convolution.passes[0]!;
  const [, paddedWidth] = paddedSize(convolution);
  const sourceRow = paddedWidth * channels;
  const outputRow = outWidth * outputs;

  const row = {
    bytes: 4 * tileSize * (sourceRow + outputRow),
    work: cols.count * points * channels * outputs,
    least: tilesInHand / cols.count,
  };
  const chunks = cutFairly(images, rows.count, row, threads);
  const { imagesEach, rowsEach } = chunks;
  const sourceRows = paddedRows(convolution, chunks);
  const inHand = Math.min(tilesInHand, roundUp(imagesEach * rowsEach * cols.count, wholeTiles));
  // Odd in lines of the cache: a power of two would put all points into the same few places of it.
  const plane = (count: number): number => roundUp(count, 32) + 16;
  const tilePlane = plane(inHand * channels);
  const sumPlane = plane((inHand + spare) * outputs);
  const weightPlane = plane(channels * outputs);

  const slots = new Slots(chunks, runtime.slots);
  const sourceIn = slots.take(imagesEach * sourceRows * sourceRow);
  const outputIn = slots.take(imagesEach * Math.min(outHeight, rowsEach * tileSize) * outputRow);
  const tilesIn = slots.take(points * tilePlane);
  const sumsIn = slots.take(points * sumPlane);
  const linesIn = slots.take(points * Math.max(channels, outputs));

  const layout = new Layout(runtime.heapStart);
  const chunksAt = layout.take(8);
  const job = layout.take(25);
  const biasAt = layout.take(outputs);
  const zerosAt = layout.take(outputs);
  const productsAt = layout.take(points * productSize);
  const tileOffsetsAt = layout.take(inHand + spare);
  const kernelsAt = layout.take(given.kernelSize);
  const cellsAt = layout.take(kernelSize * kernelSize);
  const packedAt = layout.take(given.kernelSize);
  const linesAt = layout.take(reach * kernelSize * 4);
  const weightsAt = layout.take(points * weightPlane);
  const bareAt = layout.take(bareSize(convolution, chunks));
  slots.placeIn(layout);
  heap.ensure(layout.end);

  heap.writeInts(chunksAt, slots.fields);
  const firstCell = rows.taps[0]!.source * paddedWidth + cols.taps[0]!.source;
  // In the order of WinogradJob in kernels/winograd.ts.
  heap.writeInts(job, [
    chunksAt,
    sourceIn + firstCell * channels * 4,
    outputIn,
    tilesIn,
    sumsIn,
    linesIn,
    tilePlane * 4,
    sumPlane * 4,
    weightPlane * 4,
    inHand,
    sourceRows * sourceRow * 4,
    sourceRow * 4,
    channels,
    rows.count,
    cols.count,
    outHeight,
    outWidth,
    outputs,
    relu ? 1 : 0,
    biasAt,
    zerosAt,
    productsAt,
    tileOffsetsAt,
    weightsAt,
  ]);
  heap.clear(biasAt, outputs * 4);
  heap.writeFloats(biasAt, bias);
  heap.clear(zerosAt, outputs * 4);
  run.pixelOffsets(tileOffsetsAt, 1, 1, inHand, 0, 0, channels * 4);
  heap.writeFloats(kernelsAt, kernels);
  const { cells } = stretchesOf(given.passes[0]!, paddedWidth, channels, kernelSize);
  packWeights(runtime, given, cells, kernelsAt, cellsAt, packedAt);
  run.prepareWinograd(job, packedAt, linesAt);

  runtime.run({
    kernel: 'winograd',
    job,
    count: chunks.count,
    bring: (index) => {
      const to = slots.addressOf(index) + sourceIn;
      bringChunk(runtime, convolution, chunks, chunkAt(chunks, index), source, bareAt, to);
    },
    fetch: (index) => {
      const chunk = chunkAt(chunks, index);
      const firstRow = chunk.firstRow * tileSize;
      const height = Math.min(outHeight - firstRow, chunk.rows * tileSize);
      output.set(
        heap.floats(slots.addressOf(index) + outputIn, chunk.images * height * outputRow),
        (chunk.firstImage * outHeight + firstRow) * outputRow,
      );
    },
  });
}
