export function copy(from: usize, to: usize, bytes: i32): void {
  memory.copy(to, from, bytes);
}

/** Copies images [images, rows, rowBytes] into the middle of larger ones, whose margins are 0. */
export function pad(
  from: usize,
  to: usize,
  images: i32,
  rows: i32,
  rowBytes: i32,
  topBytes: i32,
  bottomBytes: i32,
  leftBytes: i32,
  rightBytes: i32,
): void {
  for (let image = 0; image < images; image++) {
    memory.fill(to, 0, topBytes);
    to += topBytes;
    for (let row = 0; row < rows; row++) {
      memory.fill(to, 0, leftBytes);
      memory.copy(to + leftBytes, from, rowBytes);
      memory.fill(to + leftBytes + rowBytes, 0, rightBytes);
      from += rowBytes;
      to += leftBytes + rowBytes + rightBytes;
    }
    memory.fill(to, 0, bottomBytes);
    to += bottomBytes;
  }
}

/** Copies pixels that lie side by side, `fromBytes` apart, to places in rows and columns of images. */
export function place(
  from: usize,
  to: usize,
  images: i32,
  rows: i32,
  cols: i32,
  fromBytes: i32,
  pixelBytes: i32,
  imageStep: i32,
  rowStep: i32,
  colStep: i32,
): void {
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      let pixel = to + image * imageStep + row * rowStep;
      for (let col = 0; col < cols; col++) {
        for (let at = 0; at < pixelBytes; at += 4) store<f32>(pixel + at, load<f32>(from + at));
        from += fromBytes;
        pixel += colStep;
      }
    }
  }
}

/** Copies pixels that lie side by side further apart, with zeros between. */
export function widen(from: usize, to: usize, pixels: i32, fromBytes: i32, toBytes: i32): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let at = 0; at < fromBytes; at += 4) store<f32>(to + at, load<f32>(from + at));
    for (let at = fromBytes; at < toBytes; at += 4) store<f32>(to + at, 0);
    from += fromBytes;
    to += toBytes;
  }
}

/**
 * Puts weights in the order in which `convolve` reads them: in panels of eight outputs, then one
 * of four; in a panel by step, a step being one channel of one tap. Outputs too many get 0.
 *
 * @param cells where each tap's weights start, in bytes from `from`
 */
export function packWeights(
  from: usize,
  to: usize,
  cells: usize,
  taps: i32,
  channels: i32,
  channelStep: i32,
  outputs: i32,
  outputStep: i32,
): void {
  const padded = (outputs + 3) & ~3;
  for (let first = 0; first < padded; first += 8) {
    const width = min(8, padded - first);
    for (let tap = 0; tap < taps; tap++) {
      let weight = from + load<i32>(cells + tap * 4) + first * outputStep;
      for (let channel = 0; channel < channels; channel++) {
        for (let m = 0; m < width; m++) {
          store<f32>(to, first + m < outputs ? load<f32>(weight + m * outputStep) : 0);
          to += 4;
        }
        weight += channelStep;
      }
    }
  }
}
