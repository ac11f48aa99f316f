import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageOf } from '../../bench/page';
import { targetsOf } from '../../bench/targets';
import { describeInBrowser } from '../show/browser';
import { madeUpReport } from './made-up';

describeInBrowser('the page of the benchmark', ({ openFile }) => {
  let folder = '';
  let file = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'convlab-bench-'));
    file = join(folder, 'bench.html');
    const report = madeUpReport();
    writeFileSync(file, pageOf(report, targetsOf(report)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('draws every figure, by itself and without complaint', async () => {
    const { page, complaints } = await openFile(file);
    const figures = page.locator('[data-convlab-figure]');
    expect(await figures.count()).toBe(12);
    // Plotly draws a little later: bars, or lines, in each.
    const fewestMarks = async (): Promise<number> => {
      const counts = await figures.evaluateAll((boxes) =>
        boxes.map((box) => box.querySelectorAll('.point path, path.js-line').length),
      );
      return Math.min(...counts);
    };
    await expect.poll(fewestMarks, { timeout: 60_000 }).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });

  it('says in words what each figure shows', async () => {
    const { page } = await openFile(file);
    const names = await page
      .getByRole('img')
      .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')));
    expect(names.filter((name) => name && name.length > 60)).toHaveLength(12);
    expect(names[0]).toContain('case b: readable loops 1.50, plain tile 4.00, SIMD 36.0');
  });

  it('shows targets and machine, with nothing taken for markup', async () => {
    const { page } = await openFile(file);
    expect(await page.getByText('A <made-up> processor, 2 cores').count()).toBe(1);
    const row = page.getByRole('row', { name: 'LeNet step: SIMD to toygrad' });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      'LeNet step: SIMD to toygrad',
      '10.0×',
      '10.0×',
      'at least 12×',
      'MISSED',
    ]);
  });

  it.each(['light', 'dark'] as const)('can be read on a %s screen', async (colorScheme) => {
    const { page } = await openFile(file);
    await page.emulateMedia({ colorScheme });
    await page.reload();
    const brightness = (colour: string): number =>
      colour
        .match(/[\d.]+/g)!
        .slice(0, 3)
        .reduce((sum, part) => sum + Number(part), 0) / 3;
    const colours = await page.evaluate<string[]>(`[
      getComputedStyle(document.body).backgroundColor,
      getComputedStyle(document.body).color,
      getComputedStyle(document.querySelector('[data-convlab-figure] .gtitle')).fill,
      getComputedStyle(document.querySelector('[data-convlab-figure] .ytick text')).fill,
    ]`);
    const [ground, ...inks] = colours.map(brightness);
    expect(ground! > 128).toBe(colorScheme === 'light');
    for (const ink of inks) expect(Math.abs(ink - ground!)).toBeGreaterThan(120);
  });
});
