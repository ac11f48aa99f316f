import type { Tensor } from '../tensor';
import { currentEngine } from './engine';
import { smallCount } from './small-work';
import { WasmEngine } from './wasm-engine';
import { Layout, type KernelRuntime } from './wasm-kernels';

/** Larger tensors would make the kernels' memory large, for little. */
const largeCount = 16 * 2 ** 20;

/** The kernels, if they are there and worth their while for so many numbers. */
export function kernelsFor(count: number): KernelRuntime | undefined {
  if (count < smallCount || count > largeCount) return undefined;
  const engine = currentEngine();
  return engine instanceof WasmEngine ? engine.alone : undefined;
}

/**
 * Copies the inputs into the kernels' memory, makes room for one output, runs, copies it out.
 *
 * @param scratch how many numbers the kernels need besides
 */
export function onHeap(
  { heap, kernels, heapStart }: KernelRuntime,
  inputs: readonly (ArrayLike<number> & { readonly length: number })[],
  output: Tensor,
  scratch: number,
  run: (
    kernels: KernelRuntime['kernels'],
    at: { inputs: number[]; output: number; scratch: number },
    heap: KernelRuntime['heap'],
  ) => void,
): Tensor {
  const layout = new Layout(heapStart);
  const at = {
    scratch: layout.take(scratch),
    inputs: inputs.map(({ length }) => layout.take(length)),
    output: layout.take(output.data.length),
  };
  heap.ensure(layout.end);
  inputs.forEach((input, i) => {
    heap.writeFloats(at.inputs[i]!, input);
  });
  run(kernels, at, heap);
  output.data.set(heap.floats(at.output, output.data.length));
  return output;
}
