import { describe, expect, it } from 'vitest';
import { imageNetTop5 } from '../../lib/data';
import { lessonUnderTest } from './lesson';

const { outputsOf, textOf, tracesOf } = lessonUnderTest('00-why-convolution');

/** The numbers in a text, in their order. */
const numbersIn = (text: string): number[] =>
  (
    text
      .replace(/−/g, '-')
      .replace(/,(?=\d{3})/g, '')
      .match(/-?\d+(\.\d+)?/g) ?? []
  ).map(Number);

interface Line {
  readonly x: number[];
  readonly y: number[];
}

/** The traces of a cell's figure. */
const linesOf = (id: string) => tracesOf(id)[0] as unknown as Line[];

describe('lesson 00', () => {
  it('draws a bar for each year of the file, with the number of its row, and the human mark', () => {
    const traces = linesOf('chart');
    const bars = traces.slice(0, 2).flatMap(({ x, y }) => x.map((year, i) => [year, y[i]]));
    const best = new Map<number, number>();
    for (const { year, error } of imageNetTop5()) {
      best.set(year, Math.min(error, best.get(year) ?? Infinity));
    }
    expect(bars).toEqual([...best]);
    expect(traces[2]!.y).toEqual([5.1, 5.1]);
    // The table beneath has every row of the file, with its source.
    for (const { team, error, source } of imageNetTop5()) {
      expect(textOf('chart')).toMatch(new RegExp(`${team} .* ${error} `));
      expect(textOf('chart')).toContain(source);
    }
  });

  it('puts the article’s year right', () => {
    expect(textOf('chart-said')).toContain('The human mark was passed in 2015');
    expect(textOf('chart-said')).toContain('The contest ended after 2017');
  });

  it('shows that features beat pixels, and bear a shift better', () => {
    const [features, pixels] = linesOf('feature-accuracy');
    features!.y.forEach((accuracy, shift) => {
      expect(accuracy).toBeGreaterThan(pixels!.y[shift]!);
    });
    expect(pixels!.y[0]).toBeGreaterThan(80);
    expect(pixels!.y[2]!).toBeLessThan(pixels!.y[0]! - 20);
  });

  it('finds the two fours, where they were put', () => {
    expect(textOf('detected')).toContain('2 are boxed');
    expect(textOf('detector')).toContain('a 4: 2');
  });

  it('brings the damaged photographs nearer to the original', () => {
    const [noisy, denoised, repeated, between] = numbersIn(
      outputsOf('restored').at(-1)!.split('\n').slice(1).join('\n'),
    );
    expect(denoised).toBeLessThan(noisy! / 2);
    expect(between).toBeLessThan(repeated!);
  });

  it('shuffles without a trace in the fully connected layer, and with one in the kernel', () => {
    const rows = outputsOf('mixed')[1]!.split('\n').slice(1);
    for (const row of rows) {
      const [, whole, mixed] = numbersIn(row);
      expect(mixed).toBe(whole);
    }
    const [ordered, shuffled] = numbersIn(outputsOf('mixed')[2]!);
    expect(ordered).toBeGreaterThan(shuffled! + 0.3);
  });

  it('counts the weights: 78,500 and 15,052,900 against 1,000 and 2,800', () => {
    const counted = outputsOf('explode-figure').at(-1)!;
    expect(numbersIn(counted).filter((n) => ![28, 224].includes(n))).toEqual([
      78_500, 1_000, 15_052_900, 2_800,
    ]);
  });

  it('names the parts to come with the counts of LeNet’s layers', () => {
    expect(textOf('parts-table')).toMatch(/conv2d .* 28×28×1 .* 28×28×8 .* 80/);
    expect(textOf('parts-table')).toContain('In all 9,098 weights and biases');
  });
});
