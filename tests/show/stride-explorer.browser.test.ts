import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { conv2d, convOutputSize, tensor } from '../../lib';
import { strideExplorerBundle } from '../../lib/show/stride-explorer';
import { describeInBrowser } from './browser';

const html = strideExplorerBundle({ cells: 8, kernel: 3, stride: 2, title: 'Strides' })[
  'text/html'
] as string;

const set = (scope: Page | Locator, label: string, value: number): Promise<void> =>
  scope.getByRole('slider', { name: label }).fill(String(value));

const gridOf = (scope: Page | Locator, label: string): Locator =>
  scope.getByRole('table', { name: label });

/** The cells of a grid as text, row by row. */
const texts = (grid: Locator): Promise<string[][]> =>
  grid
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );

/** `row,col` of the cells of the input that are marked as the window. */
const marked = (page: Page): Promise<string[]> =>
  gridOf(page, 'Visits of each input cell')
    .locator('tr')
    .evaluateAll((rows) =>
      rows.flatMap((row, r) =>
        [...row.children].flatMap((cell, c) =>
          cell.classList.contains('cl-in') ? [`${r},${c}`] : [],
        ),
      ),
    );

/** How many outputs of lib's conv2d change when a cell is lit: what the page should count. */
function visits(n: number, k: number, stride: number, padding: number, dilation: number) {
  const ones = tensor([k, k, 1, 1], new Array<number>(k * k).fill(1));
  return Array.from({ length: n }, (_, row) =>
    Array.from({ length: n }, (_unused, col) => {
      const lit = tensor([1, n, n, 1]);
      lit.data[row * n + col] = 1;
      const count = conv2d(lit, ones, { stride, padding, dilation }).data.filter(Boolean).length;
      return count === 0 ? '×' : String(count);
    }),
  );
}

