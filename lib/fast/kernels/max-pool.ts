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

/** The largest cell of each window, four channels at a time; NaN where there is one. */
export function maxPool(address: usize, x: usize, to: usize): void {
  const job = changetype<PoolJob>(address);
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

/**
 * Adds each output's gradient to the first cell of its window that is its largest, or the first
 * NaN. `gradX` is 0 before.
 */
export function maxPoolBackward(address: usize, gradOutput: usize, x: usize, gradX: usize): void {
  const job = changetype<PoolJob>(address);
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
              const wins = v128.or(
                f32x4.eq(value, best),
                v128.and(f32x4.ne(value, value), bestIsNaN),
              );
              v128.store(gradX + cell, f32x4.add(v128.load(gradX + cell), v128.and(grad, wins)));
              grad = v128.andnot(grad, wins); // handed out once
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
