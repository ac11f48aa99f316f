// @ts-check
// One helping thread. It sleeps until there is a job, takes blocks off it until none is left, and
// sleeps again. Plain JavaScript, since a worker starts without the loader that its parent has.
import { workerData } from 'node:worker_threads';

const { module, memory, word, spins } = workerData;
// Its types come with the DOM's, which are not assumed here.
const { Instance } = /** @type {any} */ (globalThis).WebAssembly;
const kernels = new Instance(module, { env: { memory } }).exports;
const byNumber = /** @type {((job: number, block: number) => void)[]} */ ([
  kernels.convolve,
  kernels.gradWeights,
]);
const control = new Int32Array(memory.buffer, 0, 16);

let seen = 0;
for (;;) {
  for (let i = 0; i < spins && Atomics.load(control, word.jobs) === seen; i++);
  Atomics.wait(control, word.jobs, seen);
  seen = Atomics.load(control, word.jobs);
  Atomics.add(control, word.busy, 1);
  for (;;) {
    const left = Atomics.sub(control, word.blocksLeft, 1);
    if (left <= 0) break;
    byNumber[Atomics.load(control, word.kernel)](Atomics.load(control, word.job), left - 1);
  }
  Atomics.sub(control, word.busy, 1);
  Atomics.notify(control, word.busy);
}
