import { Chunks } from './chunks';
import { multiplyAdd } from './simd';

/** A gradient of weights, as lib/fast/wasm-engine.ts writes it: 32-bit fields in this order. */
@unmanaged
class GradWeightsJob {
  chunks: Chunks;
  /** Where in a slot the padded source and the outputs' gradients lie, in bytes. */
  sourceIn: i32;
  gradOutputIn: i32;
  /** Where in a slot the sums go: positions × outputs, then the gradient of the bias. */
  sumsIn: i32;
  gradBiasIn: i32;
  /** For each output pixel of a chunk the source cell that position 0 means. */
  pixelOffsets: usize;
  rows: i32;
  cols: i32;
  /** Positions in the window, channels included. */
  positions: i32;
  /** Where each position lies, in bytes from the pixel; five more for the last tile. */
  positionOffsets: usize;
  /** A chunk's positions are so many pieces of work, each of so many: whole tiles. */
  parts: i32;
  partPositions: i32;
  /** Numbers an output pixel has: a multiple of four. */
  outputs: i32;
}

/** So many pixels' values and gradients stay in the first cache while all tiles pass by. */
const pixelsAtOnce = 128;

/**
 * A part of a chunk's gradient: at each position of the part the sum over the chunk's pixels of
 * source · gradOutput, in tiles as large as those of `convolve`.
 */
export function gradWeights(address: usize, piece: i32): void {
  const job = changetype<GradWeightsJob>(address);
  const chunk = piece / job.parts;
  const part = piece % job.parts;
  const slot = job.chunks.slotOf(chunk);
  const count = job.chunks.imagesIn(chunk) * job.chunks.rowsIn(chunk, job.rows) * job.cols;
  const firstPosition = part * job.partPositions;
  const lastPosition = min(job.positions, firstPosition + job.partPositions);
  const outputs = job.outputs;
  const step = outputs * 4;
  const sums = slot + job.sumsIn;
  const gradOutput = slot + job.gradOutputIn;
  memory.fill(sums + firstPosition * step, 0, (lastPosition - firstPosition) * step);
  if (part == 0) sumPixels(gradOutput, count, outputs, slot + job.gradBiasIn);
  const offsets = job.positionOffsets;
  for (let first = 0; first < count; first += pixelsAtOnce) {
    const pixels = job.pixelOffsets + first * 4;
    const end = job.pixelOffsets + min(count, first + pixelsAtOnce) * 4;
    for (let m = 0; m < outputs; m += 8) {
      const grad = gradOutput + (first * outputs + m) * 4;
      const size = m + 8 <= outputs ? 4 : 6;
      for (let position = firstPosition; position < lastPosition; position += size) {
        const source = slot + job.sourceIn;
        const at = offsets + position * 4;
        const to = sums + (position * outputs + m) * 4;
        const span = load<i32>(at + (size - 1) * 4) - load<i32>(at);
        const sideBySide = span == (size - 1) * 4;
        if (size == 4) {
          if (sideBySide) run4x8(source, at, pixels, end, grad, to, step);
          else spread4x8(source, at, pixels, end, grad, to, step);
        } else {
          if (sideBySide) run6x4(source, at, pixels, end, grad, to, step);
          else spread6x4(source, at, pixels, end, grad, to, step);
        }
      }
    }
  }
}

/** Sums the gradients of all pixels: the gradient of the bias. Four sums wait less for each other. */
function sumPixels(gradOutput: usize, pixels: i32, outputs: i32, to: usize): void {
  const step = outputs * 4;
  for (let m = 0; m < step; m += 16) {
    let from = gradOutput + m;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from + step));
      s2 = f32x4.add(s2, v128.load(from + 2 * step));
      s3 = f32x4.add(s3, v128.load(from + 3 * step));
      from += 4 * step;
    }
    for (; pixel < pixels; pixel++) {
      s0 = f32x4.add(s0, v128.load(from));
      from += step;
    }
    v128.store(to + m, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  }
}

// Four or six positions by eight or four outputs: `run` where the positions lie side by side.

function run4x8(
  source: usize,
  positions: usize,
  pixels: usize,
  end: usize,
  grad: usize,
  to: usize,
  step: i32,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const o0 = source + load<usize>(positions);
  while (pixels < end) {
    const pixel = load<usize>(pixels) + o0;
    const g0 = v128.load(grad);
    const g1 = v128.load(grad, 16);
    const v0 = v128.load32_splat(pixel);
    s00 = multiplyAdd(s00, v0, g0);
    s01 = multiplyAdd(s01, v0, g1);
    const v1 = v128.load32_splat(pixel, 4);
    s10 = multiplyAdd(s10, v1, g0);
    s11 = multiplyAdd(s11, v1, g1);
    const v2 = v128.load32_splat(pixel, 8);
    s20 = multiplyAdd(s20, v2, g0);
    s21 = multiplyAdd(s21, v2, g1);
    const v3 = v128.load32_splat(pixel, 12);
    s30 = multiplyAdd(s30, v3, g0);
    s31 = multiplyAdd(s31, v3, g1);
    pixels += 4;
    grad += step;
  }
  v128.store(to, f32x4.add(v128.load(to), s00));
  v128.store(to, f32x4.add(v128.load(to, 16), s01), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s10));
  v128.store(to, f32x4.add(v128.load(to, 16), s11), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s20));
  v128.store(to, f32x4.add(v128.load(to, 16), s21), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s30));
  v128.store(to, f32x4.add(v128.load(to, 16), s31), 16);
}

