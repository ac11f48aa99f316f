import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convOutputSize, receptiveFields } from '../../lib';
import { layerStackBundle } from '../../lib/show/layer-stack';
import { rowWindows } from '../../lib/show/row-windows';
import { strideExplorerBundle } from '../../lib/show/stride-explorer';
import { windowsOnRowBundle } from '../../lib/show/windows-on-row';

const rows = fc
  .record({
    cells: fc.integer({ min: 1, max: 14 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 6 }),
    padding: fc.integer({ min: 0, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  })
  .filter((row) => row.cells + 2 * row.padding > (row.kernel - 1) * row.dilation);

describe('rowWindows', () => {
  it('has as many windows as outputs, in the padded row, and a next one that leaves it', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const { cells, kernel, stride, padding, dilation } = row;
        const { windows, next } = rowWindows(row);
        expect(windows).toHaveLength(convOutputSize(cells, kernel, stride, padding, dilation));
        expect(windows[0]![0]).toBe(0 - padding);
        expect(windows.at(-1)!.at(-1)!).toBeLessThan(cells + padding);
        expect(next.at(-1)!).toBeGreaterThanOrEqual(cells + padding);
      }),
    );
  });

  it('lists each cell of the row as visited, skipped or left over, and as one only', () => {
    fc.assert(
      fc.property(rows, (row) => {
        const { windows, between, leftOver } = rowWindows(row);
        const visited = [...new Set(windows.flat())].filter((c) => c >= 0 && c < row.cells);
        const all = [...visited, ...between, ...leftOver].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: row.cells }, (_, cell) => cell));
      }),
    );
  });

  it('tells cells between windows from cells left over', () => {
    expect(rowWindows({ cells: 12, kernel: 3, stride: 4 })).toMatchObject({
      between: [3, 7],
      leftOver: [11],
    });
  });
});

describe('windowsOnRow', () => {
  const html = windowsOnRowBundle([{ cells: 10, kernel: 3, stride: 2, title: 'a row <of ten>' }]);

  it('draws every cell and every window, the one that does not fit too', () => {
    const svg = html['text/html'] as string;
    expect(svg.match(/<rect /g)).toHaveLength(10 + 5 * 3);
    expect(svg.match(/output \d/g)).toEqual(['output 0', 'output 1', 'output 2', 'output 3']);
    expect(svg).toContain('aria-label="a row &lt;of ten&gt;"');
  });

  it('says the same in words', () => {
    expect(html['text/plain']).toContain('output 3: cells 6, 7, 8\n');
    expect(html['text/plain']).toMatch(/between windows: none; left over: 9$/);
  });

  it("refuses what lib refuses, with lib's reason", () => {
    expect(() => windowsOnRowBundle([{ cells: 2, kernel: 3, title: 'x' }])).toThrow(
      'a kernel of 3 cells does not fit into 2 cells',
    );
  });
});

describe('layerStack', () => {
  it('marks as many input cells as the receptive field has, where windows leave no gaps', () => {
    const layer = fc
      .record({ kernel: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 1, max: 3 }) })
      .filter(({ kernel, stride }) => stride <= kernel);
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 3 }), (layers) => {
        const { size, jump } = receptiveFields(layers).at(-1)!;
        const stack = { cells: size + 2 * jump, layers, output: 2, title: 'stack' };
        const seen = Array.from({ length: size }, (_, i) => 2 * jump + i).join(', ');
        expect(layerStackBundle([stack])['text/plain']).toMatch(
          new RegExp(`\\ninput: ${size + 2 * jump} cells, ${size} seen \\(${seen}\\)$`),
        );
      }),
    );
  });

  it('joins each marked output to every cell of its window', () => {
    const layers = [{ kernel: 3, stride: 2 }, { kernel: 3 }];
    const { 'text/html': html } = layerStackBundle([{ cells: 11, layers, title: 'two' }]);
    expect((html as string).match(/<path /g)).toHaveLength(3 + 9);
  });

  it('takes only an output that there is', () => {
    const stack = { cells: 5, layers: [{ kernel: 3 }], title: 'x', output: 3 };
    expect(() => layerStackBundle([stack])).toThrow('there is no output 3, the last layer has 3');
  });
});

describe('strideExplorer', () => {
  it('says its settings as text, and refuses such as give no output', () => {
    expect(strideExplorerBundle({ cells: 7, title: 'T' })['text/plain']).toBe(
      'T (interactive in a browser). ⌊(n + 2p − k) / s⌋ + 1 = ⌊(7 + 2·0 − 3) / 2⌋ + 1 = ⌊2⌋ + 1 = 3',
    );
    expect(() => strideExplorerBundle({ stride: 0 })).toThrow('s (the stride) must be');
  });
});
