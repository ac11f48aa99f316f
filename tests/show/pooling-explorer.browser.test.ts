import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  avgPool2d,
  avgPool2dBackward,
  fromNested,
  maxPool2d,
  maxPool2dBackward,
  toNested,
  type PoolOptions,
  type Tensor,
} from '../../lib';
import { numberText } from '../../lib/show/numbers';
import { poolingExplorerBundle } from '../../lib/show/pooling-explorer';
import { describeInBrowser } from './browser';

// prettier-ignore
const map = [[1, 3, 2, 8, -6], [5, 2, 7, 0, -2], [-4, -1, 6, 9, 9], [-3, -5, 4, 1, 9], [-7, 2, 0, -8, 3]];
const other = [[7, 7], [7, 2]]; // prettier-ignore
const html = poolingExplorerBundle(
  [
    { name: 'the map', values: map },
    { name: 'the tie', values: other },
  ],
  { size: 2, title: 'Pooling to play with' },
)['text/html'] as string;

const imageOf = (rows: number[][]): Tensor =>
  fromNested([rows.map((line) => line.map((v) => [v]))]);
const rowsOf = (t: Tensor): number[][] =>
  (toNested(t) as number[][][][])[0]!.map((line) => line.map((cell) => cell[0]!));
const printed = (rows: number[][]): string[][] =>
  rows.map((line) => line.map((value) => numberText(value, 2)));

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
const words = (page: Page): Promise<string> => page.locator('.px-text').innerText();

/** The numbers of the output grid. */
const output = (page: Page): Promise<string[][]> =>
  page
    .locator('.px-outputs tr')
    .evaluateAll((rows) =>
      rows.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );

/** The cells of the map's grid with a class, as `row,column` of the padded map. */
const marked = (page: Page, name: string): Promise<string[]> =>
  page
    .locator('.px-map tr')
    .evaluateAll(
      (rows, wanted) =>
        rows.flatMap((line, r) =>
          [...line.children].flatMap((cell, c) =>
            cell.classList.contains(wanted) ? [`${r},${c}`] : [],
          ),
        ),
      name,
    );

/** What the drawing of the routes says, line by line. */
const routes = async (page: Page): Promise<string[]> =>
  (await page.locator('svg.cl-routes').getAttribute('aria-label'))!.split('\n').slice(1);

const slide = (page: Page, name: string, value: number): Promise<void> =>
  page.getByRole('slider', { name }).fill(String(value));

