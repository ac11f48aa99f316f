import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { rowWindows, rowWindowsSvg, type RowOptions } from './row-windows';
import { outputHtml } from './theme';

export interface TitledRow extends RowOptions {
  title: string;
}

const listText = (cells: readonly number[]): string =>
  cells.length > 0 ? cells.join(', ') : 'none';

/** The output of `windowsOnRow`. */
export function windowsOnRowBundle(rows: readonly TitledRow[]): Bundle {
  const html = rows.map((row) => {
    const title = escapeHtml(row.title);
    return `<figure><figcaption>${title}</figcaption>${rowWindowsSvg(row, title)}</figure>`;
  });
  const texts = rows.map((row) => {
    const { windows, between, leftOver } = rowWindows(row);
    return [
      row.title,
      ...windows.map((cells, place) => `output ${place}: cells ${cells.join(', ')}`),
      `never visited, between windows: ${listText(between)}; left over: ${listText(leftOver)}`,
    ].join('\n');
  });
  return {
    'text/html': outputHtml(`<div class="cl-row">${html.join('')}</div>`),
    'text/plain': texts.join('\n\n'),
  };
}

/**
 * Shows rows of cells side by side, each with its windows as bars beneath: which cells every output
 * reads, the window that does not fit any more, and the cells that no window visits, crossed out.
 *
 * @throws as convOutputSize does
 */
export function windowsOnRow(rows: readonly TitledRow[]): void {
  display(windowsOnRowBundle(rows));
}
