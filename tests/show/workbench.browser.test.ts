import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { conv2d, pad2d, randn, rng, tensor, type Tensor } from '../../lib';
import { numberText } from '../../lib/show/numbers';
import { kernelWorkbenchBundle } from '../../lib/show/workbench';
import { describeInBrowser } from './browser';

/** Colours that survive the way through bytes: multiples of 1/255. */
function randomPicture(shape: readonly number[], seed: number): Tensor {
  const t = randn(shape, rng(seed));
  return { shape, data: t.data.map((v) => (Math.abs(Math.round(200 * v)) % 256) / 255) };
}

const margin = 3;
const colour = randomPicture([1, 20, 26, 3], 1);
const grey = pad2d(randomPicture([1, 10, 12, 1], 2), margin);
const bundle = kernelWorkbenchBundle(
  [
    { name: 'noise', picture: colour },
    { name: 'dots', picture: grey },
  ],
  { title: 'the bench', margin },
);
const html = bundle['text/html'] as string;

/** What a view of the picture, moved by `down` and `right`, gives under lib's conv2d. */
function expectedMap(
  picture: Tensor,
  sheet: number[][],
  colours: number[],
  { down = 0, right = 0, ...options } = {},
): Tensor {
  const [, height, width, channels] = picture.shape as [number, number, number, number];
  const [rows, cols] = [height - 2 * margin, width - 2 * margin];
  const view = tensor(
    [1, rows, cols, channels],
    Array.from({ length: rows * cols * channels }, (_, k) => {
      const [pixel, c] = [Math.floor(k / channels), k % channels];
      const row = Math.floor(pixel / cols) + margin - down;
      const col = (pixel % cols) + margin - right;
      return picture.data[(row * width + col) * channels + c]!;
    }),
  );
  const weights = sheet.flat().flatMap((w) => colours.map((share) => w * share));
  return conv2d(view, tensor([3, 3, channels, 1], weights), options);
}

/** The label of a map as the page writes it. */
function labelOf({ shape, data }: Tensor): string {
  const [low, high] = [Math.min(...data), Math.max(...data)].map((v) => numberText(v, 2));
  return `feature map, ${shape[1]} × ${shape[2]} cells, from ${low} to ${high}`;
}

const vertical = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
const mapLabel = (page: Page): Promise<string | null> =>
  page.getByRole('img', { name: /^feature map/ }).getAttribute('aria-label');
const report = (page: Page): Promise<string> => page.locator('.kw-report').innerText();

describe('the workbench, outside of a browser', () => {
  it('says in words what it shows first', () => {
    const [, rows, cols] = expectedMap(colour, vertical, [1, 1, 1]).shape;
    expect(bundle['text/plain']).toContain(`a feature map of ${rows} × ${cols} cells`);
    const label = labelOf(expectedMap(colour, vertical, [1, 1, 1]));
    expect(bundle['text/plain']).toContain(label.slice(label.indexOf('from')));
  });

  it('refuses what it can not show', () => {
    expect(() => kernelWorkbenchBundle([])).toThrow('wants one picture at least');
    const flat = { name: 'flat', picture: tensor([4, 4]) };
    expect(() => kernelWorkbenchBundle([flat])).toThrow('got [4, 4] for flat');
    const small = { name: 'small', picture: tensor([1, 12, 40, 1]) };
    expect(() => kernelWorkbenchBundle([small])).toThrow('leaves nothing of small, 12×40');
  });
});