describeInBrowser('the pooling explorer', ({ openHtml }) => {
  it('pools as lib does, with every setting of the sliders that lib takes', async () => {
    const { page, complaints } = await openHtml(html);
    expect(await output(page)).toEqual(printed(rowsOf(maxPool2d(imageOf(map), { size: 2 }))));
    for (const [size, stride, padding] of [
      [3, 2, 0],
      [3, 2, 1],
      [2, 1, 0],
      [1, 3, 0],
      [5, 1, 2],
    ] as const) {
      await slide(page, 'size', size);
      await slide(page, 'stride', stride);
      await slide(page, 'padding', padding);
      const options: PoolOptions = { size, stride, padding };
      expect(await output(page)).toEqual(printed(rowsOf(maxPool2d(imageOf(map), options))));
      await press(page, 'Pool by mean');
      expect(await output(page)).toEqual(printed(rowsOf(avgPool2d(imageOf(map), options))));
      await press(page, 'Pool by maximum');
    }
    expect(complaints).toEqual([]);
  });

  it('marks the window and its winner, and says how the output comes about', async () => {
    const { page } = await openHtml(html);
    expect(await marked(page, 'cl-in')).toEqual(['0,0', '0,1', '1,0', '1,1']);
    expect(await marked(page, 'px-won')).toEqual(['1,0']);
    expect(await words(page)).toBe(
      'Output row 0, column 0: the largest of 1, 3, 5, 2 is 5, in row 1, column 0.',
    );
    await press(page, 'Next window');
    await press(page, 'Pool by mean');
    expect(await marked(page, 'px-won')).toEqual([]);
    expect(await words(page)).toBe('Output row 0, column 1: (2 + 8 + 7 + 0) / 4 = 4.25.');
    await slide(page, 'padding', 1);
    await press(page, 'First window');
    await page.getByLabel('send the gradient back').check();
    expect(await words(page)).toContain('Its gradient 1 goes whole to row 0, column 0.');
    await page.getByLabel('send the gradient back').uncheck();
    expect(await marked(page, 'cl-in')).toEqual(['0,0', '0,1', '1,0', '1,1']);
    expect(await words(page)).toBe(
      "Output row 0, column 0: 1 / 1 = 1. The window's other 3 cells are padding and do not count.",
    );
  });

  it('names the first of equal cells as the winner', async () => {
    const { page } = await openHtml(html);
    await press(page, 'Take the tie');
    expect(await words(page)).toBe(
      'Output row 0, column 0: the largest of 7, 7, 7, 2 is 7, in row 0, column 0. It stands there 3 times: the first in reading order wins.',
    );
    await field(page, 'Map, row 0, column 0').fill('6');
    expect(await marked(page, 'px-won')).toEqual(['0,1']);
  });

  it("sends the gradients back along lib's routes, also those that are typed", async () => {
    const { page, complaints } = await openHtml(html);
    expect(await page.locator('svg.cl-routes').isVisible()).toBe(false);
    await page.getByLabel('send the gradient back').check();
    await slide(page, 'size', 3);
    const options = { size: 3, stride: 2 };
    await field(page, 'Gradient of output row 0, column 1').fill('−4');
    await field(page, 'Gradient of output row 1, column 0').fill('2,5');
    const gradOutput = imageOf([[1, -4], [2.5, 1]]); // prettier-ignore
    const shown = async (): Promise<string[]> =>
      (await page.locator('svg.cl-routes text').allTextContents()).slice(2, 2 + 2 * 25);
    const wanted = (gradX: Tensor): string[] =>
      rowsOf(gradX).flatMap((line, r) =>
        line.flatMap((value, c) => [numberText(map[r]![c]!, 2), numberText(value, 2)]),
      );
    expect(await shown()).toEqual(wanted(maxPool2dBackward(gradOutput, imageOf(map), options)));
    expect(await routes(page)).toHaveLength(4);
    expect(await words(page)).toContain('Its gradient 1 goes whole to row 1, column 2.');
    await press(page, 'Pool by mean');
    expect(await shown()).toEqual(wanted(avgPool2dBackward(gradOutput, imageOf(map), options)));
    expect(await words(page)).toContain('Its gradient 1 is shared out: 0.111 to each of 9 cells.');
    expect(complaints).toEqual([]);
  });

  it("says what is wrong, with lib's own message where lib refuses", async () => {
    const { page, complaints } = await openHtml(html);
    const problem = page.getByRole('alert');
    const refused = (options: PoolOptions): string => {
      try {
        maxPool2d(imageOf(map), options);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('lib took it');
    };
    await slide(page, 'stride', 0);
    expect(await problem.innerText()).toBe(refused({ size: 2, stride: 0 }));
    expect(await page.locator('.px-outputs').isHidden()).toBe(true);
    await slide(page, 'stride', 1);
    expect(await problem.isHidden()).toBe(true);
    await slide(page, 'padding', 2);
    expect(await problem.innerText()).toBe(refused({ size: 2, stride: 1, padding: 2 }));
    await slide(page, 'padding', 0);
    await slide(page, 'size', 6);
    expect(await problem.innerText()).toBe(refused({ size: 6, stride: 1, padding: 0 }));
    await press(page, 'Back to the numbers given');
    expect(await problem.isHidden()).toBe(true);
    await field(page, 'Map, row 1, column 2').fill('x');
    expect(await problem.innerText()).toBe('Map, row 1, column 2: “x” is not a number.');
    expect(await field(page, 'Map, row 1, column 2').getAttribute('aria-invalid')).toBe('true');
    await field(page, 'Map, row 1, column 2').fill('');
    expect(await problem.innerText()).toBe('Map, row 1, column 2 is empty.');
    expect(complaints).toEqual([]);
  });

  it('follows the arrow keys and clicks, and keeps the keys from the notebook', async () => {
    const { page } = await openHtml(
      `${html}<script>window.heard = 0; document.addEventListener('keydown', () => window.heard++);</script>`,
    );
    await page.getByRole('group', { name: 'Pooling to play with' }).focus();
    const at = async (): Promise<string> =>
      (await words(page)).match(/row (\d), column (\d)/)!.slice(1).join(); // prettier-ignore
    const seen: string[] = [];
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'End', 'Home']) {
      await page.keyboard.press(key);
      seen.push(await at());
    }
    expect(seen).toEqual(['0,1', '1,1', '1,0', '0,0', '1,1', '0,0']);
    expect(await page.evaluate('window.heard')).toBe(0);
    await page.locator('.px-outputs button').nth(3).click();
    expect(await at()).toBe('1,1');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-current")')).toBe('true');
  });

  it('lives beside others in one page, and can be read on a dark one', async () => {
    const { page, complaints } = await openHtml(html + html, { dark: true });
    const groups = page.getByRole('group', { name: 'Pooling to play with' });
    await groups.nth(0).getByLabel('Map, row 0, column 0', { exact: true }).fill('99');
    expect(await groups.nth(1).locator('.px-outputs').innerText()).not.toContain('99');
    await groups.nth(0).getByLabel('send the gradient back').check();
    const colours = await groups
      .nth(0)
      .locator('td input, label, .px-text, .px-outputs button, svg text')
      .evaluateAll((all) => [
        ...new Set(
          all.map((one) => {
            const style = one.ownerDocument.defaultView!.getComputedStyle(one);
            return one.tagName === 'text' ? style.fill : style.color;
          }),
        ),
      ]);
    expect(colours).toEqual(['rgb(238, 238, 238)']);
    expect(complaints).toEqual([]);
  });
});
