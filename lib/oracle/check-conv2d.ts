import { conv2d, conv2dBackward, randn, rng, type Conv2dOptions, type Tensor } from '../index';
import { compare, type Numbers, type Tolerance } from './compare';
import { conv2dCentralDifferences } from './conv2d-float64';
import { loadTensorFlow } from './tensorflow';
import { conv2dBackwardTensorFlow, conv2dTensorFlow } from './tensorflow-conv2d';

/** One line of a table: what an oracle says of one result. */
export interface OracleRow {
  oracle: string;
  what: string;
  maxDifference: number;
  agrees: boolean;
  /** Where they differ most, in words; '' if nowhere. */
  where: string;
}

export interface CheckOptions extends Tolerance {
  /** The output as worked by hand, if it was. */
  byHand?: Numbers;
  /** What is checked; lib's own conv2d and conv2dBackward unless given. */
  subject?: { conv2d: typeof conv2d; conv2dBackward: typeof conv2dBackward };
  /** Seed of the random gradOutput that the gradients are checked with; 1 unless given. */
  seed?: number;
}

/**
 * Checks a convolution and its gradients against three oracles, each reported apart: the output
 * worked by hand (if given), TensorFlow.js in float32, and central differences in float64, which
 * know gradients only. The differences convolve twice a number, so x is to be small.
 *
 * @returns one row for each oracle and result, for a table
 */
export async function checkConv2d(
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
  { byHand, subject = { conv2d, conv2dBackward }, seed = 1, ...tolerance }: CheckOptions = {},
): Promise<OracleRow[]> {
  const output = subject.conv2d(x, kernels, options);
  const gradOutput = randn(output.shape, rng(seed));
  const gradients = subject.conv2dBackward(gradOutput, x, kernels, options);

  const rows: OracleRow[] = [];
  const report = (oracle: string, what: string, got: Numbers, expected: Numbers): void => {
    const { equal, maxAbs, where } = compare(got, expected, tolerance);
    rows.push({ oracle, what, maxDifference: maxAbs, agrees: equal, where });
  };
  const reportGradients = (oracle: string, expected: Record<keyof typeof gradients, Numbers>) => {
    report(oracle, 'gradient of x', gradients.gradX, expected.gradX);
    report(oracle, 'gradient of kernels', gradients.gradKernels, expected.gradKernels);
    report(oracle, 'gradient of bias', gradients.gradBias, expected.gradBias);
  };

  if (byHand) report('by hand', 'output', output, byHand);
  const { tf, backend } = await loadTensorFlow();
  const tensorFlow = `TensorFlow.js (${backend})`;
  report(tensorFlow, 'output', output, conv2dTensorFlow(tf, x, kernels, options));
  reportGradients(tensorFlow, conv2dBackwardTensorFlow(tf, gradOutput, x, kernels, options));
  reportGradients('central differences', conv2dCentralDifferences(gradOutput, x, kernels, options));
  return rows;
}
