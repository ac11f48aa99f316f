import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledImages } from '../nn';
import { readLabelledImages, splitFiles, type Slice } from './labelled-idx';

/** What the ten class numbers of Fashion-MNIST stand for. */
export const fashionMnistClasses = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

/**
 * SHA-256 of the four files as Zalando Research publishes them. (Their MD5 sums are those in its
 * README; Debian's package has the same content, packed anew.)
 */
const checksums: Record<string, string> = {
  'train-images-idx3-ubyte.gz': '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
  'train-labels-idx1-ubyte.gz': 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
  't10k-images-idx3-ubyte.gz': '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
  't10k-labels-idx1-ubyte.gz': '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
};

/** Where the files are looked for and brought from; the tests put others in its place. */
export interface FashionMnistSource {
  /** Folders that may have the files already. */
  folders: readonly string[];
  /** Where downloads are kept. */
  cache: string;
  /** Addresses to which a file's name is added. */
  mirrors: readonly string[];
  fetch(url: string): Promise<{ ok: boolean; status: number; arrayBuffer(): Promise<ArrayBuffer> }>;
  checksums: Readonly<Record<string, string>>;
}

function usualSource(): FashionMnistSource {
  const own = process.env.CONVLAB_FASHION_MNIST;
  const debian = '/usr/share/datasets/fashion-mnist'; // of the package dataset-fashion-mnist
  return {
    folders: own ? [own, debian] : [debian],
    cache: join(__dirname, '..', '..', 'build', 'cache', 'fashion-mnist'),
    mirrors: [
      'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
      'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    ],
    fetch: (url) => fetch(url, { signal: AbortSignal.timeout(120_000) }),
    checksums,
  };
}

const reasonOf = (error: unknown): string => {
  const { message, cause } = error as { message: string; cause?: { code?: string } };
  return cause?.code ? `${message} (${cause.code})` : message;
};

/** One file from the first mirror that has it whole, checked, and put into the cache. */
async function download(name: string, source: FashionMnistSource): Promise<string> {
  const tried: string[] = [];
  for (const mirror of source.mirrors) {
    const url = mirror + name;
    try {
      const response = await source.fetch(url);
      if (!response.ok) throw new Error(`status ${response.status}`);
      const content = new Uint8Array(await response.arrayBuffer());
      const sum = createHash('sha256').update(content).digest('hex');
      if (sum !== source.checksums[name]) {
        throw new Error(
          `its ${content.length} bytes have the SHA-256 sum ${sum}, not ${source.checksums[name]}`,
        );
      }
      mkdirSync(source.cache, { recursive: true });
      const path = join(source.cache, name);
      // Under another name first: who finds the file finds it whole.
      const partial = `${path}.${randomUUID()}.part`;
      writeFileSync(partial, content);
      renameSync(partial, path);
      return path;
    } catch (error) {
      tried.push(`${url}: ${reasonOf(error)}`);
    }
  }
  throw new Error(
    `fashionMnistImages: ${name} is not on this machine and could not be downloaded. ${tried.join('; ')}. ` +
      `Put it into ${source.cache}, or into a folder that the variable CONVLAB_FASHION_MNIST names` +
      " (on Debian and Ubuntu, 'apt-get install dataset-fashion-mnist' brings it)",
  );
}

/** Where a file is, packed or not, after a download if need be. */
async function find(name: string, source: FashionMnistSource): Promise<string> {
  for (const folder of [...source.folders, source.cache]) {
    for (const path of [join(folder, `${name}.gz`), join(folder, name)]) {
      if (existsSync(path)) return path;
    }
  }
  return download(`${name}.gz`, source);
}

/**
 * Pictures of clothes, as [count, 28, 28, 1] from 0 (background) to 1, with the class of each
 * (see fashionMnistClasses). The files are taken from the folder that the variable
 * CONVLAB_FASHION_MNIST names, from Debian's package, or from the course's cache, else downloaded
 * once (30 MB for the training images, 4 MB for the test images).
 *
 * Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST" (2017); MIT licence.
 *
 * @throws if the split is unknown, it has not the images asked for, or the files are nowhere and
 * cannot be downloaded.
 */
export async function fashionMnistImages(
  slice: Slice = {},
  source: FashionMnistSource = usualSource(),
): Promise<LabelledImages> {
  const files = splitFiles('fashionMnistImages', slice.split ?? 'train');
  const images = await find(files.images, source);
  const labels = await find(files.labels, source);
  return readLabelledImages('fashionMnistImages', { images, labels }, slice);
}
