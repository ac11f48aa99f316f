/**
 * How a batch is cut for the threads, as lib/fast/chunks.ts writes it: 32-bit fields in this order.
 * A chunk is some whole images, or a band of rows of one image. Each chunk in work has a slot.
 */
@unmanaged
export class Chunks {
  /** All there are. */
  images: i32;
  rows: i32;
  /** Those of one chunk; the last may have fewer. */
  imagesEach: i32;
  rowsEach: i32;
  /** Chunks that an image is cut into; 1 if chunks are whole images. */
  bands: i32;
  slots: i32;
  slotBytes: i32;
  /** The first slot's address. */
  slotsAt: usize;

  slotOf(chunk: i32): usize {
    return this.slotsAt + (chunk % this.slots) * this.slotBytes;
  }

  imagesIn(chunk: i32): i32 {
    if (this.bands > 1) return 1;
    return min(this.imagesEach, this.images - chunk * this.imagesEach);
  }

  /** Rows of a pass that has `rows` in the whole image. */
  rowsIn(chunk: i32, rows: i32): i32 {
    const first = (chunk % this.bands) * this.rowsEach;
    return max(0, min(this.rowsEach, rows - first));
  }
}
