/** For Node only: lib/index does not import it. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { useEngine } from './engine';
import { WasmEngine } from './wasm-engine';
import {
  compileKernels,
  instantiate,
  supports,
  WasmHeap,
  type Level,
  type RunBlocks,
} from './wasm-kernels';

/**
 * Words at the start of the shared memory. A job is published by writing kernel and job, then
 * blocksLeft, then a new number of jobs. Whoever takes blocksLeft down from n > 0 does block n − 1,
 * so a thread that comes late finds nothing left, and nothing waits for one that still sleeps.
 */
const word = { jobs: 0, blocksLeft: 1, kernel: 2, job: 3, busy: 4 };
const controlBytes = 64;
const kernelNumber = { convolve: 0, gradWeights: 1 };

/** How often a thread looks for work before it sleeps: waking costs more than some thousand looks. */
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
  const control = new Int32Array(heap.memory.buffer, 0, controlBytes / 4);

  const runBlocks: RunBlocks = (kernel, job, blocks) => {
    Atomics.store(control, word.kernel, kernelNumber[kernel]);
    Atomics.store(control, word.job, job);
    Atomics.store(control, word.blocksLeft, blocks);
    if (blocks > 1) {
      Atomics.add(control, word.jobs, 1);
      Atomics.notify(control, word.jobs);
    }
    for (;;) {
      const left = Atomics.sub(control, word.blocksLeft, 1);
      if (left <= 0) break;
      kernels[kernel](job, left - 1);
    }
    for (let look = 0; ; look++) {
      const busy = Atomics.load(control, word.busy);
      if (busy === 0) return;
      if (look > spins) Atomics.wait(control, word.busy, busy);
    }
  };

  const workerData = { module, memory: heap.memory, word, spins };
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
    new WasmEngine({ level, kernels, heap, runBlocks, threads: count, heapStart: controlBytes }),
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
