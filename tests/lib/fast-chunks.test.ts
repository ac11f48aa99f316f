import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkAt, cut } from '../../lib/fast/chunks';

it('cuts a batch so that each row of each image is in one chunk, none of them too large', () => {
  const sizes = { images: fc.integer({ min: 1, max: 20 }), rows: fc.integer({ min: 1, max: 30 }) };
  const mostRows = fc.double({ min: 0.1, max: 700, noNaN: true });
  fc.assert(
    fc.property(fc.record({ ...sizes, mostRows }), ({ images, rows, mostRows }) => {
      const chunks = cut(images, rows, mostRows);
      const seen: string[] = [];
      for (let index = 0; index < chunks.count; index++) {
        const chunk = chunkAt(chunks, index);
        expect(chunk.images * chunk.rows).toBeLessThanOrEqual(Math.max(1, mostRows));
        expect(chunk.images * chunk.rows).toBeGreaterThan(0);
        for (let i = 0; i < chunk.images; i++) {
          for (let row = 0; row < chunk.rows; row++) {
            seen.push(`${chunk.firstImage + i}, ${chunk.firstRow + row}`);
          }
        }
      }
      const all = Array.from(
        { length: images * rows },
        (_, i) => `${Math.floor(i / rows)}, ${i % rows}`,
      );
      expect(seen).toEqual(all);
    }),
  );
});
