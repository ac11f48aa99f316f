import { describe, expect, it } from 'vitest';
import { conv2d, fromNested, toNested } from '../../lib';
import { numberText } from '../../lib/show';
import { describeInBrowser } from '../show/browser';
import { lessonUnderTest } from './lesson';
import { joined } from './notebook';

type Sheets = number[][][];

// The frame of the lesson, red, green and blue, written down once more: the lesson is checked
// against this and not against itself.
// prettier-ignore
const input: Sheets = [
  [[0, 1, 2, 0, 1], [0, 1, 0, 2, 1], [2, 1, 1, 0, 0], [0, 2, 1, 1, 2], [1, 0, 0, 2, 1]],
  [[1, 1, 0, 2, 0], [0, 2, 1, 0, 1], [1, 0, 2, 1, 0], [2, 1, 0, 1, 1], [0, 0, 1, 2, 0]],
  [[2, 0, 1, 1, 0], [0, 0, 2, 1, 1], [1, 2, 0, 0, 1], [0, 1, 1, 2, 0], [2, 0, 1, 0, 1]],
];
// prettier-ignore
const W0: Sheets = [
  [[1, 0, -1], [0, 1, 0], [-1, 0, 1]], [[0, 1, 0], [-1, 0, 1], [0, -1, 0]], [[-1, 1, 0], [0, 1, 1], [1, 0, 0]],
];
// prettier-ignore
const W1: Sheets = [
  [[-1, -1, 0], [-1, 1, 0], [-1, 1, 0]], [[1, -1, 0], [-1, 0, -1], [-1, 0, 0]], [[-1, 0, 1], [1, 0, 1], [0, -1, 0]],
];
/** Worked out on paper. */
const onPaper = [
  [5, 6, -2, 5, 5, 4, 4, 5, 1],
  [-1, -6, -2, 4, -1, -6, 0, -3, -8],
];

const block = (sheets: Sheets): number[][][] =>
  sheets[0]!.map((line, r) => line.map((_, c) => sheets.map((sheet) => sheet[r]![c]!)));

/** The numbers of a matrix in its text form. */
const numbersIn = (text: string): number[] =>
  (text.replace(/−/g, '-').match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

const { cells, html, outputsOf, textOf } = lessonUnderTest('01-convolution-by-hand');

describe('lesson 01', () => {
  it("finds the article's windows at the top left of the padded input", () => {
    expect(textOf('windows-agree').match(/yes$/gm)).toHaveLength(3);
    expect(textOf('windows-agree')).not.toMatch(/no$/m);
  });

  it('computes all 18 outputs of the frame: those on paper, and those of lib', () => {
    const first = block(W0);
    const second = block(W1);
    const kernels = fromNested(
      first.map((line, i) => line.map((cell, j) => cell.map((w, c) => [w, second[i]![j]![c]!]))),
    );
    const options = { bias: [1, 0], stride: 2, padding: 1 };
    const output = toNested(conv2d(fromNested([block(input)]), kernels, options)) as number[][][][];
    const lib = [0, 1].map((m) => output[0]!.flat().map((cell) => cell[m]!));
    expect(lib).toEqual(onPaper);

    const [w0, w1] = outputsOf('eighteen')[0]!.split('\n\n');
    expect(numbersIn(w0!.replace('output of W0', ''))).toEqual(onPaper[0]);
    expect(numbersIn(w1!.replace('output of W1', ''))).toEqual(onPaper[1]);
    expect(outputsOf('eighteen')[1]).toContain('**18** numbers');
  });

  it("writes out the article's number channel by channel", () => {
    const text = textOf('trace-w1');
    expect(text).toMatch(/^red: .* = 0$/m);
    expect(text).toMatch(/^green: .* = −1$/m);
    expect(text).toMatch(/^blue: .* = 0$/m);
    expect(text).toContain('red + green + blue + bias: 0 + (−1) + 0 + bias 0 = −1');
  });

  it.each([
    ['trace-middle', onPaper[0]![4]!],
    ['trace-last', onPaper[1]![8]!],
  ])('writes out the output of %s', (id, output) => {
    expect(textOf(id)).toMatch(new RegExp(`bias \\d = ${numberText(output)}$`));
  });

  it('catches the misprint: read literally, the blue line sums to 1, wherever the bare 1 stands', () => {
    const lines = textOf('catch-misprint').split('\n').slice(1);
    expect(lines.map((line) => line.match(/(\d)\s+(yes|no)$/)!.slice(1))).toEqual([
      ['0', 'yes'],
      ['1', 'no'],
      ['1', 'no'],
      ['1', 'no'],
    ]);
    expect(textOf('misprint-caught')).toContain('adds up to **1** and not to **0**');
  });

  it('shows that W1 can not be a second layer', () => {
    expect(textOf('not-two-layers')).toContain('kernels expect 3 input channels, x has 1');
  });

  it('says that the padded input, padded once more, would give 4 × 4', () => {
    const sides = textOf('sizes')
      .split('\n')
      .slice(2)
      .map((line) => numbersIn(line).slice(-3));
    expect(sides).toEqual([
      [5, 1, 3],
      [7, 0, 3],
      [7, 1, 4],
    ]);
  });

  it('reports three oracles apart, all in agreement, and names the backend', () => {
    const [table, library] = outputsOf('witnesses');
    const witnesses = table!.split('\n').slice(1);
    expect(new Set(witnesses.map((line) => line.split(/\s{2,}/)[0]!.replace(/ \(.*/, '')))).toEqual(
      new Set(['by hand', 'TensorFlow.js', 'central differences']),
    );
    expect(witnesses.filter((line) => !line.endsWith('yes'))).toEqual([]);
    expect(library).toMatch(/TensorFlow\.js [\d.]+ on (the wasm|the cpu|the native)/);
  });

  it('shows the kernel turned in cross-correlation, and as it is in convolution', () => {
    const shown = outputsOf('flip-shown')[0]!.split('\n\n');
    expect(numbersIn(shown[3]!)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(numbersIn(shown[4]!)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('finds the green window again in the slopes of the green weights', () => {
    const [slopes, window] = outputsOf('all-slopes')[0]!.split('\n\n');
    expect(numbersIn(slopes!)).toEqual(numbersIn(window!));
  });
});

describeInBrowser('the pieces of lesson 01 that run in the page', ({ openFile }) => {
  it('has an explorer that computes, and predictions that answer', async () => {
    const { page, complaints } = await openFile(html());
    const explorer = page.getByRole('group', { name: 'The frame of the worked example' });
    await explorer.getByRole('button', { name: 'Fill the whole output' }).click();
    const shown = await explorer
      .locator('.cx-outputs table')
      .evaluateAll((tables) =>
        tables.map((table) =>
          [...table.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
        ),
      );
    expect(shown).toEqual(onPaper.map((sheet) => sheet.map((value) => numberText(value))));

    const predictions = page.getByRole('group', { name: 'Predict first' });
    const asked = cells().filter((cell) => joined(cell.source).startsWith('predict('));
    expect(await predictions.count()).toBe(asked.length);
    const frame = predictions.filter({ hasText: 'The top left output of kernel W1' });
    await frame.getByRole('textbox').fill('-1');
    await frame.getByRole('button').click();
    expect(await frame.innerText()).toContain('✓ Right: −1.');
    expect(complaints).toEqual([]);
  });
});
