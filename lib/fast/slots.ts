import type { Chunks } from './chunks';
import { Layout } from './wasm-kernels';

/** Where the chunks of one piece of work lie: each slot holds one at a time. */
export class Slots {
  readonly count: number;
  readonly #layout = new Layout(0);
  #start = 0;

  constructor(
    readonly chunks: Chunks,
    mostAtOnce: number,
  ) {
    this.count = Math.min(mostAtOnce, chunks.count);
  }

  /** Where in each slot the next `count` numbers lie, in bytes. */
  take(count: number): number {
    return this.#layout.take(count);
  }

  /** To be called when all is taken. */
  placeIn(layout: Layout): void {
    this.#start = layout.take((this.count * this.#layout.end) / 4);
  }

  addressOf(chunk: number): number {
    return this.#start + (chunk % this.count) * this.#layout.end;
  }

  /** In the order of Chunks in kernels/chunks.ts. */
  get fields(): number[] {
    const { images, rows, imagesEach, rowsEach, bands } = this.chunks;
    return [images, rows, imagesEach, rowsEach, bands, this.count, this.#layout.end, this.#start];
  }
}
