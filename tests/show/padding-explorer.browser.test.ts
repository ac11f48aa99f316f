import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { conv2d, zeros } from '../../lib';
import { paddingExplorerBundle } from '../../lib/show/padding-explorer';
import { describeInBrowser } from './browser';

const start = { rows: 4, cols: 5, kernel: 3 };
const html = paddingExplorerBundle(start)['text/html'] as string;

/** The numbers of a grid, row by row. */
const grid = (page: Page, name: string): Promise<number[][]> =>
  page
    .getByRole('table', { name })
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
    );

const visits = (page: Page): Promise<number[][]> => grid(page, 'How often each cell');
const paddingRead = (page: Page): Promise<number[][]> => grid(page, 'How many cells of padding');

/** Which cells of the padded picture carry a class, as `row,col`. */
const withClass = (page: Page, name: string): Promise<string[]> =>
  page
    .getByRole('table', { name: 'How often each cell' })
    .locator('tr')
    .evaluateAll(
      (rows, wanted) =>
        rows.flatMap((row, r) =>
          [...row.querySelectorAll('td')].flatMap((cell, c) =>
            cell.classList.contains(wanted) ? [`${r},${c}`] : [],
          ),
        ),
      name,
    );

/** A slider's name is its label and its value: `kernel 3`. */
const sliderOf = (page: Page, label: string): Locator =>
  page.getByRole('slider', { name: new RegExp(`^${label}\\b`) });

const slide = (page: Page, label: string, value: number): Promise<void> =>
  sliderOf(page, label).fill(String(value));

const choose = (page: Page, form: string): Promise<void> =>
  page.getByRole('radio', { name: form }).check();

const status = (page: Page): Promise<string> => page.locator('.px-results').innerText();

