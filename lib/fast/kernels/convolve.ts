import { Chunks } from './chunks';
import { place } from './layout';
import { multiplyAdd } from './simd';

/** One convolution, as lib/fast/wasm-engine.ts writes it: 32-bit fields in this order. */
@unmanaged
export class ConvolveJob {
  chunks: Chunks;
  /** Where in a slot the padded source, the sums and the output lie, in bytes. */
  sourceIn: i32;
  sumsIn: i32;
  outputIn: i32;
  passes: i32;
  /** The first pass; the others follow. */
  firstPass: ConvolvePass;
  /** As many as outputs. */
  bias: usize;
  /** Numbers a pixel of the sums has: a multiple of four. */
  outputs: i32;
  relu: i32;
  /** 0 if the sums are the output, else what an output pixel takes of them. */
  placedBytes: i32;
  /** How far images are apart in the output. */
  imageBytes: i32;
  /** Bytes of output to be 0 before: some pixels may be in no pass. */
  clearBytes: i32;
}

/** The outputs that have the same taps. */
@unmanaged
export class ConvolvePass {
  /** For each output pixel of a chunk the source cell that offset 0 of a run means. */
  pixelOffsets: usize;
  rows: i32;
  cols: i32;
  /** The taps, as stretches of `runLength` numbers that lie side by side in the source. */
  runs: i32;
  /** Where each stretch starts, in bytes from the pixel. */
  runOffsets: usize;
  runLength: i32;
  /** In the order of packWeights. */
  weights: usize;
  /** Where the first pixel's output lies and how far the others are from it, in bytes. */
  placeAt: i32;
  rowStep: i32;
  colStep: i32;
}

/** Fills a table of pixels: every place of the window, image by image, row by row. */
export function pixelOffsets(
  table: usize,
  images: i32,
  rows: i32,
  cols: i32,
  imageStep: i32,
  rowStep: i32,
  colStep: i32,
): void {
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      let pixel = image * imageStep + row * rowStep;
      for (let col = 0; col < cols; col++) {
        store<i32>(table, pixel);
        table += 4;
        pixel += colStep;
      }
    }
  }
  // The last tile looks at the last pixel again where there are too few.
  const last = load<i32>(table - 4);
  for (let i = 0; i < 5; i++) store<i32>(table + i * 4, last);
}

/** Computes a chunk: for each output pixel, bias + the sum over all runs of source · weight. */
export function convolve(address: usize, chunk: i32): void {
  const job = changetype<ConvolveJob>(address);
  const chunks = job.chunks;
  const slot = chunks.slotOf(chunk);
  const output = slot + job.outputIn;
  const images = chunks.imagesIn(chunk);
  if (job.clearBytes) memory.fill(output, 0, job.clearBytes);
  for (let i = 0; i < job.passes; i++) {
    const pass = changetype<ConvolvePass>(
      changetype<usize>(job.firstPass) + i * offsetof<ConvolvePass>(),
    );
    const rows = chunks.rowsIn(chunk, pass.rows);
    sumPass(job, pass, slot, images * rows * pass.cols);
    if (job.placedBytes) {
      place(
        slot + job.sumsIn,
        output + pass.placeAt,
        images,
        rows,
        pass.cols,
        job.outputs * 4,
        job.placedBytes,
        job.imageBytes,
        pass.rowStep,
        pass.colStep,
      );
    }
  }
}

/**
 * A panel's weights stay in the first cache while all the chunk's pixels pass by.
 *
 * V8 loads all that a stretch of code reads before it reckons, and has 15 vector registers. So a
 * tile of four pixels by eight outputs is what fits: 8 sums, 2 weights, 4 values and a product. A
 * larger one spills sums to the stack and is slower by a third. So would be a loop that takes two
 * steps a turn, but for the test between them, which makes two stretches of it: with it, the
 * pointers move half as often, and it is quicker by a twelfth.
 */
export function sumPass(job: ConvolveJob, pass: ConvolvePass, slot: usize, count: i32): void {
  const source = slot + job.sourceIn;
  const outputs = job.outputs;
  const panelBytes = pass.runs * pass.runLength * 32;
  let weights = pass.weights;
  for (let m = 0; m < outputs; m += 8) {
    const bias = job.bias + m * 4;
    let pixels = pass.pixelOffsets;
    let to = slot + job.sumsIn + m * 4;
    if (m + 8 <= outputs) {
      for (let pixel = 0; pixel < count; pixel += 4) {
        tile4x8(job, pass, source, pixels, weights, bias, to);
        pixels += 16;
        to += outputs * 16;
      }
    } else {
      for (let pixel = 0; pixel < count; pixel += 6) {
        tile6x4(job, pass, source, pixels, weights, bias, to);
        pixels += 24;
        to += outputs * 24;
      }
    }
    weights += panelBytes;
  }
}

