import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { conv2d, fromNested, randn, rng, toNested, type Tensor } from '../../lib';
import { explorerBundle } from '../../lib/show/explorer';
import { numberText } from '../../lib/show/numbers';
import { describeInBrowser } from './browser';

/** Whole numbers from −2 to 2: what the page prints is then exact. */
function wholeNumbers(shape: readonly number[], seed: number): Tensor {
  const t = randn(shape, rng(seed));
  return { shape, data: t.data.map((v) => Math.max(-2, Math.min(2, Math.round(2 * v)))) };
}

const x = wholeNumbers([1, 5, 5, 3], 1);
const kernels = wholeNumbers([3, 3, 3, 2], 2);
const layer = { bias: [1, -2], stride: 2, padding: 1 };
const html = explorerBundle(x, kernels, layer)['text/html'] as string;

/** The output of lib's conv2d as the page prints it: [kernel][row][col]. */
function expected(input: Tensor, weights: Tensor, options = layer): string[][][] {
  const cells = (toNested(conv2d(input, weights, options)) as number[][][][])[0]!;
  return options.bias.map((_, m) => cells.map((row) => row.map((cell) => numberText(cell[m]!, 3))));
}

const press = (scope: Page | Locator, name: string): Promise<void> =>
  scope.getByRole('button', { name, exact: true }).click();

