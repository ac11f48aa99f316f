import { expect, it } from 'vitest';
import { catPhotograph } from '../../lib/data';

it('reads the cat: three channels from 0 to 1, of which red is the strongest', () => {
  const { shape, data } = catPhotograph();
  expect(shape).toEqual([1, 150, 225, 3]);
  const means = [0, 1, 2].map((c) => {
    const channel = data.filter((_, i) => i % 3 === c);
    return channel.reduce((sum, value) => sum + value, 0) / channel.length;
  });
  expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...data)).toBeLessThanOrEqual(1);
  // The means of the picture as scikit-image has it, of 255.
  [147.7, 111.4, 86.8].forEach((mean, c) => {
    expect(Math.abs(means[c]! * 255 - mean)).toBeLessThan(0.5);
  });
});
