import { add as readableAdd } from '../ops/add';
import { checkAnyTensor, checkGradOutput, sameShape } from '../ops/check';
import { relu as readableRelu, reluBackward as readableReluBackward } from '../ops/relu';
import type { Tensor } from '../tensor';
import { unwritten } from './memory';
import { kernelsFor, onHeap } from './on-heap';

/** `relu` of lib/ops, quick. */
export function relu(x: Tensor): Tensor {
  checkAnyTensor('relu', 'x', x);
  const runtime = kernelsFor(x.data.length);
  if (!runtime) return readableRelu(x);
  return onHeap(runtime, [x.data], unwritten(x.shape), 0, (kernels, { inputs, output }) => {
    kernels.relu(inputs[0]!, output, x.data.length);
  });
}

/** `reluBackward` of lib/ops, quick. */
export function reluBackward(gradOutput: Tensor, x: Tensor): Tensor {
  checkAnyTensor('reluBackward', 'x', x);
  checkGradOutput('reluBackward', gradOutput, x.shape, 'x');
  const runtime = kernelsFor(x.data.length);
  if (!runtime) return readableReluBackward(gradOutput, x);
  const data = [gradOutput.data, x.data];
  return onHeap(runtime, data, unwritten(x.shape), 0, (kernels, { inputs, output }) => {
    kernels.reluBackward(inputs[0]!, inputs[1]!, output, x.data.length);
  });
}

/** `add` of lib/ops, quick. */
export function add(a: Tensor, b: Tensor): Tensor {
  checkAnyTensor('add', 'a', a);
  checkAnyTensor('add', 'b', b);
  const runtime = sameShape(a.shape, b.shape) ? kernelsFor(a.data.length) : undefined;
  if (!runtime) return readableAdd(a, b);
  return onHeap(runtime, [a.data, b.data], unwritten(a.shape), 0, (kernels, { inputs, output }) => {
    kernels.add(inputs[0]!, inputs[1]!, output, a.data.length);
  });
}
