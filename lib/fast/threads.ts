/** For Node only: lib/index does not import it. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { useEngine } from './engine';
import { WasmEngine } from './wasm-engine';
import {
  compileKernels,
  instantiate,
  Layout,
  startKernels,
  supports,
  WasmHeap,
  type Level,
  type Pieces,
} from './wasm-kernels';

/**
 * Words at the start of the shared memory. Each piece of work gets a ticket; the numbers go on from
 * job to job, so that one never comes twice. `given` is the next ticket to be given out, and whoever
 * takes `taken` from n to n + 1 does n. A piece that is done puts its ticket + 1 into a word of the
 * ring that starts at `done`: one for each slot.
 */
const word = { given: 0, taken: 1, kernel: 2, job: 3, firstTicket: 4, done: 16 };
/** Enough for each thread that none waits while this one copies or does a piece of its own. */
const slotsEach = 4;
const kernelNumber = { convolve: 0, gradWeights: 1, winograd: 2 };

/** How often a thread looks before it sleeps: waking costs more than some thousand looks. */
const spins = 4000;

export interface Threads {
  /** Threads that do the sums, this one included; 1 if there is no more than one here. */
  readonly count: number;
  /** Until then this thread does the sums by itself. */
  readonly ready: Promise<void>;
  /** Ends them; one thread does the sums again. */
  stop(): Promise<void>;
}

/**
 * Does large convolutions on several threads, to the same bits as on one. Where there are no
 * threads, no shared memory or no SIMD, it changes nothing.
 *
 * @param count how many, this one included; two, or as many as the machine has if that is less
 * @throws if count is no whole number ≥ 1
 */
export function useThreads(count = Math.min(2, availableParallelism())): Threads {
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`useThreads: count must be a whole number of at least 1, got ${count}`);
  }
  const one: Threads = { count: 1, ready: Promise.resolve(), stop: () => Promise.resolve() };
  const level = (['relaxed', 'simd'] as const).find(supports);
  if (count === 1 || !level) return one;
  try {
    return start(level, count);
  } catch {
    return one; // no memory to share
  }
}

function start(level: Level, count: number): Threads {
  const heap = new WasmHeap(true);
  const module = compileKernels(level, true);
  const kernels = instantiate(module, heap);
  const slots = slotsEach * count;
  const layout = new Layout(0);
  layout.take(word.done + slots);
  const heapStart = layout.end;
  heap.ensure(heapStart);
  const control = new Int32Array(heap.memory.buffer, 0, word.done + slots);

  /** Does the next piece that nobody has taken. */
  const doNext = (kernel: keyof typeof kernelNumber, job: number, first: number): boolean => {
    for (;;) {
      const ticket = Atomics.load(control, word.taken);
      if (ticket === Atomics.load(control, word.given)) return false;
      const next = (ticket + 1) | 0;
      if (Atomics.compareExchange(control, word.taken, ticket, next) !== ticket) continue;
      const piece = (ticket - first) | 0;
      kernels[kernel](job, piece);
      Atomics.store(control, word.done + (piece % slots), next);
      return true;
    }
  };
  const wake = (): void => {
    Atomics.notify(control, word.given);
  };
  const run = ({ kernel, job, count, bring, fetch }: Pieces): void => {
    const first = Atomics.load(control, word.given);
    Atomics.store(control, word.kernel, kernelNumber[kernel]);
    Atomics.store(control, word.job, job);
    Atomics.store(control, word.firstTicket, first);
    let brought = 0;
    let fetched = 0;
    let looks = 0;
    while (fetched < count) {
      const place = word.done + (fetched % slots);
      const done = Atomics.load(control, place);
      if (brought < count && brought - fetched < slots) {
        bring(brought++);
        Atomics.store(control, word.given, (first + brought) | 0);
        wake();
      } else if (done === ((first + fetched + 1) | 0)) {
        fetch(fetched++);
        looks = 0;
      } else if (!doNext(kernel, job, first) && ++looks > spins) {
        Atomics.wait(control, place, done);
      }
    }
  };

  const workerData = { module, memory: heap.memory, word, slots, spins };
  const workers = Array.from(
    { length: count - 1 },
    () => new Worker(join(__dirname, 'threads-worker.mjs'), { workerData, execArgv: [] }),
  );
  const online = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        worker.once('online', () => {
          worker.unref(); // a sleeping helper must not keep the process alive
          resolve();
        });
        worker.once('error', reject);
      }),
  );
  useEngine(
    new WasmEngine(
      { level, kernels, heap, wake, run, threads: count, slots, heapStart },
      { alone: startKernels(level) },
    ),
  );
  return {
    count,
    ready: Promise.all(online).then(() => undefined),
    stop: async () => {
      useEngine();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