/** What the output grids show: [kernel][row][col]. */
const outputs = (scope: Page | Locator): Promise<string[][][]> =>
  scope
    .locator('.cx-outputs table')
    .evaluateAll((tables) =>
      tables.map((table) =>
        [...table.querySelectorAll('tr')].map((row) =>
          [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
        ),
      ),
    );

const total = (scope: Page | Locator): Promise<string> => scope.locator('.cx-total').innerText();

const field = (page: Page | Locator, label: string): Locator =>
  page.getByLabel(label, { exact: true });

describeInBrowser('the explorer', ({ openHtml }) => {
  it('fills the output as the student steps, with the numbers of lib', async () => {
    const { page, complaints } = await openHtml(html);
    const wanted = expected(x, kernels);
    expect((await outputs(page))[0]).toEqual([
      [wanted[0]![0]![0], '·', '·'],
      ['·', '·', '·'],
      ['·', '·', '·'],
    ]);
    for (let step = 1; step < 9; step++) await press(page, 'Next window');
    expect((await outputs(page))[0]).toEqual(wanted[0]);
    expect((await outputs(page))[1]!.flat()).toEqual(new Array(9).fill('·'));
    expect(await page.getByRole('button', { name: 'Next window' }).isDisabled()).toBe(true);
    await press(page, 'Fill the whole output');
    expect(await outputs(page)).toEqual(wanted);
    expect(complaints).toEqual([]);
  });

  it('writes out a sum that adds up to the output, at every window', async () => {
    const { page } = await openHtml(html);
    const wanted = expected(x, kernels);
    for (let step = 0; step < 9; step++) {
      const lines = await page.locator('.cx-terms').allInnerTexts();
      const sums = lines.map((line) => {
        const [terms, sum] = line.replace(/−/g, '-').replace(/\s/g, '').split('=');
        const products = terms!.split('+').map((term) => {
          const [value, weight] = term
            .split('·')
            .map((factor) => Number(factor.replace(/[()]/g, '')));
          return value! * weight!;
        });
        expect(products).toHaveLength(9);
        expect(products.reduce((a, b) => a + b, 0)).toBe(Number(sum));
        return Number(sum);
      });
      const output = sums.reduce((a, b) => a + b, layer.bias[0]!);
      expect(numberText(output)).toBe(wanted[0]![Math.floor(step / 3)]![step % 3]);
      expect(await total(page)).toMatch(new RegExp(`= ${numberText(output)}$`));
      if (step < 8) await press(page, 'Next window');
    }
  });

  it('follows the arrow keys, and keeps them from the notebook', async () => {
    const { page } = await openHtml(
      `${html}<script>window.heard = 0; document.addEventListener('keydown', () => window.heard++);</script>`,
    );
    await page.getByRole('group').focus();
    const places: string[] = [];
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'End', 'Home']) {
      await page.keyboard.press(key);
      places.push(
        (await total(page))
          .match(/row (\d), column (\d)/)!
          .slice(1)
          .join(),
      );
    }
    expect(places).toEqual(['0,1', '1,1', '1,0', '0,0', '2,2', '0,0']);
    expect(await page.evaluate('window.heard')).toBe(0);
  });

  it('shows the window of an output that is clicked, also of the other kernel', async () => {
    const { page } = await openHtml(html);
    await page.locator('.cx-outputs table').nth(1).locator('button').nth(5).click();
    expect(await total(page)).toContain('row 1, column 2, kernel W1');
    expect(await total(page)).toMatch(new RegExp(`= ${expected(x, kernels)[1]![1]![2]}$`));
    // Output (1, 2) with stride 2 begins at row 2, column 4 of the padded input.
    const marked = await page
      .locator('.cx-channel')
      .first()
      .locator('table')
      .first()
      .locator('tr')
      .evaluateAll((rows) =>
        rows.flatMap((row, r) =>
          [...row.children].flatMap((cell, c) =>
            cell.classList.contains('cl-in') ? [`${r},${c}`] : [],
          ),
        ),
      );
    expect(marked).toEqual(['2,4', '2,5', '2,6', '3,4', '3,5', '3,6', '4,4', '4,5', '4,6']);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-current")')).toBe('true');
  });

  it('computes anew with an edited input, kernel, bias, stride and padding', async () => {
    const { page, complaints } = await openHtml(html);
    await press(page, 'Fill the whole output');
    const input = { shape: x.shape, data: x.data.slice() };
    const weights = { shape: kernels.shape, data: kernels.data.slice() };

    await field(page, 'Input green, row 1, column 3').fill('−7');
    input.data[(1 * 5 + 3) * 3 + 1] = -7;
    expect(await outputs(page)).toEqual(expected(input, weights));

    await field(page, 'Kernel W0 blue, row 2, column 0').fill('1,5');
    weights.data[((2 * 3 + 0) * 3 + 2) * 2 + 0] = 1.5;
    expect(await outputs(page)).toEqual(expected(input, weights));

    await field(page, 'bias').fill('10');
    expect(await outputs(page)).toEqual(expected(input, weights, { ...layer, bias: [10, -2] }));

    await field(page, 'stride').fill('1');
    await field(page, 'padding').fill('0');
    await press(page, 'Fill the whole output');
    const plain = { bias: [10, -2], stride: 1, padding: 0 };
    expect(await outputs(page)).toEqual(expected(input, weights, plain));

    await press(page, 'Back to the numbers given');
    await press(page, 'Fill the whole output');
    expect(await outputs(page)).toEqual(expected(x, kernels));
    expect(complaints).toEqual([]);
  });

  it('keeps what was typed when the input grows, and shows the new cells as 0', async () => {
    const { page } = await openHtml(html);
    await field(page, 'Input red, row 0, column 0').fill('9');
    await field(page, 'input rows').fill('6');
    expect(await field(page, 'Input red, row 0, column 0').inputValue()).toBe('9');
    expect(await field(page, 'Input red, row 5, column 0').inputValue()).toBe('0');
  });

  it('turns the kernels for true convolution', async () => {
    const { page } = await openHtml(html);
    await page.getByLabel('turn the kernel').check();
    await press(page, 'Fill the whole output');
    const turned = fromNested(
      (toNested(kernels) as number[][][][]).reverse().map((row) => row.reverse()),
    );
    expect(await outputs(page)).toEqual(expected(x, turned));
    // The turned kernel is drawn, too: its first red weight is the last of the kernel as given.
    const shown = page.locator('.cx-terms table').first().locator('td').first();
    expect(await shown.innerText()).toBe(numberText(kernels.data[(2 * 3 + 2) * 3 * 2]!));
  });

  it("says what is wrong, with lib's own message where lib refuses", async () => {
    const { page, complaints } = await openHtml(html);
    const problem = page.getByRole('alert');
    const refused = (options: object, weights = kernels): string => {
      try {
        conv2d(x, weights, { ...layer, ...options });
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('lib took it');
    };

    await field(page, 'Input red, row 2, column 4').fill('abc');
    expect(await problem.innerText()).toBe('Input, red, row 2, column 4: “abc” is not a number.');
    expect(await field(page, 'Input red, row 2, column 4').getAttribute('aria-invalid')).toBe(
      'true',
    );
    expect(await page.locator('.cx-total').isHidden()).toBe(true);
    await field(page, 'Input red, row 2, column 4').fill('');
    expect(await problem.innerText()).toBe('Input, red, row 2, column 4 is empty.');
    await field(page, 'Input red, row 2, column 4').fill('1');
    expect(await problem.isHidden()).toBe(true);

    await field(page, 'stride').fill('0');
    expect(await problem.innerText()).toBe(refused({ stride: 0 }));
    await field(page, 'stride').fill('1.5');
    expect(await problem.innerText()).toBe(refused({ stride: 1.5 }));
    await field(page, 'stride').fill('1');

    await field(page, 'padding').fill('-1');
    expect(await problem.innerText()).toBe(refused({ padding: -1 }));
    await field(page, 'padding').fill('0');
    await field(page, 'kernel size').fill('7');
    expect(await problem.innerText()).toBe(
      refused({ stride: 1, padding: 0 }, wholeNumbers([7, 7, 3, 2], 3)),
    );
    await field(page, 'padding').fill('1');
    expect(await problem.isHidden()).toBe(true);
    await field(page, 'kernel size').fill('12');
    expect(await problem.innerText()).toContain('a whole number from 1 to 7');
    expect(complaints).toEqual([]);
  });

  it('lights up the two numbers of a product', async () => {
    const { page } = await openHtml(html);
    await page.locator('.cx-terms').nth(1).locator('span').nth(5).hover();
    const lit = page.locator('.cx-point input, .cx-point:not(:has(input))');
    expect(await lit.count()).toBe(2);
    expect(await page.locator('.cx-channel').nth(1).locator('.cx-point').count()).toBe(2);
  });

  it('plays through the windows and stops at the last', async () => {
    const { page } = await openHtml(html);
    await page.clock.install();
    await press(page, 'Step through all windows');
    await page.clock.runFor(3000);
    expect(await total(page)).toContain('row 1, column 0');
    await page.clock.runFor(20_000);
    expect(await total(page)).toContain('row 2, column 2');
    expect(await page.getByRole('button', { name: 'Step through all windows' }).innerText()).toBe(
      'Play',
    );
  });

  it('lives beside others in one page, and leaves nothing on window', async () => {
    const { page, complaints } = await openHtml(
      `<script>window.before = Object.keys(window)</script>` +
        explorerBundle(x, kernels, { ...layer, title: 'one' })['text/html'] +
        explorerBundle(x, kernels, { ...layer, title: 'two' })['text/html'],
    );
    const one = page.getByRole('group', { name: 'one' });
    const two = page.getByRole('group', { name: 'two' });
    const untouched = await outputs(two);
    await field(one, 'Input red, row 0, column 0').fill('99');
    await press(one, 'Fill the whole output');
    expect(await outputs(two)).toEqual(untouched);
    const added = 'Object.keys(window).filter((k) => k !== "before" && !window.before.includes(k))';
    expect(await page.evaluate(added)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('can be read on a dark page', async () => {
    const { page } = await openHtml(html, { dark: true });
    const colours = await page
      .locator('.cx-cell input, .cx-bar label, .cx-total')
      .evaluateAll((all) => [
        ...new Set(all.map((e) => e.ownerDocument.defaultView.getComputedStyle(e).color)),
      ]);
    expect(colours).toEqual(['rgb(238, 238, 238)']);
  });

  it('shows the first sum as text where scripts do not run', () => {
    expect(html).toMatch(/<pre>Output row 0, column 0, of kernel W0\n/);
  });
});
