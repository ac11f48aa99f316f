import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Gunzip } from 'fflate';

/** Part of an IDX file: so many items of one shape, byte after byte. */
export interface IdxItems {
  /** [items read, …the shape of one item]: [10, 28, 28] for ten images, [10] for ten labels. */
  shape: number[];
  data: Uint8Array;
  /** How many items the whole file holds. */
  total: number;
}

/** Reads `length` bytes from `offset`; fewer where the content ends. */
type ReadBytes = (offset: number, length: number) => Uint8Array;

function readerOfFile(file: number): ReadBytes {
  return (offset, length) => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(file, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  };
}

const chunkLength = 1 << 16;

/**
 * Reads from what a gzip file unpacks to. It unpacks from the start, keeps only what was asked
 * for, and stops there, so memory stays small however large the content is.
 */
function readerOfGzip(readFile: ReadBytes): ReadBytes {
  return (offset, length) => {
    const bytes = new Uint8Array(length);
    let unpacked = 0;
    let filled = 0;
    const gunzip = new Gunzip((chunk) => {
      const from = Math.max(0, offset - unpacked);
      const wanted = chunk.subarray(from, Math.max(from, offset + length - unpacked));
      bytes.set(wanted, filled);
      filled += wanted.length;
      unpacked += chunk.length;
    });
    for (let at = 0; filled < length; at += chunkLength) {
      const packed = readFile(at, chunkLength);
      if (packed.length === 0) break;
      gunzip.push(packed, false);
    }
    return bytes.subarray(0, filled);
  };
}

/**
 * Reads items from a file in the IDX format, plain or packed with gzip, without loading the rest.
 * Two zero bytes, a type (8 for unsigned bytes, the only one read here), the number of
 * dimensions, each size as 32 bits with the highest byte first, then the numbers.
 *
 * Source: the description of the format at the MNIST database of LeCun, Cortes and Burges.
 *
 * @param path the file
 * @param start the first item wanted, counted from 0
 * @param count how many items; up to the last one unless given
 * @throws if the file is missing, is no IDX file of unsigned bytes, is shorter or longer than its
 * header says, or has not the items asked for.
 */
export function readIdx(
  path: string,
  { start = 0, count }: { start?: number; count?: number } = {},
): IdxItems {
  const file = openSync(path, 'r');
  try {
    const readFile = readerOfFile(file);
    const [first, second] = readFile(0, 2);
    const isGzip = first === 0x1f && second === 0x8b;
    const read = isGzip ? readerOfGzip(readFile) : readFile;

    const magic = read(0, 4);
    if (magic.length < 4 || magic[0] !== 0 || magic[1] !== 0 || magic[3] === 0) {
      const hex = Array.from(magic, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      throw new Error(
        `readIdx: ${path} is no IDX file: it must start with 00 00, a type and a number of dimensions, and starts with ${hex || 'nothing: it is empty'}`,
      );
    }
    if (magic[2] !== 0x08) {
      const type = magic[2].toString(16).padStart(2, '0');
      throw new Error(
        `readIdx: ${path} holds numbers of type 0x${type}, only unsigned bytes (0x08) are read`,
      );
    }
    const dimensions = magic[3];
    const headerLength = 4 + 4 * dimensions;
    const header = read(0, headerLength);
    if (header.length < headerLength) {
      throw new Error(`readIdx: ${path} ends inside its header of ${headerLength} bytes`);
    }
    const view = new DataView(header.buffer, header.byteOffset);
    const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
    const [total, ...itemShape] = sizes;
    const itemLength = itemShape.reduce((product, size) => product * size, 1);

    const fileLength = headerLength + total * itemLength;
    const { size } = fstatSync(file);
    if (!isGzip && size !== fileLength) {
      throw new Error(
        `readIdx: ${path} is ${size} bytes long, its header [${sizes.join(', ')}] makes it ${fileLength} (was its download cut off?)`,
      );
    }
    const wanted = count ?? total - start;
    if (!Number.isInteger(start) || start < 0 || !Number.isInteger(wanted) || wanted < 1) {
      throw new Error(
        `readIdx: start must be a whole number of at least 0 and count one of at least 1, got start ${start} and count ${wanted} (${path} holds ${total} items)`,
      );
    }
    if (start + wanted > total) {
      throw new Error(
        `readIdx: ${path} holds items 0 to ${total - 1}, items ${start} to ${start + wanted - 1} were asked for`,
      );
    }
    const data = read(headerLength + start * itemLength, wanted * itemLength);
    if (data.length < wanted * itemLength) {
      throw new Error(
        `readIdx: ${path} ends before item ${start + wanted - 1}, its header says ${total} items (was its download cut off?)`,
      );
    }
    return { shape: [wanted, ...itemShape], data, total };
  } finally {
    closeSync(file);
  }
}
