/** A pooling, as lib/fast/max-pool2d.ts writes it: 32-bit fields in this order. */
@unmanaged
class PoolJob {
  images: i32;
  height: i32;
  width: i32;
  /** A multiple of four. */
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  windowRows: i32;
  windowCols: i32;
  strideRows: i32;
  strideCols: i32;
  top: i32;
  left: i32;
}

/** Windows of 2 by 2, side by side, which cover the image: by far the most usual. */
function isHalving(job: PoolJob): bool {
  return (
    job.windowRows == 2 &&
    job.windowCols == 2 &&
    job.strideRows == 2 &&
    job.strideCols == 2 &&
    job.height == 2 * job.outHeight &&
    job.width == 2 * job.outWidth &&
    job.top == 0 &&
    job.left == 0
  );
}

/** maxPool for windows as isHalving has them. */
function maxPoolHalving(job: PoolJob, x: usize, to: usize): void {
  const pixelBytes = job.channels * 4;
  const rowBytes = job.width * pixelBytes;
  for (let outRow = job.images * job.outHeight; outRow > 0; outRow--) {
    for (let outCol = 0; outCol < job.outWidth; outCol++) {
      for (let channel = 0; channel < pixelBytes; channel += 16) {
        const top = f32x4.max(v128.load(x), v128.load(x + pixelBytes));
        const bottom = f32x4.max(v128.load(x + rowBytes), v128.load(x + rowBytes + pixelBytes));
        v128.store(to, f32x4.max(top, bottom));
        x += 16;
        to += 16;
      }
      x += pixelBytes;
    }
    x += rowBytes;
  }
}

/** The largest cell of each window, four channels at a time; NaN where there is one. */
export function maxPool(address: usize, x: usize, to: usize): void {
  const job = changetype<PoolJob>(address);
  if (isHalving(job)) return maxPoolHalving(job, x, to);
  const pixelBytes = job.channels * 4;
  const rowBytes = job.width * pixelBytes;
  for (let image = 0; image < job.images; image++) {
    for (let outRow = 0; outRow < job.outHeight; outRow++) {
      const startRow = outRow * job.strideRows - job.top;
      const firstRow = max(startRow, 0);
      const endRow = min(startRow + job.windowRows, job.height);
      for (let outCol = 0; outCol < job.outWidth; outCol++) {
        const startCol = outCol * job.strideCols - job.left;
        const firstCol = max(startCol, 0);
        const endCol = min(startCol + job.windowCols, job.width);
        const first = x + firstRow * rowBytes + firstCol * pixelBytes;
        for (let channel = 0; channel < pixelBytes; channel += 16) {
          let best = v128.load(first + channel);
          let line = first + channel;
          for (let row = firstRow; row < endRow; row++) {
            let cell = line;
            for (let col = firstCol; col < endCol; col++) {
              best = f32x4.max(best, v128.load(cell));
              cell += pixelBytes;
            }
            line += rowBytes;
          }
          v128.store(to, best);
          to += 16;
        }
      }
    }
    x += job.height * rowBytes;
  }
}

/** Which lanes are the window's largest, or NaN where that is NaN. */
function wins(value: v128, best: v128, bestIsNaN: v128): v128 {
  return v128.or(f32x4.eq(value, best), v128.and(f32x4.ne(value, value), bestIsNaN));
}

/** maxPoolBackward for windows as isHalving has them. Every cell is in one, so all are written. */
function maxPoolBackwardHalving(job: PoolJob, gradOutput: usize, x: usize, gradX: usize): void {
  const pixelBytes = job.channels * 4;
  const rowBytes = job.width * pixelBytes;
  const toX = gradX - x;
  for (let outRow = job.images * job.outHeight; outRow > 0; outRow--) {
    for (let outCol = 0; outCol < job.outWidth; outCol++) {
      for (let channel = 0; channel < pixelBytes; channel += 16) {
        const a = v128.load(x);
        const b = v128.load(x + pixelBytes);
        const c = v128.load(x + rowBytes);
        const d = v128.load(x + rowBytes + pixelBytes);
        const best = f32x4.max(f32x4.max(a, b), f32x4.max(c, d));
        const bestIsNaN = f32x4.ne(best, best);
        const grad = v128.load(gradOutput);
        const aWins = wins(a, best, bestIsNaN);
        const bWins = wins(b, best, bestIsNaN);
        const afterB = v128.or(aWins, bWins);
        const cWins = wins(c, best, bestIsNaN);
        const to = toX + x;
        v128.store(to, v128.and(grad, aWins));
        v128.store(to + pixelBytes, v128.andnot(v128.and(grad, bWins), aWins));
        v128.store(to + rowBytes, v128.andnot(v128.and(grad, cWins), afterB));
        v128.store(to + rowBytes + pixelBytes, v128.andnot(grad, v128.or(afterB, cWins)));
        gradOutput += 16;
        x += 16;
      }
      x += pixelBytes;
    }
    x += rowBytes;
  }
}

/**
 * Adds each output's gradient to the first cell of its window that is its largest, or the first
 * NaN. `gradX` is 0 before.
 */
export function maxPoolBackward(address: usize, gradOutput: usize, x: usize, gradX: usize): void {
  const job = changetype<PoolJob>(address);
  if (isHalving(job)) return maxPoolBackwardHalving(job, gradOutput, x, gradX);
  const pixelBytes = job.channels * 4;
  const rowBytes = job.width * pixelBytes;
  for (let image = 0; image < job.images; image++) {
    for (let outRow = 0; outRow < job.outHeight; outRow++) {
      const startRow = outRow * job.strideRows - job.top;
      const firstRow = max(startRow, 0);
      const endRow = min(startRow + job.windowRows, job.height);
      for (let outCol = 0; outCol < job.outWidth; outCol++) {
        const startCol = outCol * job.strideCols - job.left;
        const firstCol = max(startCol, 0);
        const endCol = min(startCol + job.windowCols, job.width);
        const first = firstRow * rowBytes + firstCol * pixelBytes;
        for (let channel = 0; channel < pixelBytes; channel += 16) {
          let best = v128.load(x + first + channel);
          let line = first + channel;
          for (let row = firstRow; row < endRow; row++) {
            let cell = line;
            for (let col = firstCol; col < endCol; col++) {
              best = f32x4.max(best, v128.load(x + cell));
              cell += pixelBytes;
            }
            line += rowBytes;
          }
          let grad = v128.load(gradOutput);
          const bestIsNaN = f32x4.ne(best, best);
          line = first + channel;
          for (let row = firstRow; row < endRow; row++) {
            let cell = line;
            for (let col = firstCol; col < endCol; col++) {
              const value = v128.load(x + cell);
              const here = wins(value, best, bestIsNaN);
              v128.store(gradX + cell, f32x4.add(v128.load(gradX + cell), v128.and(grad, here)));
              grad = v128.andnot(grad, here); // handed out once
              cell += pixelBytes;
            }
            line += rowBytes;
          }
          gradOutput += 16;
        }
      }
    }
    x += job.height * rowBytes;
    gradX += job.height * rowBytes;
  }
}
