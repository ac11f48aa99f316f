import { describe, expect, it } from 'vitest';
import { poolMap } from '../../lib/show/pool-routes';
import { poolingExplorerBundle } from '../../lib/show/pooling-explorer';
import { routesBundle } from '../../lib/show/routes';

const row = [[2, 1, 6, 3, 0, 4, 9]];
const overlapping = { size: [1, 3], stride: 2 } as const;

describe('poolMap', () => {
  it('sends the whole gradient of a maximum to its winner', () => {
    const { output, routes, backward } = poolMap(row, { kind: 'max', ...overlapping });
    expect(output).toEqual([[6, 6, 9]]);
    expect(routes).toEqual([
      { row: 0, col: 0, ends: [{ row: 0, col: 2, share: 1 }] },
      { row: 0, col: 1, ends: [{ row: 0, col: 2, share: 1 }] },
      { row: 0, col: 2, ends: [{ row: 0, col: 6, share: 1 }] },
    ]);
    expect(backward([[10, 20, 40]])).toEqual([[0, 0, 30, 0, 0, 0, 40]]);
  });

  it('shares the gradient of a mean among the cells of the map, not the padding', () => {
    const { output, routes } = poolMap([[4, 8], [1, 3]], { kind: 'average', size: 2, padding: 1 }); // prettier-ignore
    expect(output).toEqual([[4, 8], [1, 3]]); // prettier-ignore
    expect(routes[3]).toEqual({ row: 1, col: 1, ends: [{ row: 1, col: 1, share: 1 }] });
    const side = poolMap(row, { kind: 'average', size: [1, 2] });
    expect(side.routes[1]!.ends).toEqual([
      { row: 0, col: 2, share: 0.5 },
      { row: 0, col: 3, share: 0.5 },
    ]);
  });

  it('refuses what lib refuses, in its words', () => {
    expect(() => poolMap(row, { kind: 'max', size: 2 })).toThrow(
      'maxPool2d: a window of 2 rows does not fit into 1 rows',
    );
    expect(() => poolMap(row, { kind: 'average', size: 1, stride: 0 })).toThrow(
      'avgPool2d: stride must be a whole number of at least 1',
    );
  });
});

describe('poolingRoutes', () => {
  const bundle = routesBundle(row, {
    kind: 'max',
    ...overlapping,
    gradOutput: [[10, 20, 40]],
    title: 'The <routes>',
  });
  const svg = bundle['text/html'] as string;

  it('says in words which cell gets which gradient', () => {
    expect(bundle['text/plain'].split('\n')).toEqual([
      'The <routes>',
      '10 of output row 0, column 0 goes: 10 to row 0, column 2 (which holds 6)',
      '20 of output row 0, column 1 goes: 20 to row 0, column 2 (which holds 6)',
      '40 of output row 0, column 2 goes: 40 to row 0, column 6 (which holds 9)',
    ]);
    expect(svg).toContain('aria-label="The &lt;routes&gt;\n10 of output row 0');
    expect(svg).not.toContain('<routes>');
  });

  it('draws an arrow for each end of a route, and every number', () => {
    expect(svg.match(/<polygon/g)).toHaveLength(3);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts.slice(2)).toEqual([
      ...['2', '0', '1', '0', '6', '30', '3', '0', '0', '0', '4', '0', '9', '40'],
      ...['10', '20', '40'],
    ]);
  });

  it('gives an arrow to every cell of a mean', () => {
    const mean = routesBundle(row, {
      kind: 'average',
      size: [1, 3],
      gradOutput: [[3, 6]],
      title: 'mean',
    });
    expect((mean['text/html'] as string).match(/<polygon/g)).toHaveLength(6);
    expect(mean['text/plain']).toContain('6 of output row 0, column 1 goes: 2 to row 0, column 3');
  });

  it('refuses a gradient of another shape', () => {
    const wrong = { kind: 'max', ...overlapping, gradOutput: [[1, 2]], title: 'wrong' } as const;
    expect(() => routesBundle(row, wrong)).toThrow("gradOutput must have the output's shape");
  });
});

describe('poolingExplorer', () => {
  it('has a text form: the first map, and what becomes of it', () => {
    const bundle = poolingExplorerBundle([{ name: 'a map', values: [[1, 3], [2, 7]] }]); // prettier-ignore
    expect(bundle['text/plain'].split('\n').slice(1)).toEqual([
      'a map',
      '1  3',
      '2  7',
      'pooled by maximum',
      '7',
    ]);
  });
});