describeInBrowser('the padding explorer', ({ openHtml }) => {
  it('counts the visits to every cell, without padding and with each form of it', async () => {
    const { page, complaints } = await openHtml(html);
    expect(await visits(page)).toEqual([
      [1, 2, 3, 2, 1],
      [2, 4, 6, 4, 2],
      [2, 4, 6, 4, 2],
      [1, 2, 3, 2, 1],
    ]);
    expect(await withClass(page, 'cl-edge')).toEqual([]);

    await choose(page, "'same'");
    const same = await visits(page);
    expect(same.map((row) => row.length)).toEqual([7, 7, 7, 7, 7, 7]);
    expect(same[1]!.slice(1, 6)).toEqual([4, 6, 6, 6, 4]);
    expect(await paddingRead(page)).toEqual([
      [5, 3, 3, 3, 5],
      [3, 0, 0, 0, 3],
      [3, 0, 0, 0, 3],
      [5, 3, 3, 3, 5],
    ]);
    expect(await status(page)).toContain('padding: top 1, bottom 1, left 1, right 1');

    await choose(page, 'one number');
    await slide(page, 'on every side', 2);
    expect((await visits(page)).slice(2, 6).map((row) => row.slice(2, 7))).toEqual(
      new Array(4).fill([9, 9, 9, 9, 9]),
    );
    expect(await status(page)).toContain('Every cell of the picture is visited 9 times.');

    await choose(page, 'four sides');
    await slide(page, 'top', 1);
    await slide(page, 'right', 2);
    expect(await status(page)).toContain('padding: top 1, bottom 0, left 0, right 2');
    expect(await withClass(page, 'cl-edge')).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6].map((c) => `0,${c}`),
      ...[1, 2, 3, 4].flatMap((r) => [`${r},5`, `${r},6`]),
    ]);
    expect(complaints).toEqual([]);
  });

  it('puts the odd row and column of an even kernel at the bottom and the right', async () => {
    const { page } = await openHtml(html);
    await choose(page, "'same'");
    await slide(page, 'kernel', 4);
    expect(await status(page)).toContain('padding: top 1, bottom 2, left 1, right 2');
  });

  it('writes out the size with its numbers, and says how many cells are never visited', async () => {
    const { page } = await openHtml(html);
    await slide(page, 'kernel', 1);
    expect(await status(page)).toContain('Every cell of the picture is visited once.');
    await slide(page, 'stride', 2);
    expect(await status(page)).toContain('rows of the output: ⌊(4 + 0 + 0 − 1) / 2⌋ + 1 = 2');
    expect(await status(page)).toContain('columns of the output: ⌊(5 + 0 + 0 − 1) / 2⌋ + 1 = 3');
    expect(await status(page)).toContain('Never visited: 14 of 20.');
  });

  it('marks the window that is chosen by its slider or by a click on an output', async () => {
    const { page } = await openHtml(html);
    await choose(page, "'same'");
    await slide(page, 'window', 2);
    expect(await withClass(page, 'cl-in')).toEqual(
      ['0,1', '0,2', '0,3', '1,1', '1,2', '1,3', '2,1', '2,2', '2,3'], // prettier-ignore
    );
    await page.locator('.px-outputs td').nth(7).click();
    expect(await status(page)).toContain('Marked: output row 1, column 2, of 4 × 5');
    expect((await withClass(page, 'cl-in'))[0]).toBe('1,2');
    expect(await sliderOf(page, 'window').inputValue()).toBe('8');
    // Fewer windows: the mark stays on one that there is.
    await choose(page, "'valid'");
    expect(await status(page)).toContain('Marked: output row 1, column 2, of 2 × 3');
  });

  it("says what is wrong in lib's own words, and recovers", async () => {
    const { page, complaints } = await openHtml(html);
    const problem = page.getByRole('alert');
    const refused = (kernel: number, options: object): string => {
      try {
        conv2d(zeros([1, 4, 5, 1]), zeros([kernel, kernel, 1, 1]), options);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('lib took it');
    };
    expect(await problem.isHidden()).toBe(true);
    await slide(page, 'kernel', 6);
    expect(await problem.innerText()).toBe(refused(6, { padding: 'valid' }));
    expect(await page.locator('.px-results').isHidden()).toBe(true);
    await slide(page, 'kernel', 3);
    await slide(page, 'stride', 0);
    expect(await problem.innerText()).toBe(refused(3, { stride: 0 }));
    await slide(page, 'stride', 1);
    await choose(page, 'one number');
    await slide(page, 'on every side', -1);
    expect(await problem.innerText()).toBe(refused(3, { padding: -1 }));
    await slide(page, 'on every side', 0);
    expect(await problem.isHidden()).toBe(true);
    expect(await visits(page)).toHaveLength(4);
    expect(complaints).toEqual([]);
  });

  it('is worked by the keyboard, and keeps the keys from the notebook', async () => {
    const { page } = await openHtml(
      `${html}<script>window.heard = 0; document.addEventListener('keydown', () => window.heard++);</script>`,
    );
    await sliderOf(page, 'kernel').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await status(page)).toContain('rows of the output: ⌊(4 + 0 + 0 − 2) / 1⌋ + 1 = 3');
    await page.getByRole('radio', { name: "'valid'" }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await status(page)).toContain('padding: top 0, bottom 1, left 0, right 1');
    expect(await page.evaluate('window.heard')).toBe(0);
  });

  it('shows only the sliders that the form of padding has', async () => {
    const { page } = await openHtml(html);
    const shown = () =>
      page
        .locator('fieldset .cl-slider:visible')
        .evaluateAll((labels) => labels.map((label) => label.firstChild!.textContent));
    expect(await shown()).toEqual([]);
    await choose(page, 'one number');
    expect(await shown()).toEqual(['on every side']);
    await choose(page, 'four sides');
    expect(await shown()).toEqual(['top', 'bottom', 'left', 'right']);
  });

  it('lives beside others in one page', async () => {
    const two = ['one', 'two'].map(
      (title) => paddingExplorerBundle({ ...start, title })['text/html'],
    );
    const { page, complaints } = await openHtml(two.join(''));
    await page.getByRole('group', { name: 'one' }).getByRole('radio', { name: "'same'" }).check();
    const other = page.getByRole('group', { name: 'two' });
    expect(await other.getByRole('radio', { name: "'valid'" }).isChecked()).toBe(true);
    expect(await other.locator('.px-results').innerText()).toContain('padding: top 0');
    expect(complaints).toEqual([]);
  });

  it('can be read on a dark page', async () => {
    const { page } = await openHtml(html, { dark: true });
    const colours = await page
      .locator('.px label, .px-head, .px-results')
      .evaluateAll((all) => [
        ...new Set(all.map((e) => e.ownerDocument.defaultView!.getComputedStyle(e).color)),
      ]);
    expect(colours).toEqual(['rgb(238, 238, 238)']);
  });

  it('shows visits and sizes as text where scripts do not run, and refuses what lib refuses', () => {
    const text = paddingExplorerBundle({ ...start, padding: [[1, 0], [0, 2]] })['text/plain']; // prettier-ignore
    expect(text).toContain('Visits to each cell of the padded picture\n1  2  3  3  3  2  1');
    expect(text).toContain('columns of the output: ⌊(5 + 0 + 2 − 3) / 1⌋ + 1 = 5');
    expect(html).toMatch(/<pre>Visits to each cell/);
    expect(() => paddingExplorerBundle({ ...start, kernel: 9 })).toThrow(
      'does not fit into 4 rows',
    );
  });
});
