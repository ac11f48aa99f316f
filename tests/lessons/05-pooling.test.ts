import { describe, expect, it } from 'vitest';
import { describeInBrowser } from '../show/browser';
import { lessonUnderTest } from './lesson';
import { joined } from './notebook';

const { cells, html, outputsOf, textOf } = lessonUnderTest('05-pooling');

/** The lines of a table's text under its header, each split into its cells. */
const linesOf = (table: string, header: string): string[][] => {
  const lines = table.split('\n');
  const first = lines.findIndex((line) => line.startsWith(header)) + 1;
  return lines.slice(first).map((line) => line.trim().split(/\s{2,}/));
};

describe('lesson 05', () => {
  it('pools 4×4 to 2×2 as on paper, by maximum and by mean', () => {
    const [, max, mean] = outputsOf('four-pooled')[0]!.split('\n\n');
    expect(max!.split('\n').slice(1)).toEqual([' 5   8', '−1   9']);
    expect(mean!.split('\n').slice(1)).toEqual([' 2.75   4.25', '−3.25      5']);
    expect(linesOf(textOf('lib-agrees'), 'pooling').map((line) => line.at(-1))).toEqual([
      'yes',
      'yes',
    ]);
  });

  it("turns the article's sizes round", () => {
    expect(textOf('which-way')).toContain('4×4 becomes 2×2: of 16 numbers 4 are left.');
    expect(linesOf(outputsOf('which-way')[0]!, 'map')).toEqual([
      ['2×2', '1×1'],
      ['4×4', '2×2'],
    ]);
  });

  it('keeps the depth, without a weight', () => {
    expect(textOf('predict-depth')).toContain('4×4×3 becomes 2×2×3');
    expect(textOf('depth-shown')).toContain('Weights in this layer: **0**');
  });

  it('keeps the strongest edge of the cat by maximum, and the mean by mean', () => {
    const [edges, max, mean] = linesOf(textOf('cat-numbers'), 'map').map((line) =>
      line.slice(1).map(Number),
    );
    expect(edges![0]).toBe(148 * 225);
    expect([max![0], mean![0]]).toEqual([37 * 56, 37 * 56]);
    expect(max![1]).toBe(edges![1]);
    expect(mean![1]).toBeLessThan(0.7 * edges![1]!);
    expect(mean![2]).toBeCloseTo(edges![2]!, 2);
  });

  // Krizhevsky et al. 2012, section 3: maps of 55, 27 and 13 cells a side are pooled.
  it("finds the sizes of AlexNet's pooled maps", () => {
    expect(
      linesOf(outputsOf('overlap-shown')[1]!, 'in AlexNet').map((line) => line.slice(1)),
    ).toEqual([
      ['55', '27', '27'],
      ['27', '13', '13'],
      ['13', '6', '6'],
    ]);
  });

  it('does not count padded cells', () => {
    expect(textOf('predict-padded')).toContain('The answer: −8.');
    const [, maxInLib, maxOfZeros] = outputsOf('padded-shown')[0]!.split('\n\n');
    expect(maxInLib).not.toMatch(/\b0\b/);
    expect(maxOfZeros!.match(/\b0\b/g)).toHaveLength(8);
  });

  it('shows that the mean takes no more harm from white pixels than the photograph, the maximum more', () => {
    const harm = Object.fromEntries(
      linesOf(outputsOf('salt')[1]!, ' ')
        .slice(-3)
        .map(([name, value]) => [name, Number(value)]),
    );
    expect(harm['mean']).toBe(harm['photograph']);
    expect(harm['maximum']).toBeGreaterThan(3 * harm['mean']!);
  });

  it('measures shifts as the text tells them', () => {
    const means = Object.fromEntries(
      linesOf(outputsOf('shift-figure')[1]!, 'features').map(([name, ...shifts]) => [
        name,
        shifts.map((text) => Number(text.split(' ')[0])),
      ]),
    );
    for (const shifts of Object.values(means)) expect(shifts[0]).toBe(0);
    for (const cells of [1, 2, 3]) {
      const at = (name: string): number => means[name]![cells]!;
      expect(Math.abs(at('every second cell') - at('no pooling'))).toBeLessThan(0.02);
      expect(at('average, 2 × 2')).toBeLessThan(at('no pooling'));
      expect(at('max, 2 × 2')).toBeLessThan(at('average, 2 × 2'));
      expect(at('max, 4 × 4')).toBeLessThan(at('average, 4 × 4'));
      expect(at('global average')).toBe(0);
    }
    // "The larger the shift, the nearer pooled features come to those without pooling."
    const shareLeft = [1, 2, 3].map(
      (cells) => means['max, 2 × 2']![cells]! / means['no pooling']![cells]!,
    );
    expect(shareLeft).toEqual([...shareLeft].sort((x, y) => x - y));
    // "Invariant is too large a word."
    expect(means['max, 2 × 2']![1]).toBeGreaterThan(0.5);
  });

  it('finds the pooled map again, shifted by one, when the digit moves by the stride', () => {
    const changes = linesOf(textOf('stride-shift'), 'digit').map((line) => Number(line.at(-1)));
    expect(changes[3]).toBe(0);
    for (const change of changes.slice(0, 3)) expect(change).toBeGreaterThan(0.5);
  });

  it('pools the cat and the cat shuffled within windows to the same', () => {
    expect(textOf('predict-shuffled')).toContain('The answer: maximum and mean.');
    const [within, everywhere] = linesOf(outputsOf('scrambled').at(-1)!, 'compared').map((line) =>
      line.slice(1).map(Number),
    );
    expect(within).toEqual([0, 0, 0]);
    expect(everywhere![0]).toBeGreaterThan(0.1);
    expect(everywhere![1]).toBeGreaterThan(0.1);
    expect(everywhere![2]).toBe(0);
  });

  it('draws the route of each gradient, as on paper', () => {
    expect(textOf('routes-max').split('\n').slice(1)).toEqual([
      '10 of output row 0, column 0 goes: 10 to row 1, column 0 (which holds 5)',
      '20 of output row 0, column 1 goes: 20 to row 0, column 3 (which holds 8)',
      '30 of output row 1, column 0 goes: 30 to row 2, column 1 (which holds −1)',
      '40 of output row 1, column 1 goes: 40 to row 2, column 3 (which holds 9)',
    ]);
    expect(textOf('routes-mean').match(/7\.5 to row [23], column [01]/g)).toHaveLength(4);
    expect(textOf('routes-overlap').match(/to row 0, column 2/g)).toHaveLength(2);
    expect(textOf('recall-questions')).toContain('10 + 20 = 30.');
  });

  it('gives a tie to the first in reading order, where central differences halve it', () => {
    expect(textOf('predict-tie')).toContain('The answer: the one at the top right.');
    const shown = outputsOf('tie-witnesses')[0]!.split('\n\n');
    expect(shown[1]).toBe('gradient by lib\n0  1\n0  0');
    expect(shown[3]).toBe('by central differences\n  0  0.5\n0.5  0.5');
    expect(textOf('kink-read')).toMatch(
      /is \*\*0\*\*, just after it \*\*1\*\*.*middle, \*\*0\.5\*\*/,
    );
  });

  it('reports the witnesses apart, all in agreement away from ties', () => {
    expect(linesOf(textOf('witnesses-by-hand'), 'gradient').map((line) => line[1])).toEqual([
      'yes',
      'yes',
    ]);
    const rows = linesOf(textOf('witnesses'), 'pooling');
    expect(rows).toHaveLength(18);
    expect(rows.filter((row) => row.at(-1) !== 'yes')).toEqual([]);
  });

  // ResNet-50: 7·7·2048·1000 + 1000 against 2048·1000 + 1000.
  it('counts the weights at the end of networks', () => {
    const rows = linesOf(outputsOf('head-figure')[1]!, 'network').map((line) => line.slice(3));
    expect(rows).toEqual([
      ['7850', '170', '46'],
      ['40970', '650', '63'],
      ['25089000', '513000', '49'],
      ['100353000', '2049000', '49'],
    ]);
    expect(linesOf(textOf('resnet-end'), 'its last').map(([kind]) => kind)).toEqual([
      'globalAvgPool',
      'dense',
    ]);
  });

  it('makes average pooling of a convolution, and finds max pooling not linear', () => {
    expect(
      linesOf(outputsOf('stride-convolution')[0]!, 'claim').map((line) => line.at(-1)),
    ).toEqual(['yes', 'yes', 'no']);
    // 3·3·64·64 + 64 weights and biases; each of 28·28·64 outputs takes 3·3·64 products.
    expect(outputsOf('stride-costs')[0]).toMatch(/36928\s+28901376$/m);
  });
});

