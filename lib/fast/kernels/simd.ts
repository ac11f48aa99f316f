/** sum + value · weight in each lane; rounded once where the engine has relaxed SIMD, else twice. */
export function multiplyAdd(sum: v128, value: v128, weight: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(value, weight, sum);
  return f32x4.add(sum, f32x4.mul(value, weight));
}

/** sum − value · weight in each lane, as multiplyAdd. */
export function multiplySubtract(sum: v128, value: v128, weight: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(value, weight, sum);
  return f32x4.sub(sum, f32x4.mul(value, weight));
}
