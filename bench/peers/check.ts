import { reference, type Tensor } from '../../lib';
import { compare, type Tolerance } from '../../lib/oracle';
import type { ConvolutionCase, Results } from '../contender';

/** What lib/ops, the readable loops, have for a case. */
export function expectedResults({ x, kernels, gradOutput }: ConvolutionCase): Required<Results> {
  const options = { padding: 'same' } as const;
  const output = reference.conv2d(x, kernels, options);
  return { output, ...reference.conv2dBackward(gradOutput, x, kernels, options) };
}

/**
 * A peer that computes something else is not to be compared: its figures would be worth nothing.
 *
 * @throws if a result is farther off than sums of some thousand products in float32 may be.
 */
export function checkResults(who: string, got: Results, expected: Required<Results>): void {
  for (const [what, tensor] of Object.entries(got) as [keyof Results, Tensor][]) {
    checkSame(`${who}, ${what}`, tensor, expected[what], { atol: 2e-3, rtol: 1e-4 });
  }
}

/**
 * @param atol how far weights may be off
 * @throws likewise, for weights after some steps of training.
 */
export function checkParameters(
  who: string,
  got: Tensor[],
  expected: Tensor[],
  atol: number,
): void {
  expected.forEach((tensor, i) => {
    checkSame(`${who}, weights ${i} after training`, got[i], tensor, { atol, rtol: 1e-4 });
  });
}

function checkSame(what: string, got: Tensor, expected: Tensor, tolerance: Tolerance): void {
  const { equal, where } = compare(got, expected, tolerance);
  if (!equal) throw new Error(`bench: ${what}: ${where}`);
}
