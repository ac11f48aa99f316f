import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fashionMnistClasses, fashionMnistImages, type FashionMnistSource } from '../../lib/data';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convlab-fashion-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Three images of 2×2 pixels in the form of the real files, and their labels. */
const small: Record<string, Uint8Array> = {
  't10k-images-idx3-ubyte': Buffer.from([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 153, 204, 255, 0, 0, 255, 255, 255, 255]),
  't10k-labels-idx1-ubyte': Buffer.from([0, 0, 8, 1, 0, 0, 0, 3, 9, 2, 1]),
}; // prettier-ignore
const packed = Object.fromEntries(
  Object.entries(small).map(([name, content]) => [`${name}.gz`, gzipSync(content)]),
);
const checksums = Object.fromEntries(
  Object.entries(packed).map(([name, content]) => [
    name,
    createHash('sha256').update(content).digest('hex'),
  ]),
);

interface Web {
  source: FashionMnistSource;
  asked: string[];
}

/** A host with the files, or with what `answer` has for an address. */
function web(answer?: (url: string) => Uint8Array | number | Error | undefined): Web {
  const asked: string[] = [];
  const source: FashionMnistSource = {
    folders: [join(folder, 'own'), join(folder, 'debian')],
    cache: join(folder, 'a', 'cache'),
    mirrors: ['http://one.example/', 'https://two.example/fashion/'],
    checksums,
    fetch: async (url) => {
      asked.push(url);
      const found = answer?.(url) ?? packed[url.slice(url.lastIndexOf('/') + 1)] ?? 404;
      if (found instanceof Error) throw found;
      const ok = typeof found !== 'number';
      const content = ok ? Uint8Array.from(found) : new Uint8Array();
      return Promise.resolve({
        ok,
        status: ok ? 200 : found,
        arrayBuffer: () => Promise.resolve(content.buffer),
      });
    },
  };
  return { source, asked };
}
const put = (name: string, files: Record<string, Uint8Array>): void => {
  mkdirSync(join(folder, name), { recursive: true });
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(folder, name, file), content);
};
const test = { split: 'test', count: 3 } as const;

describe('fashionMnistImages', () => {
  it.each([
    { where: "Debian's folder, packed", name: 'debian', files: packed },
    { where: 'a folder of one’s own, unpacked', name: 'own', files: small },
  ])('reads $where, without the network', async ({ name, files }) => {
    put(name, files);
    const { source, asked } = web();
    const { images, labels } = await fashionMnistImages({ ...test, start: 1, count: 2 }, source);
    expect(labels).toEqual([2, 1]);
    expect(images.shape).toEqual([2, 2, 2, 1]);
    expect(Array.from(images.data)).toEqual([Math.fround(204 / 255), 1, 0, 0, 1, 1, 1, 1]);
    expect(asked).toEqual([]);
  });

  it('downloads the files of the split once, and then reads them from the cache', async () => {
    const { source, asked } = web();
    const first = await fashionMnistImages(test, source);
    expect(asked).toEqual([
      'http://one.example/t10k-images-idx3-ubyte.gz',
      'http://one.example/t10k-labels-idx1-ubyte.gz',
    ]);
    expect(await fashionMnistImages(test, source)).toEqual(first);
    expect(asked.length).toBe(2);
    expect(readdirSync(source.cache).sort()).toEqual(Object.keys(packed).sort()); // nothing half done
  });

  it.each<[string, Uint8Array | number | Error, string]>([
    [
      'is down',
      new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }),
      'fetch failed (ENOTFOUND)',
    ],
    ['has lost the file', 404, 'status 404'],
    [
      'sends something else',
      Buffer.from('<html>'),
      `its 6 bytes have the SHA-256 sum ${createHash('sha256').update('<html>').digest('hex')}, not ${checksums['t10k-images-idx3-ubyte.gz']}`,
    ],
    [
      'sends half the file',
      packed['t10k-images-idx3-ubyte.gz'].subarray(0, 20),
      'its 20 bytes have the SHA-256 sum',
    ],
  ])('asks the next mirror when one %s, and keeps nothing wrong', async (_, answer, reason) => {
    const { source, asked } = web((url) => (url.startsWith('http://one') ? answer : undefined));
    expect((await fashionMnistImages(test, source)).labels).toEqual([9, 2, 1]);
    expect(asked.length).toBe(4);

    const none = web(() => answer);
    none.source.cache = join(folder, 'empty');
    const failing = fashionMnistImages(test, none.source);
    await expect(failing).rejects.toThrow(
      `fashionMnistImages: t10k-images-idx3-ubyte.gz is not on this machine and could not be downloaded. http://one.example/t10k-images-idx3-ubyte.gz: ${reason}`,
    );
    await expect(failing).rejects.toThrow(
      `Put it into ${join(folder, 'empty')}, or into a folder that the variable CONVLAB_FASHION_MNIST names (on Debian and Ubuntu, 'apt-get install dataset-fashion-mnist' brings it)`,
    );
    expect(existsSync(none.source.cache)).toBe(false);
  });

  it('refuses images and labels that do not belong together', async () => {
    put('own', { ...small, 't10k-labels-idx1-ubyte': Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 9, 2]) });
    await expect(fashionMnistImages({ ...test, count: 2 }, web().source)).rejects.toThrow(
      /^fashionMnistImages: 3 images have 2 labels \(do .* and .* belong together\?\)$/,
    );
  });

  it('refuses a split that is none, before it downloads anything', async () => {
    const { source, asked } = web();
    await expect(fashionMnistImages({ split: 'validation' as never }, source)).rejects.toThrow(
      new Error("fashionMnistImages: split must be 'train' or 'test', got 'validation'"),
    );
    expect(asked).toEqual([]);
  });

  it('has a name for each class', () => {
    expect(fashionMnistClasses.length).toBe(10);
    expect(fashionMnistClasses[9]).toBe('Ankle boot');
  });

  // The real files, where there are any.
  const here = [process.env.CONVLAB_FASHION_MNIST ?? '', '/usr/share/datasets/fashion-mnist'].some(
    existsSync,
  );
  it.skipIf(!here)('reads the real images', async () => {
    const { images, labels } = await fashionMnistImages({ split: 'train', count: 5 });
    expect(images.shape).toEqual([5, 28, 28, 1]);
    expect(labels).toEqual([9, 0, 0, 3, 0]); // the file's bytes 8 to 12, as od shows them
    const last = await fashionMnistImages({ split: 'test', start: 9_999 });
    expect(last.labels).toEqual([5]);
  });
});
