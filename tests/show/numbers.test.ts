import { describe, expect, it } from 'vitest';
import { numberText, termText } from '../../lib/show/numbers';

describe('numberText', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [-1, '−1'],
    [2.5, '2.5'],
    [1 / 3, '0.3333'],
    [-1e-9, '−1.0e−9'],
    [NaN, 'NaN'],
    [-Infinity, '−Infinity'],
    [1e21, '1e+21'],
  ])('writes %f as %s', (value, text) => expect(numberText(value)).toBe(text));
});

describe('termText', () => {
  it('brackets a negative number, so that no two signs meet', () => {
    expect(termText(-2)).toBe('(−2)');
    expect(termText(2)).toBe('2');
  });
});
