import {
  avgPool2d,
  avgPool2dBackward,
  maxPool2d,
  maxPool2dBackward,
  randn,
  rng,
  type PoolOptions,
  type Tensor,
} from '../index';
import { centralDifferences } from './central-differences';
import type { OracleRow } from './check-conv2d';
import { compare, type Numbers, type Tolerance } from './compare';
import { avgPool2dFloat64, maxPool2dFloat64 } from './pool-float64';
import { loadTensorFlow } from './tensorflow';
import {
  avgPool2dTensorFlow,
  gradientsTensorFlow,
  maxPool2dTensorFlow,
  runTensorFlow,
} from './tensorflow-layers';

const kinds = {
  max: {
    subject: { pool: maxPool2d, backward: maxPool2dBackward },
    float64: maxPool2dFloat64,
    tensorFlow: maxPool2dTensorFlow,
  },
  average: {
    subject: { pool: avgPool2d, backward: avgPool2dBackward },
    float64: avgPool2dFloat64,
    tensorFlow: avgPool2dTensorFlow,
  },
} as const;

export interface CheckPoolOptions extends Tolerance {
  /** What is checked; lib's own pooling and its backward pass unless given. */
  subject?: { pool: typeof maxPool2d; backward: typeof maxPool2dBackward };
  /** Seed of the random gradOutput that the gradient is checked with; 1 unless given. */
  seed?: number;
}

/**
 * Checks a pooling and its gradient against TensorFlow.js in float32 and central differences in
 * float64, each reported apart. Where two cells of a window tie, or nearly so, the maximum has no
 * slope and the oracles need not agree: give x numbers that are all different. The differences pool
 * twice a number, so x is to be small.
 *
 * TensorFlow.js is asked on its cpu backend in place of wasm, which loses gradients of maxima (see
 * maxPool2dTensorFlow).
 *
 * @param x images, [images, height, width, channels]
 * @returns one row for each oracle and result, for a table
 */
export async function checkPool2d(
  kind: 'max' | 'average',
  x: Tensor,
  options: PoolOptions,
  { subject = kinds[kind].subject, seed = 1, ...tolerance }: CheckPoolOptions = {},
): Promise<OracleRow[]> {
  const { float64, tensorFlow } = kinds[kind];
  const output = subject.pool(x, options);
  const gradOutput = randn(output.shape, rng(seed));
  const gradX = subject.backward(gradOutput, x, options);

  const rows: OracleRow[] = [];
  const report = (oracle: string, what: string, got: Numbers, expected: Numbers): void => {
    const { equal, maxAbs, where } = compare(got, expected, tolerance);
    rows.push({ oracle, what, maxDifference: maxAbs, agrees: equal, where });
  };

  const { tf, backend } = await loadTensorFlow();
  if (backend === 'wasm') await tf.setBackend('cpu');
  const layer = tensorFlow(tf, options);
  const name = `TensorFlow.js (${backend === 'wasm' ? 'cpu' : backend})`;
  report(name, 'output', output, runTensorFlow(tf, layer, [x]));
  report(name, 'gradient of x', gradX, gradientsTensorFlow(tf, layer, [x], gradOutput)[0]!);
  if (backend === 'wasm') await tf.setBackend('wasm');
  const [slopes] = centralDifferences((values) => float64(values, options), [x], gradOutput);
  report('central differences', 'gradient of x', gradX, slopes!);
  return rows;
}
