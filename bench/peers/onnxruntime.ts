import { toNchw, toNhwc, toOihw } from './layouts';
import { convolutionModel } from './onnx-model';
import type { Engine } from '../contender';
import { requirePeer } from './packages';
import type { Peer } from './peer';

type Name = 'onnxruntime-web' | 'onnxruntime-node';

interface Runtime {
  env: { wasm: { numThreads?: number } };
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Value;
}
interface Session {
  run(inputs: { x: Value }): Promise<{ output: Value }>;
  release(): Promise<void>;
}
interface Value {
  data: Float32Array;
  dims: readonly number[];
}

/**
 * A module's back ends and its number of threads are global to it, so each peer gets modules of its
 * own. Only the native library is loaded once: a process can't take it twice.
 */
function ownModules(name: Name): Runtime {
  for (const file of Object.keys(requirePeer.cache)) {
    if (/[\\/]onnxruntime-(common|web)[\\/]/.test(file)) requirePeer.cache[file] = undefined;
  }
  return requirePeer(name) as Runtime;
}

/**
 * Starting onnxruntime-web leaves Node's Worker as a global, by which others take Node for a
 * browser: jax-js then compiles for threads that it has not started, and fails.
 */
async function withoutNewWorker<T>(work: () => Promise<T>): Promise<T> {
  const had = 'Worker' in globalThis;
  try {
    return await work();
  } finally {
    if (!had) Reflect.deleteProperty(globalThis, 'Worker');
  }
}

function load(name: Name, threads: number): Engine {
  const { env, InferenceSession, Tensor } = ownModules(name);
  env.wasm.numThreads = threads; // of onnxruntime-web; of the native one, intraOpNumThreads
  return {
    prepare: async ({ x, kernels }) => {
      const nchw = toNchw(x);
      const model = convolutionModel(nchw.shape, toOihw(kernels));
      const options = { intraOpNumThreads: threads };
      const session = await withoutNewWorker(() => InferenceSession.create(model, options));
      const input = new Tensor('float32', nchw.data, nchw.shape);
      let output: Value | undefined;
      return {
        operations: {
          forward: {
            run: async () => {
              output = (await session.run({ x: input })).output;
            },
            results: () => ({ output: toNhwc({ shape: output!.dims, data: output!.data }) }),
          },
        },
        close: () => session.release(),
      };
    },
  };
}

const peer = (name: Name, threads: number): Peer => ({
  name,
  threads,
  spins: threads > 1 ? 50 : 0,
  load: () => load(name, threads),
});

/**
 * In WebAssembly, then native; both for inference alone. Of the former, two threads come first: started
 * after the one with one thread, its second thread spins for good, and slows all else.
 */
export const onnxRuntimes = [
  peer('onnxruntime-web', 2),
  peer('onnxruntime-web', 1),
  peer('onnxruntime-node', 1),
  peer('onnxruntime-node', 2),
];