describeInBrowser('the pieces of lesson 05 that run in the page', ({ openFile }) => {
  it('has an explorer that pools forward and back, and predictions that answer', async () => {
    const { page, complaints } = await openFile(html());
    const explorer = page.getByRole('group', { name: 'Pooling, forward and back' });
    expect(await explorer.locator('.px-outputs td').allInnerTexts()).toEqual(['5', '8', '−1', '9']);
    await explorer.getByLabel('send the gradient back').check();
    expect(await explorer.locator('svg.cl-routes').getAttribute('aria-label')).toContain(
      '1 of output row 1, column 0 goes: 1 to row 2, column 1 (which holds −1)',
    );
    await explorer.getByRole('button', { name: "Take a digit's edges" }).click();
    expect(await explorer.locator('.px-outputs td').count()).toBe(16);

    const predictions = page.getByRole('group', { name: 'Predict first' });
    const asked = cells().filter((cell) => joined(cell.source).startsWith('predict('));
    expect(await predictions.count()).toBe(asked.length);
    const negative = predictions.filter({ hasText: 'The window at the bottom left' });
    await negative.getByRole('textbox').fill('-1');
    await negative.getByRole('button').click();
    expect(await negative.innerText()).toContain('✓ Right: −1.');
    expect(complaints).toEqual([]);
  });
});
