import { toNchw, toNhwc, toOihw } from './layouts';
import { convolutionModel } from './onnx-model';
import { requirePeer } from './packages';
import type { LoadedPeer, Peer } from './peer';

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

/** Registers of its back ends and its threads are a module's own, so each peer gets modules of its own. */
function freshModules(name: string): Runtime {
  for (const file of Object.keys(requirePeer.cache)) {
    if (/[\\/]onnxruntime-(common|web|node)[\\/]/.test(file)) requirePeer.cache[file] = undefined;
  }
  return requirePeer(name) as Runtime;
}

function load(name: string, threads: number): LoadedPeer {
  const { env, InferenceSession, Tensor } = freshModules(name);
  env.wasm.numThreads = threads; // of onnxruntime-web; of the native one, intraOpNumThreads
  return {
    prepare: async ({ x, kernels }) => {
      const nchw = toNchw(x);
      const model = convolutionModel(nchw.shape, toOihw(kernels));
      const session = await InferenceSession.create(model, { intraOpNumThreads: threads });
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

const peer = (name: string, threads: number): Peer => ({
  name,
  threads,
  load: () => load(name, threads),
});

/** In WebAssembly, then native; both for inference alone. */
export const onnxRuntimes = [
  peer('onnxruntime-web', 1),
  peer('onnxruntime-web', 2),
  peer('onnxruntime-node', 1),
  peer('onnxruntime-node', 2),
];
