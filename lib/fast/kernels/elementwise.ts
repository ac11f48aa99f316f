/** What is negative becomes 0; NaN stays. */
export function relu(from: usize, to: usize, count: i32): void {
  const end = from + count * 4;
  const zero = f32x4.splat(0);
  for (; from + 16 <= end; from += 16, to += 16) {
    v128.store(to, f32x4.max(v128.load(from), zero));
  }
  for (; from < end; from += 4, to += 4) store<f32>(to, max<f32>(load<f32>(from), 0));
}

/** The gradient where x is above 0, else 0. */
export function reluBackward(gradOutput: usize, x: usize, to: usize, count: i32): void {
  const end = x + count * 4;
  const zero = f32x4.splat(0);
  for (; x + 16 <= end; x += 16, gradOutput += 16, to += 16) {
    v128.store(to, v128.and(v128.load(gradOutput), f32x4.gt(v128.load(x), zero)));
  }
  for (; x < end; x += 4, gradOutput += 4, to += 4) {
    store<f32>(to, load<f32>(x) > 0 ? load<f32>(gradOutput) : 0);
  }
}

export function add(a: usize, b: usize, to: usize, count: i32): void {
  const end = a + count * 4;
  for (; a + 16 <= end; a += 16, b += 16, to += 16) {
    v128.store(to, f32x4.add(v128.load(a), v128.load(b)));
  }
  for (; a < end; a += 4, b += 4, to += 4) store<f32>(to, load<f32>(a) + load<f32>(b));
}
