import { describe, expect, it } from 'vitest';
import { attemptBundle } from '../../lib/show/attempt';
import { tensor } from '../../lib/tensor';

const text = (call: () => unknown): string => attemptBundle(call)['text/plain'];

describe('attempt', () => {
  it('shows a number, a matrix, and the channels of a tensor', () => {
    expect(text(() => -3)).toBe('Your function returns −3');
    expect(text(() => [[1, 2]])).toBe('Your function returns 1  2');
    expect(text(() => tensor([1, 2, 2], [1, 5, 2, 6]))).toBe(
      'Your function returns a tensor of shape [1, 2, 2]\nchannel 0\n1  2\nchannel 1\n5  6',
    );
  });

  it('says what is odd about undefined and NaN', () => {
    expect(text(() => undefined)).toContain('is a return missing?');
    expect(text(() => NaN)).toContain('not a number');
  });

  it('turns the stub of an exercise into a note on what to do', () => {
    const bundle = attemptBundle(() => {
      throw new Error('01.product-sum: not written yet');
    });
    expect(bundle['text/plain']).toMatch(/^01\.product-sum is not written yet\. Write it in/);
    expect(bundle['text/html']).toContain('cl-note');
  });

  it('turns an error of the student into a note with its message, escaped', () => {
    const bundle = attemptBundle(() => {
      throw new TypeError("Cannot read <'0'> of undefined");
    });
    expect(bundle['text/plain']).toBe(
      "Your function stopped with an error: Cannot read <'0'> of undefined",
    );
    expect(bundle['text/html']).toContain('Cannot read &lt;&#39;0&#39;&gt; of undefined');
  });
});
