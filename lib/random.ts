import { tensor, type Tensor } from './tensor';

/** Draws the next number, uniform in [0, 1). */
export type Rng = () => number;

/**
 * A seeded generator of random numbers: the same seed gives the same numbers, on every machine.
 *
 * It is sfc32 by Chris Doty-Humphrey (PractRand 0.94, 2018): three words of 32 bits that are
 * mixed, and a counter, so its period is at least 2³². The seed fills two of the words, the counter
 * starts at 1, and the first twelve draws, which still look like the seed, are thrown away.
 *
 * @param seed a whole number, positive or not, |seed| ≤ 2⁵³ − 1
 * @throws if the seed is no such number
 */
export function rng(seed: number): Rng {
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`rng: the seed must be a whole number up to 2⁵³ − 1 in size, got ${seed}`);
  }
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next: Rng = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/**
 * A tensor of random numbers from the normal distribution with mean 0 and standard deviation 1.
 *
 * Source: Box and Muller, "A note on the generation of random normal deviates" (1958): two
 * uniform numbers make two normal ones.
 *
 * @param shape the tensor's shape
 * @param random where the chance comes from: `rng(seed)`
 */
export function randn(shape: readonly number[], random: Rng): Tensor {
  if (typeof random !== 'function') {
    throw new Error(`randn: the second argument must be a generator such as rng(1), got ${random}`);
  }
  const output = tensor(shape);
  for (let i = 0; i < output.data.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random())); // 1 − u is never 0
    const angle = 2 * Math.PI * random();
    output.data[i] = radius * Math.cos(angle);
    if (i + 1 < output.data.length) output.data[i + 1] = radius * Math.sin(angle);
  }
  return output;
}
