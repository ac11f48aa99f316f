import { expect, it } from 'vitest';
import { detectorBundle } from '../../lib/show/detector';
import { describeInBrowser } from './browser';

/** A 3 × 3 cross and a 3 × 3 ring, set into a dark picture of 8 × 16. */
const cross = [
  [0, 1, 0],
  [1, 1, 1],
  [0, 1, 0],
];
const ring = cross.map((row) => row.map((value) => 1 - value));
const picture = Array.from({ length: 8 }, () => new Array<number>(16).fill(0));
const put = (shape: number[][], row: number, col: number): void => {
  shape.forEach((line, r) => line.forEach((value, c) => (picture[row + r]![col + c] = value)));
};
put(cross, 1, 2);
put(cross, 4, 11);
put(ring, 2, 7);

const templates = [
  { name: 'a cross', values: cross },
  { name: 'a ring', values: ring },
];
const bundle = detectorBundle(picture, templates, { threshold: 0.9, title: 'Crosses and rings' });

it('says in words how often each template was found', () => {
  expect(bundle['text/plain']).toBe(
    'Crosses and rings (interactive in a browser). Places that look like each template ' +
      '(likeness 0.9 or more): a cross: 2; a ring: 1',
  );
});

it('wants a template', () => {
  expect(() => detectorBundle(picture, [])).toThrow('at least one template');
});

describeInBrowser('the detector', ({ openHtml }) => {
  const html = bundle['text/html'] as string;

  it('boxes what it finds, for the template chosen', async () => {
    const { page, complaints } = await openHtml(html);
    const detector = page.getByRole('group', { name: 'Crosses and rings' });
    expect(await detector.locator('rect').count()).toBe(2);
    expect(await detector.getByRole('status').innerText()).toBe(
      '2 windows look like a cross: row 1, column 2 (1); row 4, column 11 (1).',
    );
    await detector.getByRole('button', { name: 'a ring' }).click();
    expect(await detector.locator('rect').count()).toBe(1);
    expect(await detector.getByRole('status').innerText()).toContain('row 2, column 7 (1)');
    expect(complaints).toEqual([]);
  });

  it('finds less under noise, and more with a lower threshold', async () => {
    const { page } = await openHtml(html);
    const detector = page.getByRole('group', { name: 'Crosses and rings' });
    const boxes = detector.locator('rect');
    await detector.getByLabel('noise').fill('0.6');
    expect(await boxes.count()).toBe(0);
    expect(await detector.getByRole('status').innerText()).toBe('No window looks like a cross.');
    await detector.getByLabel('threshold').fill('0.3');
    expect(await boxes.count()).toBeGreaterThan(2);
  });

  it('says why, in lib’s words, when the template is larger than the picture', async () => {
    const { page, complaints } = await openHtml(html, { dark: true });
    const detector = page.getByRole('group', { name: 'Crosses and rings' });
    await detector.getByLabel('its side').fill('10');
    expect(await detector.getByRole('alert').innerText()).toMatch(/^conv2d: .*10/);
    expect(await detector.locator('rect').count()).toBe(0);
    await detector.getByLabel('its side').fill('4');
    expect(await detector.getByRole('alert').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });
});