describeInBrowser('the workbench', ({ openHtml }) => {
  it("computes lib's map of each preset, weight, colour and picture", async () => {
    const { page, complaints } = await openHtml(html);
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(colour, vertical, [1, 1, 1])));

    await press(page, 'Kernel: sharpen');
    const sharpen = [
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ];
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(colour, sharpen, [1, 1, 1])));
    expect(await field(page, 'draw the map as a grey picture').isChecked()).toBe(true);

    await field(page, 'Weight, row 1, column 2').fill('−2,5');
    sharpen[1]![2] = -2.5;
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(colour, sharpen, [1, 1, 1])));

    await page.getByRole('slider', { name: /green/ }).fill('-0.5');
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(colour, sharpen, [1, -0.5, 1])));

    await press(page, 'Picture: dots');
    expect(await page.getByRole('slider', { name: /green/ }).isVisible()).toBe(false);
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(grey, sharpen, [1])));

    await press(page, 'Back to the beginning');
    expect(await mapLabel(page)).toBe(labelOf(expectedMap(colour, vertical, [1, 1, 1])));
    expect(complaints).toEqual([]);
  });

  it('draws the map in its colours: the strongest answer in full red or blue', async () => {
    const { page } = await openHtml(html);
    const { data } = expectedMap(colour, vertical, [1, 1, 1]);
    const strongest = data.reduce(
      (best, v, k) => (Math.abs(v) > Math.abs(data[best]!) ? k : best),
      0,
    );
    const drawn = await page
      .locator('canvas')
      .nth(1)
      .evaluate((canvas, k) => {
        const { width, height } = canvas;
        const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
        return [...pixels.slice(4 * k, 4 * k + 3)];
      }, strongest);
    expect(drawn).toEqual(data[strongest]! > 0 ? [178, 24, 43] : [33, 102, 172]);
  });

  it('shifts the picture, and finds that the map has moved along', async () => {
    const { page, complaints } = await openHtml(html);
    expect(await report(page)).toContain('Shift the picture');
    await press(page, 'Shift the picture down');
    await press(page, 'Shift the picture to the right');
    await press(page, 'Shift the picture to the right');
    const label = labelOf(expectedMap(colour, vertical, [1, 1, 1], { down: 1, right: 2 }));
    expect(await mapLabel(page)).toBe(label);
    // The map is 12 × 18; one row and two columns of it have no counterpart.
    expect(await report(page)).toBe(
      'The picture has moved 1 down and 2 to the right. Its map, moved 1 down and 2 to the right, ' +
        'is compared with the new one: all 176 cells that both have are equal. It has moved along.',
    );
    await press(page, 'Shift the picture to the right');
    const edge = page.getByRole('button', { name: 'Shift the picture to the right' });
    expect(await edge.isDisabled()).toBe(true);
    await press(page, 'Shift the picture back to its place');
    expect(await report(page)).toContain('Shift the picture');
    expect(complaints).toEqual([]);
  });

  it('says where it does not move along: odd shifts under stride 2, and padding', async () => {
    const { page } = await openHtml(html);
    await field(page, 'stride').fill('2');
    await press(page, 'Shift the picture up');
    expect(await report(page)).toMatch(/no multiple of the stride, 2.* cells differ\.$/s);
    await press(page, 'Shift the picture up');
    expect(await report(page)).toMatch(/moved 1 up.*all \d+ cells that both have are equal/s);

    await field(page, 'stride').fill('1');
    await field(page, 'padding').fill('1');
    // 14 × 20 cells, two rows without counterpart; padding reaches into the outermost ring.
    const found = /(\d+) of 240 cells differ, those whose windows reach into the padding/.exec(
      await report(page),
    );
    expect(Number(found![1])).toBeGreaterThan(0);
    expect(Number(found![1])).toBeLessThanOrEqual(2 * 20 + 2 * 10);
  });

  it("says what is wrong, with lib's own message where lib refuses", async () => {
    const { page, complaints } = await openHtml(html);
    const problem = page.getByRole('alert');
    const refused = (options: object): string => {
      try {
        expectedMap(colour, vertical, [1, 1, 1], options);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('lib took it');
    };
    await field(page, 'stride').fill('0');
    expect(await problem.innerText()).toBe(refused({ stride: 0 }));
    expect(await page.getByRole('img', { name: /^feature map/ }).isVisible()).toBe(false);
    // The picture is shown, and moves, whatever the settings are.
    await press(page, 'Shift the picture down');
    expect(await page.getByRole('img', { name: /^noise, shifted/ }).isVisible()).toBe(true);
    await press(page, 'Shift the picture up');
    await field(page, 'stride').fill('1');
    expect(await problem.isHidden()).toBe(true);

    await field(page, 'padding').fill('some');
    expect(await problem.innerText()).toBe(refused({ padding: 'some' }));
    await field(page, 'padding').fill('same');
    expect(await mapLabel(page)).toBe(
      labelOf(expectedMap(colour, vertical, [1, 1, 1], { padding: 'same' } as object)),
    );
    await field(page, 'padding').fill('');
    expect(await problem.innerText()).toBe('Padding is empty.');
    await field(page, 'padding').fill('0');

    const weight = field(page, 'Weight, row 0, column 1');
    await weight.fill('x');
    expect(await problem.innerText()).toBe('Weight, row 0, column 1: “x” is not a number.');
    expect(await weight.getAttribute('aria-invalid')).toBe('true');
    expect(complaints).toEqual([]);
  });

  it('can be worked by the keyboard, and keeps the keys from the notebook', async () => {
    const { page } = await openHtml(
      `${html}<script>window.heard = 0; document.addEventListener('keydown', () => window.heard++);</script>`,
    );
    await page.getByRole('button', { name: 'Kernel: blur' }).focus();
    await page.keyboard.press('Enter');
    expect(await field(page, 'Weight, row 1, column 1').inputValue()).toBe('0.25');
    await page.getByRole('button', { name: 'Shift the picture down' }).focus();
    await page.keyboard.press('Space');
    expect(await report(page)).toContain('The picture has moved 1 down');
    expect(await page.evaluate('window.heard')).toBe(0);
  });

  it('lives beside another in one page, and leaves nothing on window', async () => {
    const { page, complaints } = await openHtml(
      `<script>window.before = Object.keys(window)</script>${html}` +
        (kernelWorkbenchBundle([{ name: 'noise', picture: colour }], { title: 'two', margin })[
          'text/html'
        ] as string),
    );
    const two = page.getByRole('group', { name: 'two' });
    const untouched = await two
      .getByRole('img', { name: /^feature map/ })
      .getAttribute('aria-label');
    const one = page.getByRole('group', { name: 'the bench' });
    await one.getByRole('button', { name: 'Kernel: spots' }).click();
    const label = await two.getByRole('img', { name: /^feature map/ }).getAttribute('aria-label');
    expect(label).toBe(untouched);
    const added = 'Object.keys(window).filter((k) => k !== "before" && !window.before.includes(k))';
    expect(await page.evaluate(added)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('can be read on a dark page', async () => {
    const { page } = await openHtml(html, { dark: true });
    const colours = await page
      .locator('.kw-name, .kw label, .kw figcaption, .kw-report, .kw input[type=text]')
      .evaluateAll((all) => [
        ...new Set(all.map((e) => e.ownerDocument.defaultView!.getComputedStyle(e).color)),
      ]);
    expect(colours).toEqual(['rgb(238, 238, 238)']);
  });

  it('shows its first map in words where scripts do not run', () => {
    expect(html).toMatch(/<p>the bench: noise\. The kernel for vertical edges makes/);
  });
});
