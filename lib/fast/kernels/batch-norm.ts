// Four channels at a time; `channels` is a multiple of four. Sums are float32 over 128 numbers,
// and of these float64: a channel may have a million.
const cellsAtOnce = 128;

function addToDoubles(sums: usize, sum: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(sum)));
  const high = i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** Adds Σ x of each channel to `sums`, float64. */
export function channelSums(x: usize, count: i32, channels: i32, sums: usize): void {
  const step = channels * 4;
  for (let first = 0; first < count; first += cellsAtOnce) {
    const cells = min(cellsAtOnce, count - first);
    for (let channel = 0; channel < channels; channel += 4) {
      let at = x + first * step + channel * 4;
      let sum = f32x4.splat(0);
      for (let cell = 0; cell < cells; cell++, at += step) sum = f32x4.add(sum, v128.load(at));
      addToDoubles(sums + channel * 8, sum);
    }
  }
}

/** Adds Σ (a − shift)(b − mean) of each channel to `sums`, float64. */
export function channelProducts(
  a: usize,
  shift: usize,
  b: usize,
  mean: usize,
  count: i32,
  channels: i32,
  sums: usize,
): void {
  const step = channels * 4;
  for (let first = 0; first < count; first += cellsAtOnce) {
    const cells = min(cellsAtOnce, count - first);
    for (let channel = 0; channel < channels; channel += 4) {
      const start = first * step + channel * 4;
      const shifts = v128.load(shift + channel * 4);
      const means = v128.load(mean + channel * 4);
      let sum = f32x4.splat(0);
      for (let cell = 0, at = start; cell < cells; cell++, at += step) {
        const left = f32x4.sub(v128.load(a + at), shifts);
        const right = f32x4.sub(v128.load(b + at), means);
        sum = f32x4.add(sum, f32x4.mul(left, right));
      }
      addToDoubles(sums + channel * 8, sum);
    }
  }
}

/** (x − mean) · scale + shift, each channel's own. */
export function normalise(
  x: usize,
  mean: usize,
  scale: usize,
  shift: usize,
  to: usize,
  count: i32,
  channels: i32,
): void {
  const step = channels * 4;
  for (let cell = 0; cell < count; cell++) {
    for (let channel = 0; channel < step; channel += 16) {
      const centred = f32x4.sub(v128.load(x + channel), v128.load(mean + channel));
      const scaled = f32x4.mul(centred, v128.load(scale + channel));
      v128.store(to + channel, f32x4.add(scaled, v128.load(shift + channel)));
    }
    x += step;
    to += step;
  }
}

/** (gradOutput − shift − (x − mean) · stretch) · scale, each channel's own. */
export function normaliseBackward(
  gradOutput: usize,
  x: usize,
  mean: usize,
  shift: usize,
  stretch: usize,
  scale: usize,
  to: usize,
  count: i32,
  channels: i32,
): void {
  const step = channels * 4;
  for (let cell = 0; cell < count; cell++) {
    for (let channel = 0; channel < step; channel += 16) {
      const centred = f32x4.sub(v128.load(x + channel), v128.load(mean + channel));
      const common = f32x4.add(
        v128.load(shift + channel),
        f32x4.mul(centred, v128.load(stretch + channel)),
      );
      const rest = f32x4.sub(v128.load(gradOutput + channel), common);
      v128.store(to + channel, f32x4.mul(rest, v128.load(scale + channel)));
    }
    gradOutput += step;
    x += step;
    to += step;
  }
}
