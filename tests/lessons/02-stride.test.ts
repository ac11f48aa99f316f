import { describe, expect, it } from 'vitest';
import { describeInBrowser } from '../show/browser';
import { lessonUnderTest } from './lesson';
import { joined } from './notebook';

/** The cells of each line of a table in its text form, its title and header left out. */
const linesOf = (table: string): string[][] =>
  table
    .split('\n')
    .map((line) => line.split(/\s{2,}/).filter(Boolean))
    .filter((cells) => cells.length > 1)
    .slice(1);

/** The numbers of a matrix in its text form, below its title. */
const matrixIn = (text: string): number[][] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/−/g, '-').trim().split(/\s+/).map(Number));

const { cells, html, outputsOf, textOf } = lessonUnderTest('02-stride');

describe('lesson 02', () => {
  it('shows outputs for strides 1, 2 and 3, as worked out on paper', () => {
    const [, one, two, three] = outputsOf('output-grids')[0]!.split('\n\n');
    expect(matrixIn(one!)).toEqual([
      [0, -3, -3, -1, 0],
      [3, 0, -3, -3, -1],
      [3, 3, 0, -3, -3],
      [1, 3, 3, 0, -3],
      [0, 1, 3, 3, 0],
    ]);
    expect(matrixIn(two!)).toEqual([
      [0, -3, 0],
      [3, 0, -3],
      [0, 3, 0],
    ]);
    expect(matrixIn(three!)).toEqual([
      [0, -1],
      [1, 0],
    ]);
    expect(textOf('predict-thinned')).toContain('The answer: none.');
  });

  it('lets the student find the rule: that of lesson 01 fails, and the formula is in no cell before', () => {
    const before = cells().slice(
      0,
      cells().findIndex(({ id }) => id === 'formula'),
    );
    expect(before.map(({ source }) => joined(source)).join('\n')).not.toMatch(/⌊|Math\.floor\(\(/);
    expect(textOf('try-your-rule')).toContain('Your rule agrees in 2 of 13 cases');
    expect(textOf('predict-new-case')).toContain('The answer: 7.');
  });

  it('finds the formula right in every small case, and its rounded-up twin, and no other rule', () => {
    const rules = linesOf(textOf('test-rules'));
    expect(rules.filter((line) => line.at(-1) === 'yes').map(([rule]) => rule)).toEqual([
      '⌊(n + 2p − k) / s⌋ + 1',
      '⌈(n + 2p − k + 1) / s⌉',
      "lib's convOutputSize",
    ]);
    expect(rules.filter((line) => line.at(-1) === 'no')).toHaveLength(4);
  });

  it('says which rows and columns are never visited', () => {
    expect(linesOf(textOf('visits-drawn').split('\n').slice(1).join('\n'))).toEqual([
      ['1', 'none', '0', '0 %'],
      ['2', 'none', '0', '0 %'],
      ['3', 'none', '0', '0 %'],
      ['4', '3, 7, 8', '45', '56 %'],
    ]);
    expect(textOf('predict-gaps')).toContain('The answer: 3.');
    // 19 · 28 windows of 9 cells, of 150 · 225.
    expect(textOf('cat-visited')).toContain('4788 of 33750 pixels, which is **14 %**');
    expect(textOf('gap-drawn')).toContain('between windows: 3, 7; left over: 11');
  });

  // He et al. 2015, table 1; Krizhevsky et al. 2012, figure 2; 14 × 14 patches of 16 in 224.
  it("computes the sizes of published layers, ResNet's 224 → 112 among them", () => {
    const layers = linesOf(outputsOf('published')[0]!);
    const sizes = layers.map((line) => [line[0], line[1], line[3], line[5]]);
    expect(sizes).toEqual([
      ['VGG, first layer', '224', '1', '224'],
      ['ResNet, first layer', '224', '2', '112'],
      ['ResNet-34, first of conv3', '56', '2', '28'],
      ['ResNet-34, first of conv4', '28', '2', '14'],
      ['ResNet-34, first of conv5', '14', '2', '7'],
      ['AlexNet, first layer', '224', '4', '54'],
      ['the same, padded', '224', '4', '55'],
      ['Vision Transformer', '224', '16', '14'],
    ]);
    expect(textOf('published')).toContain('⌊111.5⌋ + 1 = **112**, half of 224');
  });

  // 112 · 112 outputs · 64 kernels · 7 · 7 · 3 weights = 118,013,952.
  it("counts the multiply-adds of ResNet's first layer by stride", () => {
    expect(textOf('predict-cost')).toContain('The answer: 4.');
    expect(textOf('cost-drawn')).toMatch(/1: 472, 2: 118, 3: 53/);
  });

  it('loses the finest stripes, and finds false ones', () => {
    expect(textOf('predict-stripes')).toContain('The answer: one even shade.');
    expect(textOf('stripes-drawn')).toMatch(/shade, 0,.*\n.*shade, 1,/);
    expect(textOf('wave')).toMatch(/period of 2\.2 columns.*period of 22 columns/);
  });

  it('measures receptive fields of 5, 7 and 5, as the rule says', () => {
    for (const [id, field] of [
      ['predict-two-plain', 5],
      ['predict-stride-first', 7],
      ['predict-stride-last', 5],
    ] as const) {
      expect(textOf(id)).toContain(`The answer: ${field}.`);
    }
    const [table, trials] = outputsOf('rule-against-experiment');
    const fields = linesOf(table!).map((line) => line.slice(-3));
    expect(fields).toEqual([
      ['5', '1', '5'],
      ['7', '2', '7'],
      ['5', '2', '5'],
      ['15', '4', '15'],
    ]);
    expect(trials).toContain('**100 of 100**');
    expect(textOf('layers-drawn')).toContain('input: 13 cells, 7 seen (4, 5, 6, 7, 8, 9, 10)');
  });

  it('weighs the cells of a field by the ways up: 1, 2, 3, 2, 1, multiplied', () => {
    const ways = [0, 0, 1, 2, 3, 2, 1, 0, 0];
    expect(matrixIn(textOf('influence'))).toEqual(ways.map((a) => ways.map((b) => a * b)));
  });

  // Simonyan and Zisserman 2014, section 2.3: 18 C² against 25 C², and 27 C² against 49 C².
  it('compares two 3 × 3 layers with one 5 × 5, and three with one 7 × 7', () => {
    const lines = linesOf(outputsOf('two-or-one-table')[0]!.split('\n').slice(1).join('\n'));
    const weights = (kernels: number): string => String(kernels * 64 * 64);
    expect(lines.map((line) => [line[1], line[3], line[4]])).toEqual([
      ['5 × 5', weights(25), '1'],
      ['5 × 5', weights(18), '2'],
      ['7 × 7', weights(49), '1'],
      ['7 × 7', weights(27), '3'],
    ]);
    expect(textOf('two-or-one-table')).toMatch(/\*\*28 %\*\*.*\*\*45 %\*\*/);
  });

  // 7 + 2·2 = 11, then 6 · 2·4, 2·4 + 7 · 2·8, 2·8 + 11 · 2·16, 2·16 + 5 · 2·32 more: 899;
  // and with strides of one 7 + 33 · 2 = 73.
  it('ends at a receptive field of 899 for ResNet-34, and of 73 without its strides', () => {
    expect(textOf('resnet-field')).toContain('it is **899** cells wide');
    expect(textOf('resnet-field')).toContain('would see **73** of 224 columns');
  });

  it('gives 12 points', () => {
    expect(textOf('exercise-table')).toContain('4 exercises, 12 points');
  });
});

describeInBrowser('the pieces of lesson 02 that run in the page', ({ openFile }) => {
  it('has an explorer that computes, and predictions that answer', async () => {
    const { page, complaints } = await openFile(html());
    const explorer = page.getByRole('group', { name: 'Windows, strides and visits' });
    await explorer.getByRole('slider', { name: 'stride s' }).fill('4');
    expect(await explorer.getByRole('status').innerText()).toMatch(/= ⌊1\.5⌋ \+ 1 = 2$/);
    expect(await explorer.getByText('Never visited').innerText()).toContain('45 of 81 cells');
    await explorer.getByRole('slider', { name: 'stride s' }).fill('0');
    expect(await explorer.getByRole('alert').innerText()).toContain('s (the stride) must be');

    const predictions = page.getByRole('group', { name: 'Predict first' });
    const asked = cells().filter((cell) => /^predict\(/m.test(joined(cell.source)));
    expect(await predictions.count()).toBe(asked.length);
    const gaps = predictions.filter({ hasText: 'How many cells does no window visit' });
    await gaps.getByRole('textbox').fill('2');
    await gaps.getByRole('button').click();
    expect(await gaps.innerText()).toContain('You said 2. The answer is 3.');
    expect(complaints).toEqual([]);
  });
});
