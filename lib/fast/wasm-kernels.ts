import { wasm } from './wasm';

// WebAssembly's types come with the DOM's, which lib does not assume.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type WasmModule = object;
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => { exports: unknown };
  Memory: new (size: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
};

/** What kernels/index.ts exports. Addresses and steps are in bytes. */
export interface Kernels {
  copy(from: number, to: number, bytes: number): void;
  pad(
    from: number,
    to: number,
    images: number,
    rows: number,
    rowBytes: number,
    topBytes: number,
    bottomBytes: number,
    leftBytes: number,
    rightBytes: number,
  ): void;
  widen(from: number, to: number, pixels: number, fromBytes: number, toBytes: number): void;
  packWeights(
    from: number,
    to: number,
    cells: number,
    taps: number,
    channels: number,
    channelStep: number,
    outputs: number,
    outputStep: number,
  ): void;
  pixelOffsets(
    table: number,
    images: number,
    rows: number,
    cols: number,
    imageStep: number,
    rowStep: number,
    colStep: number,
  ): void;
  convolve(job: number, chunk: number): void;
  gradWeights(job: number, piece: number): void;
  winograd(job: number, chunk: number): void;
  prepareWinograd(job: number, packedWeights: number, lines: number): void;
  relu(from: number, to: number, count: number): void;
  reluBackward(gradOutput: number, x: number, to: number, count: number): void;
  add(a: number, b: number, to: number, count: number): void;
  maxPool(job: number, x: number, to: number): void;
  maxPoolBackward(job: number, gradOutput: number, x: number, gradX: number): void;
  channelSums(x: number, count: number, channels: number, sums: number): void;
  channelProducts(
    a: number,
    shift: number,
    b: number,
    mean: number,
    count: number,
    channels: number,
    sums: number,
  ): void;
  normalise(
    x: number,
    mean: number,
    scale: number,
    shift: number,
    to: number,
    count: number,
    channels: number,
  ): void;
  normaliseBackward(
    gradOutput: number,
    x: number,
    mean: number,
    shift: number,
    stretch: number,
    scale: number,
    to: number,
    count: number,
    channels: number,
  ): void;
}

/** 'simd': 128-bit vectors. 'relaxed': these, and a multiply-add that rounds once. */
export type Level = 'simd' | 'relaxed';

const pageBytes = 65_536;
/** WebAssembly has no more; a shared memory has to say how far it may grow. */
const mostPages = 65_536;

/**
 * What a memory of one's own has from the start: 72 MiB, which batches worked off in parts seldom
 * pass. Nobody pays for pages that nobody touches. Growing, however, detaches the arrays that look
 * into the memory, and once that has happened anywhere, V8 checks at every access to any typed
 * array whether it is still there: loops in plain TypeScript, a student's too, then take a
 * quarter to a third longer. A shared memory grows without that.
 */
const pagesAtFirst = 1152;

export function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The compiled kernels: their bytes for a memory of one's own or a shared one. */
export function kernelBytes(level: Level, shared: boolean): Uint8Array {
  const bytes = decodeBase64(wasm[level]);
  if (shared) bytes[wasm.memoryFlagsAt[level]] = 3; // "has a maximum" becomes "… and is shared"
  return bytes;
}

/** The memory the kernels work in. It grows to the largest need there was, and is used again. */
export class WasmHeap {
  readonly memory: WasmMemory;
  #bytes: Uint8Array;
  #floats: Float32Array;
  #ints: Int32Array;

  constructor(shared: boolean) {
    this.memory = new WebAssembly.Memory({
      initial: shared ? 1 : pagesAtFirst,
      maximum: mostPages,
      shared,
    });
    this.#bytes = new Uint8Array(this.memory.buffer);
    this.#floats = new Float32Array(this.memory.buffer);
    this.#ints = new Int32Array(this.memory.buffer);
  }

  /** @throws RangeError if the machine or WebAssembly has not so much. */
  ensure(bytes: number): void {
    const have = this.memory.buffer.byteLength;
    if (bytes > have) this.memory.grow(Math.ceil((bytes - have) / pageBytes));
    // Growing takes the old buffer away.
    if (this.#bytes.buffer !== this.memory.buffer) {
      this.#bytes = new Uint8Array(this.memory.buffer);
      this.#floats = new Float32Array(this.memory.buffer);
      this.#ints = new Int32Array(this.memory.buffer);
    }
  }

  floats(address: number, count: number): Float32Array {
    return this.#floats.subarray(address / 4, address / 4 + count);
  }

  writeFloats(address: number, values: ArrayLike<number>): void {
    this.#floats.set(values, address / 4);
  }

  writeInts(address: number, values: ArrayLike<number>): void {
    this.#ints.set(values, address / 4);
  }

  doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, count);
  }

  clear(address: number, bytes: number): void {
    this.#bytes.fill(0, address, address + bytes);
  }
}

/** Outputs in a vector. */
export const vector = 4;
/** The kernels' tiles take four or six pixels or positions: this many are whole tiles of either. */
export const wholeTiles = 12;
/** What the last tile may have too many. */
export const spare = 5;

export const roundUp = (count: number, to: number): number => Math.ceil(count / to) * to;

/** Hands out addresses, one after the other, before the heap is asked for that much. */
export class Layout {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  /** The address of the next `count` numbers, at a multiple of 64: a line of the cache. */
  take(count: number): number {
    const address = this.end;
    this.end = roundUp(address + count * 4, 64);
    return address;
  }
}

/**
 * Work in pieces that may be done in any order, at the same time, by several threads. This thread
 * alone copies numbers in and out: others don't see JavaScript's arrays.
 */
export interface Pieces {
  kernel: 'convolve' | 'gradWeights' | 'winograd';
  job: number;
  count: number;
  /** Copies a piece's numbers in. Pieces come in their order, from 0. */
  bring(piece: number): void;
  /** Copies a piece's results out, in their order too, while others are still worked on. */
  fetch(piece: number): void;
}

export interface KernelRuntime {
  level: Level;
  kernels: Kernels;
  heap: WasmHeap;
  /** Tells other threads that there will be work in a moment. */
  wake(): void;
  run(pieces: Pieces): void;
  threads: number;
  /** So many pieces, at most, are between `bring` and `fetch`. */
  slots: number;
  /** The heap below is not the engine's. */
  heapStart: number;
}

/** @throws if this engine can't, or a page is not allowed to */
export function compileKernels(level: Level, shared: boolean): WasmModule {
  return new WebAssembly.Module(kernelBytes(level, shared));
}

export function instantiate(module: WasmModule, heap: WasmHeap): Kernels {
  return new WebAssembly.Instance(module, { env: { memory: heap.memory } }).exports as Kernels;
}

/** Whether this engine can run the kernels at that level. */
export function supports(level: Level): boolean {
  try {
    return WebAssembly.validate(kernelBytes(level, false));
  } catch {
    return false; // no WebAssembly, or no atob: a bare JavaScript shell
  }
}

/**
 * The kernels on one thread.
 *
 * @throws if the engine can't compile them here: some browsers refuse to compile more than 4 KB
 * on a page's own thread.
 */
export function startKernels(level: Level): KernelRuntime {
  const heap = new WasmHeap(false);
  const kernels = instantiate(compileKernels(level, false), heap);
  const run = ({ kernel, job, count, bring, fetch }: Pieces): void => {
    for (let piece = 0; piece < count; piece++) {
      bring(piece);
      kernels[kernel](job, piece);
      fetch(piece);
    }
  };
  const wake = (): void => undefined;
  return { level, kernels, heap, wake, run, threads: 1, slots: 1, heapStart: 0 };
}
