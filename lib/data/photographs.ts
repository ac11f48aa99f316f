import { join } from 'node:path';
import { zeros, type Tensor } from '../tensor';
import { readIdx } from './idx';

/**
 * A photograph of a cat, as [1, 150, 225, 3]: red, green and blue from 0 to 1.
 *
 * Source and licence (CC0) stand in photographs/README.md.
 */
export function catPhotograph(): Tensor {
  const { shape, data } = readIdx(join(__dirname, 'photographs', 'cat-idx4-ubyte.gz'));
  const photograph = zeros(shape);
  for (let i = 0; i < data.length; i++) photograph.data[i] = data[i] / 255;
  return photograph;
}
