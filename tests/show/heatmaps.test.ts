import { describe, expect, it } from 'vitest';
import { heatmapsBundle } from '../../lib/show/heatmaps';
import { towersBundle } from '../../lib/show/towers';
import type { PlotlyObject } from '../../lib/show/figure';
import type { Bundle } from '../../lib/show/display';

interface Spec {
  data: PlotlyObject[];
  layout: Record<string, PlotlyObject> & { annotations: PlotlyObject[]; height: number };
}
const specOf = (bundle: Bundle): Spec => bundle['application/vnd.plotly.v1+json'] as Spec;

describe('heat maps side by side', () => {
  const maps = [1, 2, 3, 4, 5].map((most) => ({ values: [[0, most]], title: `most ${most}` }));
  const options = { title: 'Counts', scale: 'visits', alt: 'They grow.', columns: 2 };
  const { data, layout } = specOf(heatmapsBundle(maps, options));

  it('hold the numbers of each, under its title, and say what they show', () => {
    expect(data.map(({ z }) => z)).toEqual(maps.map(({ values }) => values));
    expect(layout.annotations.map(({ text }) => text)).toEqual(maps.map(({ title }) => title));
    expect(heatmapsBundle(maps, options)['text/plain']).toBe('Counts. They grow.');
  });

  it('share one scale, from 0 to the largest of all, and one colour bar', () => {
    expect(new Set(data.map(({ zmin, zmax }) => `${String(zmin)} ${String(zmax)}`))).toEqual(
      new Set(['0 5']),
    );
    expect(data.filter(({ showscale }) => showscale)).toHaveLength(1);
    const { data: given } = specOf(heatmapsBundle(maps, { ...options, largest: 9 }));
    expect(given[0]!['zmax']).toBe(9);
  });

  it('stand in rows of so many columns, each on axes of its own, row 0 at the top', () => {
    const places = data.map(({ xaxis, yaxis }) => {
      const axis = (name: unknown): PlotlyObject =>
        layout[String(name).replace(/^[xy]/, '$&axis')]!;
      const [[left], [bottom]] = [axis(xaxis)['domain'], axis(yaxis)['domain']] as number[][];
      expect(axis(yaxis)['autorange']).toBe('reversed');
      return [left, bottom] as [number, number];
    });
    expect(new Set(places.map(String)).size).toBe(5);
    expect(places[0]![1]).toBe(places[1]![1]);
    expect(places[0]![0]).toBe(places[2]![0]);
    expect(places[1]![0]).toBeGreaterThan(places[0]![0]);
    expect(places[2]![1]).toBeLessThan(places[0]![1]);
  });
});

describe('towers', () => {
  const bundle = towersBundle(
    [
      { name: 'shrinking', sides: [6, 4, 2] },
      { name: 'kept', sides: [6, 6, 6, 6] },
    ],
    'Two towers',
  );
  const { data } = specOf(bundle);

  it('have a floor for each map, as wide as its side, one straight above the other', () => {
    expect(data.map(({ x }) => x)).toEqual([
      [6, 4, 2],
      [6, 6, 6, 6],
    ]);
    expect(data[0]!['y']).toEqual([0, 1, 2]);
    const middles = data.map(({ x, base }) =>
      (x as number[]).map((side, floor) => (base as number[])[floor]! + side / 2),
    );
    expect(middles.map((tower) => new Set(tower).size)).toEqual([1, 1]);
    expect(middles[1]![0]! - middles[0]![0]!).toBeGreaterThan(6);
  });

  it('say their sides in words', () => {
    expect(bundle['text/plain']).toBe(
      'Two towers. shrinking: sides 6, 4, 2. kept: sides 6, 6, 6, 6.',
    );
  });
});
