import { Chunks } from './chunks';
import { ConvolveJob, ConvolvePass, sumPass } from './convolve';
import { multiplyAdd, multiplySubtract } from './simd';

// Winograd's minimal filtering F(4×4, 3×3): Lavin & Gray, Fast Algorithms for Convolutional Neural
// Networks (arXiv 1509.09308), section 4. A tile of 4×4 outputs looks at 6×6 source pixels. They and
// the kernel are transformed, along columns and along rows, to values at 36 points, (0, ±a, ±b, ∞)
// squared; there one product does for each pair of channel and output, 36 instead of 144 a tile;
// and the sums over the channels are transformed back.
//
// The paper's points are ±1 and ±2. With these the error is a third to a half, since their powers
// differ less; and they and their powers are exact in float32. (On the choice of points: Barabasz
// et al., arXiv 1803.10986.)
const a: f32 = 0.625;
const b: f32 = 1.5;
const aa: f32 = a * a;
const bb: f32 = b * b;

const tileSize = 4;
/** Source pixels that a tile looks at each way, and points each way. */
const reach = 6;
const points = reach * reach;
/** Room for a ConvolveJob and its ConvolvePass. */
const productBytes = 128;

/** One convolution, as lib/fast/winograd.ts writes it: 32-bit fields in this order. */
@unmanaged
class WinogradJob {
  chunks: Chunks;
  /** Where in a slot the first tile's source, and the output, lie, in bytes. */
  sourceIn: i32;
  outputIn: i32;
  /** Where the tiles in hand lie, point by point, and their sums, and lines transformed one way. */
  tilesIn: i32;
  sumsIn: i32;
  linesIn: i32;
  /** From one point to the next, in bytes. */
  tilePlane: i32;
  sumPlane: i32;
  weightPlane: i32;
  /** How many tiles are transformed, multiplied and finished before the next ones. */
  tilesInHand: i32;
  imageBytes: i32;
  rowBytes: i32;
  channels: i32;
  tileRows: i32;
  tileCols: i32;
  outHeight: i32;
  outWidth: i32;
  outputs: i32;
  relu: i32;
  bias: usize;
  /** As many zeros. */
  zeros: usize;
  /** For each point a ConvolveJob and its ConvolvePass: prepareWinograd writes them. */
  products: usize;
  /** For each tile in hand where it lies, in bytes from the first. */
  tileOffsets: usize;
  /** Point by point, each in packWeights' order: prepareWinograd writes them. */
  weights: usize;
}

/**
 * Transforms the kernels, and writes down the products.
 *
 * @param from in packWeights' order, with nine taps
 * @param lines memory for 18 vectors
 */
export function prepareWinograd(address: usize, from: usize, lines: usize): void {
  const job = changetype<WinogradJob>(address);
  prepareProducts(job);
  const plane = job.weightPlane;
  let to = job.weights;
  for (let first = 0; first < job.outputs; first += 8) {
    const tap = job.channels * min(8, job.outputs - first) * 4;
    for (let at = 0; at < tap; at += 16) {
      for (let col = 0; col < 3; col++) {
        filterTransform(from + at + col * tap, 3 * tap, lines + col * 16, 48);
      }
      for (let p = 0; p < reach; p++) {
        filterTransform(lines + p * 48, 16, to + at + p * reach * plane, plane);
      }
    }
    from += 9 * tap;
    to += tap;
  }
}

/** At each point the sums over the channels are those of a convolution with a single tap. */
function prepareProducts(job: WinogradJob): void {
  let product = job.products;
  for (let p = 0; p < points; p++) {
    const sums = changetype<ConvolveJob>(product);
    sums.sourceIn = job.tilesIn + p * job.tilePlane;
    sums.sumsIn = job.sumsIn + p * job.sumPlane;
    sums.bias = job.zeros;
    sums.outputs = job.outputs;
    sums.relu = 0;
    const pass = changetype<ConvolvePass>(product + offsetof<ConvolveJob>());
    pass.pixelOffsets = job.tileOffsets;
    pass.runs = 1;
    pass.runOffsets = job.zeros;
    pass.runLength = job.channels;
    pass.weights = job.weights + p * job.weightPlane;
    sums.firstPass = pass;
    product += productBytes;
  }
}