describeInBrowser('the stride explorer', ({ openHtml }) => {
  it.each([
    [8, 3, 2, 0, 1],
    [9, 2, 4, 0, 1],
    [6, 3, 1, 2, 1],
    [7, 3, 2, 1, 2],
  ])('counts visits as lib does: n %i, k %i, s %i, p %i, d %i', async (n, k, s, p, d) => {
    const { page, complaints } = await openHtml(html);
    await set(page, 'input size n', n);
    await set(page, 'kernel size k', k);
    await set(page, 'stride s', s);
    await set(page, 'padding p', p);
    await set(page, 'dilation d', d);
    const shown = await texts(gridOf(page, 'Visits of each input cell'));
    expect(shown).toHaveLength(n + 2 * p);
    const inner = shown.slice(p, p + n).map((row) => row.slice(p, p + n));
    expect(inner).toEqual(visits(n, k, s, p, d));
    const side = convOutputSize(n, k, s, p, d);
    expect(await gridOf(page, 'Outputs').locator('button').count()).toBe(side * side);
    expect(await page.getByRole('status').innerText()).toMatch(new RegExp(`= ${side}$`));
    expect(complaints).toEqual([]);
  });

  it('puts the numbers into the formula, the dilation too', async () => {
    const { page } = await openHtml(html);
    const formula = page.getByRole('status');
    expect(await formula.innerText()).toBe(
      '⌊(n + 2p − k) / s⌋ + 1 = ⌊(8 + 2·0 − 3) / 2⌋ + 1 = ⌊2.5⌋ + 1 = 3',
    );
    await set(page, 'padding p', 1);
    await set(page, 'dilation d', 2);
    expect(await formula.innerText()).toBe(
      '⌊(n + 2p − ((k − 1)·d + 1)) / s⌋ + 1 = ⌊(8 + 2·1 − ((3 − 1)·2 + 1)) / 2⌋ + 1 = ⌊2.5⌋ + 1 = 3',
    );
  });

  it('shows the window of an output that is chosen, by click or by arrow key', async () => {
    const { page } = await openHtml(
      `${html}<script>window.heard = 0; document.addEventListener('keydown', () => window.heard++);</script>`,
    );
    await page.getByRole('button', { name: 'Output row 1, column 2' }).click();
    const window = ['2,4', '2,5', '2,6', '3,4', '3,5', '3,6', '4,4', '4,5', '4,6'];
    expect(await marked(page)).toEqual(window);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
      'Output row 2, column 1',
    );
    expect((await marked(page))[0]).toBe('4,2');
    await page.keyboard.press('ArrowDown');
    expect((await marked(page))[0]).toBe('4,2');
    expect(await page.getByText('Output row 2, column 1 reads').innerText()).toContain(
      'rows 4, 5, 6 and columns 2, 3, 4 of the input. All outputs together take 3 · 3 · 3 · 3 = 81',
    );
    expect(await page.evaluate('window.heard')).toBe(0);
  });

  it('keeps the arrow keys of a slider to the slider', async () => {
    const { page } = await openHtml(html);
    await page.getByRole('slider', { name: 'stride s' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('status').innerText()).toContain('/ 3⌋');
  });

  it('tells cells between windows from cells left over', async () => {
    const { page } = await openHtml(html);
    expect(await page.getByText('Never visited').innerText()).toBe(
      'Never visited: 15 of 64 cells, those whose row or column is among 7 (left over).',
    );
    await set(page, 'stride s', 5);
    expect(await page.getByText('Never visited').innerText()).toBe(
      'Never visited: 28 of 64 cells, those whose row or column is among 3, 4 (skipped).',
    );
    await set(page, 'stride s', 1);
    expect(await page.getByText('Every cell of the input is visited.').count()).toBe(1);
  });

  it("says why there is no output, in lib's own words, and recovers", async () => {
    const { page, complaints } = await openHtml(html);
    const alert = page.getByRole('alert');
    expect(await alert.isHidden()).toBe(true);
    const refused = (...sizes: [number, number, number, number, number]): string => {
      try {
        convOutputSize(...sizes);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('lib took it');
    };
    await set(page, 'stride s', 0);
    expect(await alert.innerText()).toBe(refused(8, 3, 0, 0, 1));
    expect(await page.getByRole('status').isHidden()).toBe(true);
    await set(page, 'stride s', 1);
    await set(page, 'dilation d', 0);
    expect(await alert.innerText()).toBe(refused(8, 3, 1, 0, 0));
    await set(page, 'dilation d', 3);
    await set(page, 'kernel size k', 5);
    expect(await alert.innerText()).toBe(refused(8, 5, 1, 0, 3));
    await set(page, 'padding p', 3);
    expect(await alert.isHidden()).toBe(true);
    expect(await page.getByRole('status').innerText()).toMatch(/= 2$/);
    expect(complaints).toEqual([]);
  });

  it('lives beside others in one page, and leaves nothing on window', async () => {
    const other = strideExplorerBundle({ cells: 5, title: 'Other' })['text/html'] as string;
    const { page, complaints } = await openHtml(
      `<script>window.before = Object.keys(window)</script>${html}${other}`,
    );
    await set(page.getByRole('group', { name: 'Strides' }), 'input size n', 12);
    const outputs = gridOf(page.getByRole('group', { name: 'Other' }), 'Outputs');
    expect(await outputs.locator('button').count()).toBe(4);
    const added = 'Object.keys(window).filter((k) => k !== "before" && !window.before.includes(k))';
    expect(await page.evaluate(added)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('can be read on a dark page', async () => {
    const { page } = await openHtml(html, { dark: true });
    const colours = await page.locator('.sx p, .sx label, .sx-row text').evaluateAll((all) => [
      ...new Set(
        all.map((e) => {
          const style = e.ownerDocument.defaultView.getComputedStyle(e);
          return e.tagName === 'text' ? style.fill : style.color;
        }),
      ),
    ]);
    expect(colours).toEqual(['rgb(238, 238, 238)']);
  });
});
