import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { version } from 'plotly.js-dist/package.json';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { figure, figureBundle, type PlotlyObject } from '../../lib/show/figure';
import { plotlyScript, prepareFigures } from '../../lib/show/plotly';

describe('the drawing library', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'convlab-cache-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is minified once, and leaves no draft behind', () => {
    const script = plotlyScript(folder);
    expect(readdirSync(folder)).toEqual([`plotly-${version}.min.js`]);
    const size = statSync(require.resolve('plotly.js-dist/plotly.js')).size;
    expect(script.length).toBeLessThan(0.6 * size);
    expect(script).toContain('MIT licence');
  });

  it('comes from the cache the second time', () => {
    writeFileSync(join(folder, `plotly-${version}.min.js`), '/* from the cache */');
    expect(plotlyScript(folder)).toBe('/* from the cache */');
    rmSync(join(folder, `plotly-${version}.min.js`));
  });

  it('can stand in a script element', () => {
    expect(plotlyScript(folder)).not.toMatch(/<\/script|<!--/i);
  });

  it('is not loaded twice into one page', () => {
    const window = { Plotly: { version, mark: 'the first' } };
    vm.runInNewContext(plotlyScript(folder), { window });
    expect(window.Plotly.mark).toBe('the first');
  });
});

describe('a figure', () => {
  const data = [{ type: 'scatter', x: [0, 1], y: [1, 3], name: '</script>' }];
  const layout = { title: 'A line', xaxis: { title: { text: 'w' } }, yaxis2: { side: 'right' } };
  const bundle = figureBundle(data, layout, { alt: 'It rises.', height: 300 });
  const spec = bundle['application/vnd.plotly.v1+json'] as {
    data: unknown;
    layout: Record<string, Record<string, unknown>>;
    config: unknown;
  };

  it('is one bundle of Plotly data, HTML and text', () => {
    expect(Object.keys(bundle).sort()).toEqual([
      'application/vnd.plotly.v1+json',
      'text/html',
      'text/plain',
    ]);
    expect(spec.data).toEqual(data);
    expect(spec.config).toEqual({ displayModeBar: false, responsive: true });
    expect(bundle['text/plain']).toBe('A line. It rises.');
  });

  it('lays its own layout on the theme', () => {
    expect(spec.layout['title']).toMatchObject({ text: 'A line', x: 0 });
    expect(spec.layout['xaxis']).toMatchObject({ title: { text: 'w' } });
    expect(spec.layout['xaxis']).toHaveProperty('gridcolor');
    expect(spec.layout['yaxis2']).toMatchObject({ side: 'right' });
    expect(spec.layout['yaxis2']).toHaveProperty('gridcolor');
    expect(spec.layout['height']).toBe(300);
    expect(spec.layout['paper_bgcolor']).toBe('rgba(0,0,0,0)');
  });

  it('has an accessible name, and no text of its own ends its script', () => {
    const html = bundle['text/html'] as string;
    expect(html).toContain('role="img" aria-label="A line. It rises."');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
  });

  it('is not drawn without an alt text', () => {
    expect(() => figureBundle(data, layout, { alt: '' })).toThrow('wants an alt text');
  });

  it('brings the library before the first figure of a session, and only then', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const show = (title: string, more: PlotlyObject = {}): void =>
      figure(data, { title, ...more }, { alt: 'It rises.' });
    show('one');
    show('two');
    prepareFigures();
    const texts = log.mock.calls.map(([text]) => String(text));
    log.mockRestore();
    expect(texts.map((text) => text.replace(/Figures are drawn.*/, 'library'))).toEqual([
      'library',
      'one. It rises.',
      'two. It rises.',
      'library',
    ]);
  });
});
