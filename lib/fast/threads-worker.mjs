// @ts-check
// One helping thread. It sleeps until there is a job, takes pieces of it until none is left, and
// sleeps again. Plain JavaScript, since a worker starts without the loader that its parent has.
import { workerData } from 'node:worker_threads';

const { module, memory, word, slots, spins } = workerData;
// Its types come with the DOM's, which are not assumed here.
const { Instance } = /** @type {any} */ (globalThis).WebAssembly;
const kernels = new Instance(module, { env: { memory } }).exports;
const byNumber = /** @type {((job: number, piece: number) => void)[]} */ ([
  kernels.convolve,
  kernels.gradWeights,
  kernels.winograd,
]);
const control = new Int32Array(memory.buffer, 0, word.done + slots);

let looks = 0;
for (;;) {
  const ticket = Atomics.load(control, word.taken);
  const given = Atomics.load(control, word.given);
  if (ticket === given) {
    if (++looks > spins) {
      Atomics.wait(control, word.given, given);
      looks = 0;
    }
    continue;
  }
  looks = 0;
  const next = (ticket + 1) | 0;
  if (Atomics.compareExchange(control, word.taken, ticket, next) !== ticket) continue;
  // Its job is still the one in work: no other starts before all pieces of this one are done.
  const piece = (ticket - Atomics.load(control, word.firstTicket)) | 0;
  byNumber[Atomics.load(control, word.kernel)](Atomics.load(control, word.job), piece);
  const place = word.done + (piece % slots);
  Atomics.store(control, place, next);
  Atomics.notify(control, place);
}
