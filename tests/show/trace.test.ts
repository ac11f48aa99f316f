import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, conv2d, fromNested, randn, rng } from '../../lib';
import { explorerBundle } from '../../lib/show/explorer';
import { recallBundle } from '../../lib/show/recall';
import { outputTerms } from '../../lib/show/terms';
import { traceBundle } from '../../lib/show/trace';

describe('outputTerms', () => {
  it('takes every output of conv2d apart into terms that add up to it', () => {
    const layers = fc.record({
      height: fc.integer({ min: 1, max: 6 }),
      width: fc.integer({ min: 1, max: 6 }),
      channels: fc.integer({ min: 1, max: 4 }),
      kernelHeight: fc.integer({ min: 1, max: 4 }),
      kernelWidth: fc.integer({ min: 1, max: 4 }),
      outChannels: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.integer({ min: 0, max: 2 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(layers, (layer) => {
        const { kernelHeight, kernelWidth, outChannels, stride, padding } = layer;
        fc.pre(layer.height + 2 * padding >= kernelHeight);
        fc.pre(layer.width + 2 * padding >= kernelWidth);
        const random = rng(layer.seed);
        const x = randn([1, layer.height, layer.width, layer.channels], random);
        const kernels = randn([kernelHeight, kernelWidth, layer.channels, outChannels], random);
        const options = { bias: [0.5, -1, 2].slice(0, outChannels), stride, padding };
        const output = conv2d(x, kernels, options);
        const [, outHeight, outWidth] = output.shape;
        for (let row = 0; row < outHeight!; row++) {
          for (let col = 0; col < outWidth!; col++) {
            for (let outChannel = 0; outChannel < outChannels; outChannel++) {
              const terms = outputTerms(x, kernels, { ...options, row, col, outChannel });
              expect(terms.output).toBeCloseTo(at(output, 0, row, col, outChannel), 4);
              const products = terms.channels.flatMap((channel) => channel.products.flat());
              const sum = products.reduce((a, b) => a + b, terms.bias);
              expect(sum).toBeCloseTo(terms.output, 9);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  const x = fromNested([[[[1], [2]]]]); // [1, 1, 2, 1]
  const kernels = fromNested([[[[3]]]]); // [1, 1, 1, 1]

  it('names a window that leaves the input', () => {
    expect(() => outputTerms(x, kernels, { row: 0, col: 2 })).toThrow(
      'the window of output (0, 2) leaves the padded input (1×2, kernel 1×1, stride 1)',
    );
  });

  it('names shapes that do not fit', () => {
    const deep = fromNested([[[[3], [4]]]]); // [1, 1, 2, 1]
    expect(() => outputTerms(x, deep, { row: 0, col: 0 })).toThrow(
      'with the same c, got [1, 1, 2, 1] and [1, 1, 2, 1]',
    );
  });
});

describe('a trace', () => {
  const x = fromNested([
    [
      [
        [1, 0, 2],
        [0, 1, -3],
      ],
    ],
  ]); // [1, 1, 2, 3]
  const kernels = fromNested([
    [
      [[2], [1], [-1]],
      [[0], [-4], [0.5]],
    ],
  ]); // [1, 2, 3, 1]
  const bundle = traceBundle(x, kernels, { row: 0, col: 0, bias: [10], title: 'one <output>' });

  it('writes out each channel, the sum and the bias, as on paper', () => {
    expect(bundle['text/plain'].split('\n')).toEqual(
      expect.arrayContaining([
        'one <output>',
        'red: 1·2 + 0·0 = 2',
        'green: 0·1 + 1·(−4) = −4',
        'blue: 2·(−1) + (−3)·0.5 = −3.5',
        'red + green + blue + bias: 2 + (−4) + (−3.5) + bias 10 = 4.5',
      ]),
    );
  });

  it('draws window, kernel, products and sum of each channel, in its colour', () => {
    const html = bundle['text/html'] as string;
    expect(html.match(/<table/g)).toHaveLength(12);
    for (const colour of ['red', 'green', 'blue']) {
      expect(html.match(new RegExp(`cl-grid cl-${colour}`, 'g'))).toHaveLength(2);
    }
    expect(html).toContain('one &lt;output&gt;');
    expect(html).toContain('= <strong>4.5</strong>');
  });

  it('numbers the channels of anything but three', () => {
    const two = fromNested([[[[1, 2]]]]);
    const text = traceBundle(two, fromNested([[[[3], [4]]]]), { row: 0, col: 0 })['text/plain'];
    expect(text).toContain('channel 0: 1·3 = 3');
    expect(text).toContain('channel 1: 2·4 = 8');
  });
});

describe('the explorer', () => {
  const x = fromNested([[[[1], [2]]]]);

  it('has the first sum as its text form', () => {
    const text = explorerBundle(x, fromNested([[[[3]]]]), { title: 'Try it' })['text/plain'];
    expect(text).toMatch(/^Try it \(interactive in a browser\)\./);
    expect(text).toContain('channel 0: 1·3 = 3');
  });

  it('carries a title safely', () => {
    const html = explorerBundle(x, fromNested([[[[3]]]]), { title: '</script><b>' })['text/html'];
    expect((html as string).match(/<\/script>/g)).toHaveLength(1);
    expect(html).not.toContain('<b>');
  });
});

describe('recall', () => {
  it('folds the answers, and spells them out as text', () => {
    const bundle = recallBundle([{ question: 'Is 1 < 2?', answer: 'Yes & no.' }]);
    expect(bundle['text/html']).toContain('Is 1 &lt; 2?<details><summary');
    expect(bundle['text/html']).toContain('</summary>Yes &amp; no.</details>');
    expect(bundle['text/plain']).toBe('1. Is 1 < 2?\n   Answer: Yes & no.');
  });
});