/** Computes a chunk, some tiles at a time, so that what is between the transforms stays in a cache. */
export function winograd(address: usize, chunk: i32): void {
  const job = changetype<WinogradJob>(address);
  const chunks = job.chunks;
  const slot = chunks.slotOf(chunk);
  const rows = chunks.rowsIn(chunk, job.tileRows);
  const firstRow = (chunk % chunks.bands) * chunks.rowsEach * tileSize;
  const height = min(job.outHeight - firstRow, rows * tileSize);
  const count = chunks.imagesIn(chunk) * rows * job.tileCols;
  for (let tile = 0; tile < count; tile += job.tilesInHand) {
    const inHand = min(job.tilesInHand, count - tile);
    transformTiles(job, slot, rows, tile, inHand);
    let product = job.products;
    for (let p = 0; p < points; p++) {
      const sums = changetype<ConvolveJob>(product);
      sumPass(sums, sums.firstPass, slot, inHand);
      product += productBytes;
    }
    finishTiles(job, slot, rows, height, tile, inHand);
  }
}

function transformTiles(job: WinogradJob, slot: usize, rows: i32, tile: i32, count: i32): void {
  const pixelBytes = job.channels * 4;
  const lineBytes = reach * pixelBytes;
  const lines = slot + job.linesIn;
  const plane = job.tilePlane;
  let to = slot + job.tilesIn;
  for (const last = tile + count; tile < last; tile++) {
    const row = tile / job.tileCols;
    const image = row / rows;
    const from =
      slot +
      job.sourceIn +
      image * job.imageBytes +
      (row - image * rows) * tileSize * job.rowBytes +
      (tile - row * job.tileCols) * tileSize * pixelBytes;
    dataTransform(from, job.rowBytes, lines, lineBytes, lineBytes, 1, 0, 0);
    dataTransform(lines, pixelBytes, to, plane, pixelBytes, reach, lineBytes, reach * plane);
    to += pixelBytes;
  }
}

function finishTiles(
  job: WinogradJob,
  slot: usize,
  rows: i32,
  height: i32,
  tile: i32,
  count: i32,
): void {
  const pixelBytes = job.outputs * 4;
  const lineBytes = reach * pixelBytes;
  const lines = slot + job.linesIn;
  const plane = job.sumPlane;
  let from = slot + job.sumsIn;
  for (const last = tile + count; tile < last; tile++) {
    const tileRow = tile / job.tileCols;
    const image = tileRow / rows;
    const row = (tileRow - image * rows) * tileSize;
    const col = (tile - tileRow * job.tileCols) * tileSize;
    const inside = min(tileSize, height - row);
    inverseTransform(from, reach * plane, lines, lineBytes, pixelBytes, reach, plane, pixelBytes);
    inverseTransform(
      lines,
      pixelBytes,
      lines,
      pixelBytes,
      pixelBytes,
      inside,
      lineBytes,
      lineBytes,
    );
    let line = lines;
    let to = slot + job.outputIn + ((image * height + row) * job.outWidth + col) * pixelBytes;
    const bytes = min(tileSize, job.outWidth - col) * pixelBytes;
    for (let i = 0; i < inside; i++) {
      addBias(line, job.bias, to, bytes, pixelBytes, job.relu);
      line += lineBytes;
      to += job.outWidth * pixelBytes;
    }
    from += pixelBytes;
  }
}

/**
 * Bᵀ of the paper: six pixels, `fromStep` apart, become the values at six points, `toStep` apart; so
 * for each of the channels that lie side by side in `bytes`; and so for each of `lines`.
 */
