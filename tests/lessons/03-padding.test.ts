import { describe, expect, it } from 'vitest';
import { describeInBrowser } from '../show/browser';
import { lessonUnderTest } from './lesson';

const { html, outputsOf, textOf } = lessonUnderTest('03-padding');

/** The cells of a table's text form, without its header. */
const rowsIn = (text: string): string[][] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s{2,}/));

/** The answer that a prediction holds back. */
const answerOf = (id: string): string => /\nThe answer: (.*?)\. /.exec(textOf(id))![1]!;

/** The numbers of a matrix in its text form, without its title. */
const numbersIn = (text: string): number[][] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/).map(Number));

describe('lesson 03', () => {
  it('counts the visits to 7 × 7 cells as on paper: a multiplication table of 1, 2, 3, 3, 3, 2, 1', () => {
    const row = [1, 2, 3, 3, 3, 2, 1];
    const [grid, shares] = outputsOf('grid-shown');
    expect(numbersIn(grid!)).toEqual(row.map((a) => row.map((b) => a * b)));
    expect(shares).toContain(
      '24 of the 49 cells, which is **49 %**, and gets 56 of 225 visits, **25 %**',
    );
  });

  // Each answer worked out by hand.
  it.each([
    ['predict-row', '2'],
    ['predict-diagonal', '4'],
    ['predict-ring', '4'],
    ['predict-rim', '4'],
    ['predict-digit', 'nothing'],
    ['predict-four', '10'],
    ['predict-four-kernel', '3'],
    ['predict-leftover', 'up and to the left'],
    ['predict-stride-two', '0 before, 1 after'],
    ['predict-tower', '6'],
    ['predict-seep', '14'],
    ['predict-slope', '9'],
  ])('answers %s with %s', (id, answer) => {
    expect(answerOf(id)).toBe(answer);
  });

  it('makes all cells alike by full padding only', () => {
    const rows = rowsIn(outputsOf('visit-maps')[1]!).map((cells) => cells.slice(1));
    expect(rows).toEqual([
      ['no padding: 0', '1', '9', '10'],
      ['size kept: 1', '4', '9', '12'],
      ['full: 2', '9', '9', '14'],
      ['no padding: 0', '1', '25', '8'],
      ['size kept: 2', '9', '25', '12'],
      ['full: 4', '25', '25', '16'],
      // 12 cells hold 6 places of 7: in both directions, 36.
      ['no padding: 0', '1', '36', '6'],
      ['size kept: 3', '16', '49', '12'],
      ['full: 6', '49', '49', '18'],
    ]);
  });

  it('shows sizes for the four forms of padding', () => {
    const sizes = rowsIn(outputsOf('forms-table')[0]!)
      .slice(1)
      .map((cells) => cells.slice(-2));
    expect(sizes).toEqual([
      ['3', '5'],
      ['5', '7'],
      ['7', '9'],
      ['4', '10'],
    ]);
    expect(textOf('refused')).toContain("write it in small letters: 'same'");
    expect(textOf('refused')).toContain(
      'one number for rows and one for columns is [[1, 1], [2, 2]]',
    );
  });

  it("agrees with TensorFlow.js on 'same', and shows the padding that it says", () => {
    const rows = rowsIn(outputsOf('tensorflow')[0]!);
    expect(rows.map((cells) => cells.at(-1))).toEqual(new Array(8).fill('yes'));
    // Cells, kernel, stride, before, after, outputs: by the formula in TensorFlow's documentation.
    expect(rows.map((cells) => cells.slice(0, 6).map(Number))).toEqual([
      [10, 3, 1, 1, 1, 10],
      [10, 4, 1, 1, 2, 10],
      [10, 2, 1, 0, 1, 10],
      [10, 5, 2, 1, 2, 5],
      [10, 3, 2, 0, 1, 5],
      [11, 3, 2, 1, 1, 6],
      [11, 4, 3, 1, 1, 4],
      [10, 1, 2, 0, 0, 5],
    ]);
    expect(rowsIn(outputsOf('same-even-table')[0]!).map((cells) => Number(cells[2]) === 0)).toEqual(
      [false, true],
    );
  });

  it("tells 'same' with stride 2 from one ring of zeros", () => {
    expect(textOf('stride-compare')).toContain('(6, 12, 11) is not (3, 9, 15)');
  });

  it('lets no padding be negative', () => {
    const rows = rowsIn(outputsOf('same-by-size')[1]!).map((cells) => cells.slice(5));
    expect(rows.slice(-2)).toEqual([
      ['−1', '0', '0'],
      ['−1', '0', '0'],
    ]);
  });

  it('counts the layers that a picture lasts: 2 or 4 cells off for each', () => {
    expect(rowsIn(outputsOf('towers-figure')[1]!).map((cells) => cells.slice(2))).toEqual([
      ['13', '2'],
      ['6', '4'],
      ['111', '2'],
      ['55', '4'],
    ]);
  });

  it('finds the strongest answers of the padded photograph in the rim, and none in that of a digit', () => {
    const [inside, padded] = outputsOf('seam-profile')[1]!
      .match(/\*\*([\d.]+)\*\*/g)!
      .map((text) => Number(text.replace(/\*/g, '')));
    expect(padded!).toBeGreaterThan(1.5 * inside!);
    const [digit, photograph, centred] = rowsIn(outputsOf('rim-table')[0]!)
      .slice(1)
      .map((cells) => Number(cells[1]));
    expect(digit).toBe(0);
    expect(centred!).toBeLessThan(photograph!);
  });

  it('gives a padded text the answer of the text itself where it is masked, and only there', () => {
    const [short, long] = rowsIn(outputsOf('masked')[0]!).map((cells) =>
      cells.slice(1).map(Number),
    );
    expect(short![2]).toBe(short![0]);
    expect(short![1]).not.toBe(short![0]);
    expect(new Set(long).size).toBe(1);
    expect(outputsOf('ragged')[0]).toContain(
      'expected an array of length 100 at [1], got length 120',
    );
    expect(outputsOf('masked')[1]).not.toContain('**no**');
  });

  it('finds the visits again in the slopes of the sum', () => {
    expect(rowsIn(outputsOf('slopes-shown')[1]!)).toEqual([
      ['valid', 'yes'],
      ['same', 'yes'],
      ['2', 'yes'],
    ]);
  });
});

describeInBrowser('the pieces of lesson 03 that run in the page', ({ openFile }) => {
  it('has an explorer that counts again when a slider moves', async () => {
    const { page, complaints } = await openFile(html());
    const explorer = page.getByRole('group', { name: 'Padding, and who is read how often' });
    expect(await explorer.locator('.px-results').innerText()).toContain('between 4 and 9 times');
    await explorer.getByRole('radio', { name: "'valid'" }).check();
    expect(await explorer.locator('.px-results').innerText()).toContain(
      'rows of the output: ⌊(7 + 0 + 0 − 3) / 1⌋ + 1 = 5',
    );
    expect(await explorer.locator('.px-results').innerText()).toContain('between 1 and 9 times');
    expect(complaints).toEqual([]);
  });
});
