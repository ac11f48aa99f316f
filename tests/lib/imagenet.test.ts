import { describe, expect, it } from 'vitest';
import { imageNetTop5, trainedPersonTop5Error } from '../../lib/data';

describe('the results of the ImageNet contest', () => {
  // The accepted figures, written down once more: a slip in the file shows here.
  it.each([
    [2010, 'NEC-UIUC', 28.2, null],
    [2011, 'XRCE', 25.8, null],
    [2012, 'SuperVision', 16.4, 8],
    [2013, 'Clarifai', 11.7, 8],
    [2014, 'VGG', 7.3, 19],
    [2014, 'GoogLeNet', 6.7, 22],
    [2015, 'MSRA', 3.57, 152],
    [2016, 'Trimps-Soushen', 2.99, null],
    [2017, 'WMW', 2.25, null],
  ])('%i: %s had %d %%', (year, team, error, layers) => {
    const rows = imageNetTop5().filter((row) => row.year === year && row.team === team);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ error, layers });
  });

  it('has no other rows, in order, each with its paper and its source', () => {
    const rows = imageNetTop5();
    expect(rows).toHaveLength(9);
    expect(rows.map(({ year }) => year)).toEqual([...rows.map(({ year }) => year)].sort());
    for (const { paper, source } of rows) {
      expect(paper).toBeTruthy();
      expect(source).toMatch(/the paper, (table|abstract)|image-net\.org/);
    }
  });

  it('passed the trained person in 2015', () => {
    expect(trainedPersonTop5Error).toBe(5.1);
    const below = imageNetTop5().filter(({ error }) => error < trainedPersonTop5Error);
    expect(below[0]!.year).toBe(2015);
  });
});
