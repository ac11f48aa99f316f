import type { Numbers } from './compare';

/**
 * The gradient of a function of many numbers by central differences, in float64:
 *
 *     ∂f/∂xᵢ ≈ (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h
 *
 * The formula's own error is of order h², what rounding adds is of order ε/h with ε = 2⁻⁵². They
 * balance near h = ∛ε ≈ 6·10⁻⁶, the step used here, times |xᵢ| where that is more than 1. What
 * remains is about 10⁻¹⁰ of the size of f or of its gradient, whichever is larger, as long as `f`
 * itself works in float64: an operation that rounds to float32 on its way leaves two or three digits.
 *
 * Source: Press et al., "Numerical Recipes", 3rd edition, section 5.7.
 *
 * @param f a scalar function; it may keep nothing of the array it is given, which is reused
 * @param point where the gradient is wanted
 * @param step h, if another is wanted
 * @returns as many numbers as `point` holds
 * @throws if f yields anything but a finite number, or the step is no positive number
 */
export function numericalGradient(
  f: (values: Float64Array) => number,
  point: ArrayLike<number>,
  step: number = Math.cbrt(Number.EPSILON),
): Float64Array {
  if (!(step > 0 && Number.isFinite(step))) {
    throw new Error(`numericalGradient: the step must be a positive number, got ${step}`);
  }
  const values = Float64Array.from(point);
  const valueAt = (i: number, value: number): number => {
    values[i] = value;
    const result = f(values);
    if (!Number.isFinite(result)) {
      throw new Error(
        `numericalGradient: the function must return a finite number, got ${result} with ${value} at ${i}`,
      );
    }
    return result;
  };
  return Float64Array.from(point, (value: number, i: number) => {
    const h = step * Math.max(1, Math.abs(value));
    const above = value + h;
    const below = value - h;
    const slope = (valueAt(i, above) - valueAt(i, below)) / (above - below);
    values[i] = value;
    return slope;
  });
}

/**
 * The gradients of an operation by central differences of Σ gradOutput · operation(…inputs), one
 * number of one input at a time: for small inputs.
 *
 * @param operation one that works in float64
 * @param gradOutput the loss's gradient with respect to its output
 * @returns a gradient for each input, and of its shape
 */
export function centralDifferences(
  operation: (...inputs: Numbers[]) => Numbers,
  inputs: readonly Numbers[],
  gradOutput: Numbers,
): Numbers[] {
  return inputs.map(({ shape, data }, k) => {
    const loss = (changed: Float64Array): number => {
      const output = operation(
        ...inputs.map((input, i) => (i === k ? { shape, data: changed } : input)),
      );
      return Array.from(output.data).reduce((sum, value, i) => sum + value * gradOutput.data[i], 0);
    };
    return { shape, data: numericalGradient(loss, data) };
  });
}