/** Four pixels, eight outputs. */
function tile4x8(
  job: ConvolveJob,
  pass: ConvolvePass,
  source: usize,
  pixels: usize,
  weight: usize,
  bias: usize,
  to: usize,
): void {
  const b0 = v128.load(bias);
  const b1 = v128.load(bias, 16);
  let s00 = b0;
  let s01 = b1;
  let s10 = b0;
  let s11 = b1;
  let s20 = b0;
  let s21 = b1;
  let s30 = b0;
  let s31 = b1;
  const runBytes = pass.runLength * 4;
  const lastRun = pass.runOffsets + pass.runs * 4;
  for (let run = pass.runOffsets; run < lastRun; run += 4) {
    const offset = source + load<usize>(run);
    let p0 = load<usize>(pixels) + offset;
    let p1 = load<usize>(pixels, 4) + offset;
    let p2 = load<usize>(pixels, 8) + offset;
    let p3 = load<usize>(pixels, 12) + offset;
    const end = p0 + runBytes;
    let w = weight;
    weight += runBytes * 8;
    while (true) {
      const w0 = v128.load(w);
      const w1 = v128.load(w, 16);
      const v0 = v128.load32_splat(p0);
      s00 = multiplyAdd(s00, v0, w0);
      s01 = multiplyAdd(s01, v0, w1);
      const v1 = v128.load32_splat(p1);
      s10 = multiplyAdd(s10, v1, w0);
      s11 = multiplyAdd(s11, v1, w1);
      const v2 = v128.load32_splat(p2);
      s20 = multiplyAdd(s20, v2, w0);
      s21 = multiplyAdd(s21, v2, w1);
      const v3 = v128.load32_splat(p3);
      s30 = multiplyAdd(s30, v3, w0);
      s31 = multiplyAdd(s31, v3, w1);
      if (p0 + 4 == end) break;
      const w2 = v128.load(w, 32);
      const w3 = v128.load(w, 48);
      const v4 = v128.load32_splat(p0, 4);
      s00 = multiplyAdd(s00, v4, w2);
      s01 = multiplyAdd(s01, v4, w3);
      const v5 = v128.load32_splat(p1, 4);
      s10 = multiplyAdd(s10, v5, w2);
      s11 = multiplyAdd(s11, v5, w3);
      const v6 = v128.load32_splat(p2, 4);
      s20 = multiplyAdd(s20, v6, w2);
      s21 = multiplyAdd(s21, v6, w3);
      const v7 = v128.load32_splat(p3, 4);
      s30 = multiplyAdd(s30, v7, w2);
      s31 = multiplyAdd(s31, v7, w3);
      p0 += 8;
      if (p0 == end) break;
      p1 += 8;
      p2 += 8;
      p3 += 8;
      w += 64;
    }
  }
  if (job.relu) {
    const zero = f32x4.splat(0);
    s00 = f32x4.max(s00, zero);
    s01 = f32x4.max(s01, zero);
    s10 = f32x4.max(s10, zero);
    s11 = f32x4.max(s11, zero);
    s20 = f32x4.max(s20, zero);
    s21 = f32x4.max(s21, zero);
    s30 = f32x4.max(s30, zero);
    s31 = f32x4.max(s31, zero);
  }
  const step = job.outputs * 4;
  v128.store(to, s00);
  v128.store(to, s01, 16);
  to += step;
  v128.store(to, s10);
  v128.store(to, s11, 16);
  to += step;
  v128.store(to, s20);
  v128.store(to, s21, 16);
  to += step;
  v128.store(to, s30);
  v128.store(to, s31, 16);
}

/** Six pixels, four outputs. */
function tile6x4(
  job: ConvolveJob,
  pass: ConvolvePass,
  source: usize,
  pixels: usize,
  weight: usize,
  bias: usize,
  to: usize,
): void {
  const b0 = v128.load(bias);
  let s0 = b0;
  let s1 = b0;
  let s2 = b0;
  let s3 = b0;
  let s4 = b0;
  let s5 = b0;
  const runBytes = pass.runLength * 4;
  const lastRun = pass.runOffsets + pass.runs * 4;
  for (let run = pass.runOffsets; run < lastRun; run += 4) {
    const offset = source + load<usize>(run);
    let p0 = load<usize>(pixels) + offset;
    let p1 = load<usize>(pixels, 4) + offset;
    let p2 = load<usize>(pixels, 8) + offset;
    let p3 = load<usize>(pixels, 12) + offset;
    let p4 = load<usize>(pixels, 16) + offset;
    let p5 = load<usize>(pixels, 20) + offset;
    const end = p0 + runBytes;
    while (p0 < end) {
      const w0 = v128.load(weight);
      const v0 = v128.load32_splat(p0);
      s0 = multiplyAdd(s0, v0, w0);
      const v1 = v128.load32_splat(p1);
      s1 = multiplyAdd(s1, v1, w0);
      const v2 = v128.load32_splat(p2);
      s2 = multiplyAdd(s2, v2, w0);
      const v3 = v128.load32_splat(p3);
      s3 = multiplyAdd(s3, v3, w0);
      const v4 = v128.load32_splat(p4);
      s4 = multiplyAdd(s4, v4, w0);
      const v5 = v128.load32_splat(p5);
      s5 = multiplyAdd(s5, v5, w0);
      p0 += 4;
      p1 += 4;
      p2 += 4;
      p3 += 4;
      p4 += 4;
      p5 += 4;
      weight += 16;
    }
  }
  if (job.relu) {
    const zero = f32x4.splat(0);
    s0 = f32x4.max(s0, zero);
    s1 = f32x4.max(s1, zero);
    s2 = f32x4.max(s2, zero);
    s3 = f32x4.max(s3, zero);
    s4 = f32x4.max(s4, zero);
    s5 = f32x4.max(s5, zero);
  }
  const step = job.outputs * 4;
  v128.store(to, s0);
  to += step;
  v128.store(to, s1);
  to += step;
  v128.store(to, s2);
  to += step;
  v128.store(to, s3);
  to += step;
  v128.store(to, s4);
  to += step;
  v128.store(to, s5);
}
