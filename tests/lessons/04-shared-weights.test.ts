import { describe, expect, it } from 'vitest';
import { describeInBrowser } from '../show/browser';
import { lessonUnderTest } from './lesson';
import { joined } from './notebook';

/** The numbers of a matrix in its text form. */
const numbersIn = (text: string): number[] =>
  (text.replace(/−/g, '-').match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

const { cells, html, outputsOf, textOf } = lessonUnderTest('04-shared-weights');

/** The rows of a table as words, split where two spaces or more stand. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s{2,}/));

describe('lesson 04', () => {
  it('makes as many feature maps as there are kernels', () => {
    expect(textOf('predict-depth')).toContain('The answer: 8.');
    expect(textOf('predict-depth')).toContain('[1, 148, 223, 8]');
    expect(textOf('maps-shown').match(/^Image, 148×223 pixels/gm)).toHaveLength(8);
  });

  it('finds the nose by its colour', () => {
    expect(textOf('predict-colour')).toContain('The answer: the nose.');
  });

  it('counts 760 parameters against millions', () => {
    expect(textOf('predict-parameters')).toContain('The answer: 760.');
    // 32·32·3 inputs, 28·28·10 outputs.
    const dense = (32 * 32 * 3 + 1) * (28 * 28 * 10);
    const local = (5 * 5 * 3 + 1) * (28 * 28 * 10);
    expect(rowsOf(outputsOf('layers-compared')[0]!).map((row) => row[3])).toEqual(
      [dense, local, 760].map((n) => n.toLocaleString('en')),
    );
    expect(textOf('predict-dense')).toContain('The answer: tens of millions.');
    expect(outputsOf('layers-compared')[1]).toContain('**784**, the number of places');
    expect(textOf('parameter-chart')).toContain('Convolution: 760 at every side.');
  });

  it("draws the convolution's matrix, whose product is the feature map", () => {
    const rows = textOf('matrix-shown').split('\n').slice(1).map(numbersIn);
    expect(rows).toEqual([
      [1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0],
      [0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0],
      [0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0],
      [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0],
      [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4],
    ]);
    const [product, map] = textOf('matrix-multiplied').split('\n\n').map(numbersIn);
    expect(product).toEqual([23, 27, 21, 22, 15, 29]);
    expect(map).toEqual(product);
  });

  it('counts its zeros and its different weights', () => {
    const counted = rowsOf(textOf('matrix-table')).map(([, , entries, zero, , weights]) =>
      [entries, zero, weights].map((text) => Number(text!.replace(',', ''))),
    );
    expect(counted).toEqual([
      [6 * 12, 6 * 12 - 6 * 4, 4],
      [25 * 42, 25 * 42 - 25 * 6, 6],
      [676 * 784, 676 * 784 - 676 * 9, 9],
    ]);
  });

  it('changes every output by the cell under the nudged weight', () => {
    expect(textOf('predict-nudge')).toContain('The answer: 6.');
    expect(numbersIn(textOf('nudge-shown').split('\n\n')[2]!)).toEqual([1, 3, 2, 4, 2, 2]);
  });

  it('finds the gradients that stand on paper, each in every way it goes', () => {
    expect(textOf('predict-shared')).toContain('The answer: −1.');
    const sums = rowsOf(textOf('untied-sums')).map((row) => row.slice(2).join().replace(/−/g, '-'));
    expect(sums).toEqual(['-1,-1', '7,7', '5,5', '8,8']);
    expect(rowsOf(textOf('step-bias')).map(([, value]) => value)).toEqual(['2', '2']);
    const inWeights = textOf('step-weights-code').split('\n\n').slice(2, 4);
    expect(inWeights.map((text) => numbersIn(text.split('\n').slice(1, 3).join(' ')))).toEqual([
      [-1, 7, 5, 8],
      [-1, 7, 5, 8],
    ]);
    expect(textOf('predict-input')).toContain('The answer: 7.');
    const inInput = textOf('three-ways').split('\n\n');
    expect(inInput).toHaveLength(4);
    for (const text of inInput) {
      const rows = text.split('\n').slice(1).join(' ');
      expect(numbersIn(rows)).toEqual([1, 2, -1, -2, 5, 7, -4, -2, 6, 5, -1, 4]);
    }
  });

  it('pairs each channel with each map', () => {
    const differences = rowsOf(textOf('channels-checked')).map((row) => row[2]!.replace(/−/g, '-'));
    expect(differences).toHaveLength(6);
    expect(Math.max(...differences.map(Number))).toBeLessThan(1e-5);
  });

  it("shows the library's own lines", () => {
    expect(textOf('library-lines')).toContain(
      'Forward:\n```ts\nsum0 += value * weights[weightAt];',
    );
    expect(textOf('library-lines')).toContain('gradKernels[weightAt + m] += gradSum * value;');
    expect(textOf('library-lines').match(/\+=/g)).toHaveLength(5);
  });

  it('reports three oracles apart, all in agreement, and all object to a wrong gradient', () => {
    const witnesses = rowsOf(textOf('witnesses'));
    const kinds = witnesses.map(([witness]) => witness!.replace(/ \(.*/, ''));
    expect(new Set(kinds)).toEqual(new Set(['by hand', 'TensorFlow.js', 'central differences']));
    expect(kinds.filter((kind) => kind === 'by hand')).toHaveLength(4);
    expect(witnesses.filter((row) => row[3] !== 'yes')).toEqual([]);

    const objections = rowsOf(textOf('wrong-backward')).filter((row) => row[3] === 'no');
    expect(objections.map(([witness, what]) => [witness!.replace(/ \(.*/, ''), what])).toEqual([
      ['TensorFlow.js', 'gradient of kernels'],
      ['central differences', 'gradient of kernels'],
    ]);
  });

  it('shifts the maps with the picture, and says where that breaks', () => {
    expect(textOf('predict-shift')).toContain('The answer: it moves by as many cells.');
    expect(textOf('predict-stride')).toContain('The answer: no.');
    const alt = textOf('stride-figure');
    expect(alt).toContain('With stride 1 the map moves along exactly for shifts of 0, 1, 2, 3, 4');
    expect(alt).toContain('With stride 2 the map moves along exactly for shifts of 0, 2, 4, 6, 8.');
    expect(alt).toContain('With stride 4 the map moves along exactly for shifts of 0, 4, 8.');
    const [, padded] = outputsOf('padding-shown');
    const [compared, different] = numbersIn(padded!.replace(/(\d),(\d)/g, '$1$2'));
    expect(compared).toBe((90 - 8) * (120 - 14));
    expect(different).toBeGreaterThan(0);
    expect(different).toBeLessThanOrEqual(2 * (90 - 8) + 2 * (120 - 14));
    expect(padded).toContain('the largest difference is 0.');
  });

  it('can not tell left from right by the means of the maps', () => {
    const differences = rowsOf(outputsOf('where-is-it')[1]!)
      .slice(1)
      .map((row) => Number(row[3]!.replace(/−/g, '-')));
    expect(differences).toHaveLength(3);
    expect(Math.max(...differences)).toBeLessThan(1e-6);
  });
});

describeInBrowser('the pieces of lesson 04 that run in the page', ({ openFile }) => {
  it('has a workbench that computes, and predictions that answer', async () => {
    const { page, complaints } = await openFile(html());
    const bench = page.getByRole('group', { name: 'A kernel on a picture' });
    await bench.getByRole('button', { name: 'Picture: digit' }).click();
    await bench.getByRole('button', { name: 'Kernel: blur' }).click();
    await bench.getByRole('button', { name: 'Shift the picture to the left' }).click();
    // The map of a digit of 28 × 28 is 26 × 26, and a shift by one leaves 26 · 25 cells.
    expect(await bench.locator('.kw-report').innerText()).toContain(
      'all 650 cells that both have are equal',
    );

    const predictions = page.getByRole('group', { name: 'Predict first' });
    const asked = cells().filter((cell) => joined(cell.source).startsWith('predict('));
    expect(await predictions.count()).toBe(asked.length);
    const gradient = predictions.filter({ hasText: 'gradient in the weight at the top left' });
    await gradient.getByRole('textbox').fill('-1');
    await gradient.getByRole('button').click();
    expect(await gradient.innerText()).toContain('✓ Right: −1.');
    expect(complaints).toEqual([]);
  });
});