function dataTransform(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  bytes: usize,
  lines: i32,
  fromLine: usize,
  toLine: usize,
): void {
  const a1 = f32x4.splat(a);
  const b1 = f32x4.splat(b);
  const a2 = f32x4.splat(aa);
  const b2 = f32x4.splat(bb);
  for (; lines > 0; lines--) {
    for (let at: usize = 0; at < bytes; at += 16) {
      let d = from + at;
      const d0 = v128.load(d);
      d += fromStep;
      const d1 = v128.load(d);
      d += fromStep;
      const d2 = v128.load(d);
      d += fromStep;
      const d3 = v128.load(d);
      d += fromStep;
      const d4 = v128.load(d);
      d += fromStep;
      const d5 = v128.load(d);
      const evenA = multiplySubtract(d4, d2, b2);
      const evenB = multiplySubtract(d4, d2, a2);
      const d31 = multiplySubtract(d3, d1, b2);
      const oddA = f32x4.mul(d31, a1);
      const oddB = f32x4.mul(multiplySubtract(d3, d1, a2), b1);
      let t = to + at;
      v128.store(t, multiplySubtract(evenA, multiplySubtract(d2, d0, b2), a2));
      t += toStep;
      v128.store(t, f32x4.add(evenA, oddA));
      t += toStep;
      v128.store(t, f32x4.sub(evenA, oddA));
      t += toStep;
      v128.store(t, f32x4.add(evenB, oddB));
      t += toStep;
      v128.store(t, f32x4.sub(evenB, oddB));
      t += toStep;
      v128.store(t, multiplySubtract(multiplySubtract(d5, d3, b2), d31, a2));
    }
    from += fromLine;
    to += toLine;
  }
}

/** Aᵀ of the paper: the sums at six points become four outputs. */
function inverseTransform(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  bytes: usize,
  lines: i32,
  fromLine: usize,
  toLine: usize,
): void {
  const a1 = f32x4.splat(a);
  const b1 = f32x4.splat(b);
  const a2 = f32x4.splat(aa);
  const b2 = f32x4.splat(bb);
  for (; lines > 0; lines--) {
    for (let at: usize = 0; at < bytes; at += 16) {
      let m = from + at;
      const m0 = v128.load(m);
      m += fromStep;
      const m1 = v128.load(m);
      m += fromStep;
      const m2 = v128.load(m);
      m += fromStep;
      const m3 = v128.load(m);
      m += fromStep;
      const m4 = v128.load(m);
      m += fromStep;
      const m5 = v128.load(m);
      const evenA = f32x4.add(m1, m2);
      const oddA = f32x4.mul(f32x4.sub(m1, m2), a1);
      const evenB = f32x4.add(m3, m4);
      const oddB = f32x4.mul(f32x4.sub(m3, m4), b1);
      let t = to + at;
      v128.store(t, f32x4.add(m0, f32x4.add(evenA, evenB)));
      t += toStep;
      v128.store(t, f32x4.add(oddA, oddB));
      t += toStep;
      v128.store(t, multiplyAdd(f32x4.mul(evenA, a2), evenB, b2));
      t += toStep;
      v128.store(t, multiplyAdd(multiplyAdd(m5, oddA, a2), oddB, b2));
    }
    from += fromLine;
    to += toLine;
  }
}

function addBias(
  from: usize,
  bias: usize,
  to: usize,
  bytes: usize,
  biasBytes: usize,
  relu: i32,
): void {
  const least = f32x4.splat(relu ? 0 : -Infinity);
  for (let pixel: usize = 0; pixel < bytes; pixel += biasBytes) {
    for (let at: usize = 0; at < biasBytes; at += 16) {
      const sum = f32x4.add(v128.load(from + at), v128.load(bias + at));
      v128.store(to + at, f32x4.max(sum, least));
    }
    from += biasBytes;
    to += biasBytes;
  }
}

/** G of the paper: three weights become the values at six points, each over ∏ (point − another). */
function filterTransform(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + fromStep);
  const g2 = v128.load(from + 2 * fromStep);
  v128.store(to, f32x4.mul(g0, f32x4.splat(1 / (aa * bb))));
  const atA = f32x4.splat(1 / (2 * aa * (aa - bb)));
  const evenA = f32x4.mul(multiplyAdd(g0, g2, f32x4.splat(aa)), atA);
  const oddA = f32x4.mul(f32x4.mul(g1, f32x4.splat(a)), atA);
  to += toStep;
  v128.store(to, f32x4.add(evenA, oddA));
  to += toStep;
  v128.store(to, f32x4.sub(evenA, oddA));
  const atB = f32x4.splat(1 / (2 * bb * (bb - aa)));
  const evenB = f32x4.mul(multiplyAdd(g0, g2, f32x4.splat(bb)), atB);
  const oddB = f32x4.mul(f32x4.mul(g1, f32x4.splat(b)), atB);
  to += toStep;
  v128.store(to, f32x4.add(evenB, oddB));
  to += toStep;
  v128.store(to, f32x4.sub(evenB, oddB));
  to += toStep;
  v128.store(to, g2);
}
