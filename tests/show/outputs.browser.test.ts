import { expect, it } from 'vitest';
import type { Bundle } from '../../lib/show/display';
import { figureBundle } from '../../lib/show/figure';
import { plotlyScript } from '../../lib/show/plotly';
import { predictBundle } from '../../lib/show/predict';
import { describeInBrowser } from './browser';

const html = (bundle: Bundle): string => bundle['text/html'] as string;

describeInBrowser('a prediction', ({ openHtml }) => {
  const asked = {
    question: 'What is <the sum>?',
    answer: -1,
    explanation: 'Since 0 + (−1) + 0 = −1.',
  };

  it('keeps the answer to itself until there is a prediction', async () => {
    const { page, complaints } = await openHtml(html(predictBundle(asked)));
    const box = page.getByRole('group', { name: 'Predict first' });
    expect(await box.innerText()).toContain('What is <the sum>?');
    expect(await box.innerText()).not.toContain('−1');
    await page.getByRole('button').click();
    expect(await box.innerText()).toContain('Type a number first.');
    expect(await box.innerText()).not.toContain('−1');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['-1', '✓ Right: −1.'],
    ['−1', '✓ Right: −1.'],
    ['3', 'You said 3. The answer is −1.'],
  ])('answers the prediction %s, and says why', async (typed, answer) => {
    const { page } = await openHtml(html(predictBundle(asked)));
    await page.getByRole('textbox').fill(typed);
    await page.keyboard.press('Enter');
    const text = await page.getByRole('group', { name: 'Predict first' }).innerText();
    expect(text).toContain(answer);
    expect(text).toContain(asked.explanation);
    expect(await page.getByRole('textbox').isDisabled()).toBe(true);
  });

  it('offers choices, apart from those of another question', async () => {
    const choice = { ...asked, answer: 'one', choices: ['one', 'three', 'nine'] };
    const { page } = await openHtml(html(predictBundle(choice)) + html(predictBundle(choice)));
    const [box, other] = [0, 1].map((n) =>
      page.getByRole('group', { name: 'Predict first' }).nth(n),
    );
    await box!.getByRole('button').click();
    expect(await box!.innerText()).toContain('Choose one first.');
    await other!.getByLabel('nine').check();
    await box!.getByLabel('three').check();
    await box!.getByRole('button').click();
    expect(await box!.innerText()).toContain('You said three. The answer is one.');
    expect(await other!.getByLabel('nine').isChecked()).toBe(true);
  });

  it('refuses an answer that is not among its choices', () => {
    expect(() => predictBundle({ ...asked, answer: 'two', choices: ['one', 'three'] })).toThrow(
      'the answer "two" is not one of the choices (one, three)',
    );
    expect(() => predictBundle({ ...asked, answer: 'two' })).toThrow('must be a number');
  });

  it('asks, and answers, in plain text and without scripts, too', () => {
    const bundle = predictBundle(asked);
    expect(bundle['text/plain']).toBe(
      'Predict first: What is <the sum>?\nThe answer: −1. Since 0 + (−1) + 0 = −1.',
    );
    expect(html(bundle)).toContain('<details><summary>Answer</summary>−1. Since');
  });
});

describeInBrowser('a figure', ({ openHtml }) => {
  const library = `<script>${plotlyScript()}</script>`;
  const bundle = figureBundle(
    [{ type: 'scatter', x: [0, 1, 2], y: [1, 3, 2] }],
    { title: 'A line', xaxis: { title: { text: 'w' } }, yaxis: { title: { text: 'output' } } },
    { alt: 'It rises, then falls.' },
  );
  const fontOf = '.gtitle';

  it.each([
    ['light', false, 'rgb(51, 51, 51)'],
    ['dark', true, 'rgb(221, 221, 221)'],
  ])('is drawn on a %s page, in ink that can be read there', async (_name, dark, ink) => {
    const { page, complaints } = await openHtml(library + html(bundle), { dark });
    await page.locator('.scatterlayer .trace').waitFor();
    expect(
      await page
        .locator(fontOf)
        .evaluate((e) => e.ownerDocument.defaultView.getComputedStyle(e).fill),
    ).toBe(ink);
    expect(await page.getByRole('img', { name: 'A line. It rises, then falls.' }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('is drawn where require.js is, which claims whatever calls define', async () => {
    const requireJs = `<script>
      window.claimed = 0;
      window.define = () => { window.claimed++; };
      window.define.amd = {};
      window.require = window.requirejs = () => { throw new Error('not this way'); };
    </script>`;
    const { page, complaints } = await openHtml(library + html(bundle), { head: requireJs });
    await page.locator('.scatterlayer .trace').waitFor();
    expect(await page.evaluate('window.claimed')).toBe(0);
    expect(await page.evaluate('"moduleName" in window')).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('says which cell to run when the library is not on the page', async () => {
    const { page, complaints } = await openHtml(html(bundle));
    expect(await page.locator('body').innerText()).toContain('run the first cell of the lesson');
    expect(complaints).toEqual([]);
  });

  it('follows the width of the page', async () => {
    const { page } = await openHtml(library + html(bundle));
    const svg = page.locator('.main-svg').first();
    await svg.waitFor();
    const wide = (await svg.boundingBox())!.width;
    await page.setViewportSize({ width: 600, height: 900 });
    await expect.poll(async () => (await svg.boundingBox())!.width).toBeLessThan(wide - 300);
  });
});
