import { multiplyAdd } from './simd';

/** A gradient of weights, as lib/fast/wasm-engine.ts writes it: 32-bit fields in this order. */
@unmanaged
class GradWeightsJob {
  /** For each output pixel the address of the source cell that position 0 means. */
  pixelAddresses: usize;
  pixels: i32;
  /** Positions in the window, channels included. */
  positions: i32;
  /** Where each position lies, in bytes from the pixel's address; five more for the last tile. */
  positionOffsets: usize;
  /** How many positions a block has: a multiple of four and six, the tiles' sizes. */
  blockPositions: i32;
  /** The outputs' gradients, pixel by pixel. */
  gradOutput: usize;
  /** Numbers an output pixel has: a multiple of four. */
  outputs: i32;
  /** What is added to: positions × outputs, and as much again as a tile may have too many. */
  to: usize;
}

/** So many pixels' values and gradients stay in the second cache while all tiles pass by. */
const pixelsAtOnce = 512;

/**
 * Adds to the gradient of a block of weights: at each position the sum over all output pixels of
 * source · gradOutput, in tiles as large as those of `convolve`.
 */
export function gradWeights(address: usize, block: i32): void {
  const job = changetype<GradWeightsJob>(address);
  const firstPosition = block * job.blockPositions;
  const lastPosition = min(job.positions, firstPosition + job.blockPositions);
  const outputs = job.outputs;
  const step = outputs * 4;
  for (let first = 0; first < job.pixels; first += pixelsAtOnce) {
    const pixels = job.pixelAddresses + first * 4;
    const end = job.pixelAddresses + min(job.pixels, first + pixelsAtOnce) * 4;
    for (let m = 0; m < outputs; m += 8) {
      const grad = job.gradOutput + (first * outputs + m) * 4;
      const size = m + 8 <= outputs ? 4 : 6;
      for (let position = firstPosition; position < lastPosition; position += size) {
        const offsets = job.positionOffsets + position * 4;
        const to = job.to + (position * outputs + m) * 4;
        const span = load<i32>(offsets + (size - 1) * 4) - load<i32>(offsets);
        const sideBySide = span == (size - 1) * 4;
        if (size == 4) {
          if (sideBySide) run4x8(offsets, pixels, end, grad, to, step);
          else spread4x8(offsets, pixels, end, grad, to, step);
        } else {
          if (sideBySide) run6x4(offsets, pixels, end, grad, to, step);
          else spread6x4(offsets, pixels, end, grad, to, step);
        }
      }
    }
  }
}

/** Adds the gradients of all pixels up: the gradient of the bias. */
export function sumPixels(gradOutput: usize, pixels: i32, outputs: i32, to: usize): void {
  for (let first = 0; first < pixels; first += pixelsAtOnce) {
    const count = min(pixelsAtOnce, pixels - first);
    for (let m = 0; m < outputs; m += 4) {
      let from = gradOutput + (first * outputs + m) * 4;
      let sum = f32x4.splat(0);
      for (let pixel = 0; pixel < count; pixel++) {
        sum = f32x4.add(sum, v128.load(from));
        from += outputs * 4;
      }
      v128.store(to + m * 4, f32x4.add(v128.load(to + m * 4), sum));
    }
  }
}

// Four or six positions by eight or four outputs: `run` where the positions lie side by side.

function run4x8(
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
  const o0 = load<usize>(positions);
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
  const o0 = load<usize>(positions);
  const o1 = load<usize>(positions, 4);
  const o2 = load<usize>(positions, 8);
  const o3 = load<usize>(positions, 12);
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
  const o0 = load<usize>(positions);
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
  const o0 = load<usize>(positions);
  const o1 = load<usize>(positions, 4);
  const o2 = load<usize>(positions, 8);
  const o3 = load<usize>(positions, 12);
  const o4 = load<usize>(positions, 16);
  const o5 = load<usize>(positions, 20);
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
