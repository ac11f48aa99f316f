import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../lib/crc32';
import { imagesBundle } from '../../lib/show/image';
import { encodePng } from '../../lib/show/png';

/** The pictures of an output, as PNG data. */
const pictures = (html: string): Buffer[] =>
  [...html.matchAll(/base64,([^"]+)"/g)].map((match) => Buffer.from(match[1]!, 'base64'));

/** The pixels of a PNG written by encodePng: one filter byte a row, then three bytes a pixel. */
function pixelsOf(png: Buffer): { width: number; height: number; rows: number[][] } {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const length = png.readUInt32BE(33);
  const raw = inflateSync(png.subarray(41, 41 + length));
  const rows = Array.from({ length: height }, (_, r) => [
    ...raw.subarray(r * (1 + 3 * width) + 1, (r + 1) * (1 + 3 * width)),
  ]);
  return { width, height, rows };
}

describe('crc32', () => {
  it('gives the published check value', () => {
    // "check" of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});

describe('encodePng', () => {
  it('keeps size and pixels', () => {
    const rgb = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(pixelsOf(encodePng(3, 2, rgb))).toEqual({
      width: 3,
      height: 2,
      rows: [
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [10, 11, 12, 13, 14, 15, 16, 17, 18],
      ],
    });
  });

  it('refuses pixels that do not fill the size', () => {
    expect(() => encodePng(2, 2, new Uint8Array(3))).toThrow('take 12 bytes, got 3');
  });
});

describe('an image', () => {
  const html = (list: Parameters<typeof imagesBundle>[0]): string =>
    imagesBundle(list)['text/html'] as string;

  it('runs from black at 0 to white at the largest', () => {
    const [png] = pictures(html([{ values: [[0, 5, 10]], title: 'ramp' }]));
    expect(pixelsOf(png!).rows).toEqual([[0, 0, 0, 128, 128, 128, 255, 255, 255]]);
  });

  it('shows the sign: blue, white, red, on a scale that is written beneath', () => {
    const output = html([{ values: [[-4, 0, 4]], title: 'edges', colours: 'signed' }]);
    expect(pixelsOf(pictures(output)[0]!).rows).toEqual([
      [33, 102, 172, 247, 247, 247, 178, 24, 43],
    ]);
    expect(output).toContain('<span>−4</span><span>0</span><span>4</span>');
  });

  it('shows three numbers a pixel in colour, and refuses another count', () => {
    const [png] = pictures(
      html([
        {
          values: [
            [
              [1, 0, 0.5],
              [0, 2, -1],
            ],
          ],
          title: 'two pixels',
        },
      ]),
    );
    expect(pixelsOf(png!).rows).toEqual([[255, 0, 128, 0, 255, 0]]);
    expect(() => html([{ values: [[[1, 0]]], title: 'odd' }])).toThrow('three numbers, got 2');
  });

  it('draws boxes in the pixels of the picture', () => {
    const box = { row: 1, col: 2, height: 3, width: 4 };
    const output = html([{ values: [[1, 2]], title: 'boxed', boxes: [box] }]);
    expect(output).toContain('viewBox="0 0 2 1"');
    expect(output).toContain('<rect x="2" y="1" width="4" height="3">');
    expect(html([{ values: [[1, 2]], title: 'plain' }])).not.toContain('<svg');
  });

  it('says in words what it shows, and refuses to be shown without', () => {
    const bundle = imagesBundle([{ values: [[1, 2]], title: 'a 3', alt: 'a handwritten "3"' }]);
    expect(bundle['text/html']).toContain('alt="a handwritten &quot;3&quot;"');
    expect(bundle['text/plain']).toBe('Image, 1×2 pixels: a handwritten "3"');
    expect(() => imagesBundle([{ values: [[1]] }])).toThrow('wants a title, or an alt text');
  });
});