function spread4x8(
  source: usize,
  positions: usize,
  pixels: usize,
  end: usize,
  grad: usize,
  to: usize,
  step: i32,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  const o0 = source + load<usize>(positions);
  const o1 = source + load<usize>(positions, 4);
  const o2 = source + load<usize>(positions, 8);
  const o3 = source + load<usize>(positions, 12);
  while (pixels < end) {
    const pixel = load<usize>(pixels);
    const g0 = v128.load(grad);
    const g1 = v128.load(grad, 16);
    const v0 = v128.load32_splat(pixel + o0);
    s00 = multiplyAdd(s00, v0, g0);
    s01 = multiplyAdd(s01, v0, g1);
    const v1 = v128.load32_splat(pixel + o1);
    s10 = multiplyAdd(s10, v1, g0);
    s11 = multiplyAdd(s11, v1, g1);
    const v2 = v128.load32_splat(pixel + o2);
    s20 = multiplyAdd(s20, v2, g0);
    s21 = multiplyAdd(s21, v2, g1);
    const v3 = v128.load32_splat(pixel + o3);
    s30 = multiplyAdd(s30, v3, g0);
    s31 = multiplyAdd(s31, v3, g1);
    pixels += 4;
    grad += step;
  }
  v128.store(to, f32x4.add(v128.load(to), s00));
  v128.store(to, f32x4.add(v128.load(to, 16), s01), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s10));
  v128.store(to, f32x4.add(v128.load(to, 16), s11), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s20));
  v128.store(to, f32x4.add(v128.load(to, 16), s21), 16);
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s30));
  v128.store(to, f32x4.add(v128.load(to, 16), s31), 16);
}

function run6x4(
  source: usize,
  positions: usize,
  pixels: usize,
  end: usize,
  grad: usize,
  to: usize,
  step: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  const o0 = source + load<usize>(positions);
  while (pixels < end) {
    const pixel = load<usize>(pixels) + o0;
    const g0 = v128.load(grad);
    const v0 = v128.load32_splat(pixel);
    s0 = multiplyAdd(s0, v0, g0);
    const v1 = v128.load32_splat(pixel, 4);
    s1 = multiplyAdd(s1, v1, g0);
    const v2 = v128.load32_splat(pixel, 8);
    s2 = multiplyAdd(s2, v2, g0);
    const v3 = v128.load32_splat(pixel, 12);
    s3 = multiplyAdd(s3, v3, g0);
    const v4 = v128.load32_splat(pixel, 16);
    s4 = multiplyAdd(s4, v4, g0);
    const v5 = v128.load32_splat(pixel, 20);
    s5 = multiplyAdd(s5, v5, g0);
    pixels += 4;
    grad += step;
  }
  v128.store(to, f32x4.add(v128.load(to), s0));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s1));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s2));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s3));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s4));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s5));
}

function spread6x4(
  source: usize,
  positions: usize,
  pixels: usize,
  end: usize,
  grad: usize,
  to: usize,
  step: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  const o0 = source + load<usize>(positions);
  const o1 = source + load<usize>(positions, 4);
  const o2 = source + load<usize>(positions, 8);
  const o3 = source + load<usize>(positions, 12);
  const o4 = source + load<usize>(positions, 16);
  const o5 = source + load<usize>(positions, 20);
  while (pixels < end) {
    const pixel = load<usize>(pixels);
    const g0 = v128.load(grad);
    const v0 = v128.load32_splat(pixel + o0);
    s0 = multiplyAdd(s0, v0, g0);
    const v1 = v128.load32_splat(pixel + o1);
    s1 = multiplyAdd(s1, v1, g0);
    const v2 = v128.load32_splat(pixel + o2);
    s2 = multiplyAdd(s2, v2, g0);
    const v3 = v128.load32_splat(pixel + o3);
    s3 = multiplyAdd(s3, v3, g0);
    const v4 = v128.load32_splat(pixel + o4);
    s4 = multiplyAdd(s4, v4, g0);
    const v5 = v128.load32_splat(pixel + o5);
    s5 = multiplyAdd(s5, v5, g0);
    pixels += 4;
    grad += step;
  }
  v128.store(to, f32x4.add(v128.load(to), s0));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s1));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s2));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s3));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s4));
  to += step;
  v128.store(to, f32x4.add(v128.load(to), s5));
}
