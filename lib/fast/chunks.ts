/**
 * How a batch is cut: a chunk is some whole images, or a band of rows of one image. Only the chunks
 * in work are in the kernels' memory, so it stays small, and what one piece of work leaves in the
 * cache the next one finds; and several threads have something to share.
 */
export interface Chunks {
  /** All there are. */
  readonly images: number;
  readonly rows: number;
  readonly count: number;
  /** Those of one chunk; the last may have fewer. */
  readonly imagesEach: number;
  readonly rowsEach: number;
  /** Chunks that an image is cut into; 1 if chunks are whole images. */
  readonly bands: number;
}

export interface Chunk {
  firstImage: number;
  images: number;
  firstRow: number;
  rows: number;
}

/** A chunk's numbers are to stay in the second cache. */
export const chunkBytes = 262_144;
/** With fewer multiplications a piece would be done sooner than handed to another thread. */
export const pieceWork = 2 ** 18;
/** The more pieces a thread has, the less it waits for the others at the end. */
export const piecesEach = 16;

/** Cuts so that no chunk has more rows than `mostRows`, unless that is less than one. */
export function cut(images: number, rows: number, mostRows: number): Chunks {
  const most = Math.max(1, Math.floor(mostRows));
  if (most < rows) {
    const bands = Math.ceil(rows / most);
    const rowsEach = Math.ceil(rows / bands); // all about as large
    const needed = Math.ceil(rows / rowsEach);
    return { images, rows, count: images * needed, imagesEach: 1, rowsEach, bands: needed };
  }
  const parts = Math.ceil(images / Math.floor(most / rows));
  const imagesEach = Math.ceil(images / parts);
  const count = Math.ceil(images / imagesEach);
  return { images, rows, count, imagesEach, rowsEach: rows, bands: 1 };
}

/**
 * Cuts so that a chunk stays in the cache and every thread gets its share.
 *
 * @param row what each row has of bytes and multiplications, and how many are to stay together
 */
export function cutFairly(
  images: number,
  rows: number,
  row: { bytes: number; work: number; least: number },
  threads: number,
): Chunks {
  const fairShare = Math.max((images * rows) / (threads * piecesEach), pieceWork / row.work);
  const most = Math.min(chunkBytes / row.bytes, threads > 1 ? fairShare : Infinity);
  return cut(images, rows, Math.max(most, row.least));
}

export function chunkAt(chunks: Chunks, index: number): Chunk {
  const { images, rows, imagesEach, rowsEach, bands } = chunks;
  const firstImage = Math.floor(index / bands) * imagesEach;
  const firstRow = (index % bands) * rowsEach;
  return {
    firstImage,
    images: Math.min(imagesEach, images - firstImage),
    firstRow,
    rows: Math.min(rowsEach, rows - firstRow),
  };
}
