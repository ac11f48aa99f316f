import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { numberText } from './numbers';
import { outputHtml } from './theme';

type Cell = string | number | boolean;

function cellText(cell: Cell): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'number' ? numberText(cell) : cell;
}

/**
 * The output of `table`.
 *
 * @throws if a row has not as many cells as the header.
 */
export function tableBundle(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  title = '',
): Bundle {
  for (const row of rows) {
    if (row.length !== header.length) {
      throw new Error(
        `table: a row has ${row.length} cells, the header ${header.length} (${row.join(' | ')})`,
      );
    }
  }
  const isNumber = (column: number): boolean =>
    rows.length > 0 && rows.every((row) => typeof row[column] === 'number');
  const kind = (column: number): string => (isNumber(column) ? ' class="cl-number"' : '');
  const head = header.map((name, c) => `<th scope="col"${kind(c)}>${escapeHtml(name)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, c) => `<td${kind(c)}>${escapeHtml(cellText(cell))}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  const heading = title ? `<div class="cl-title">${escapeHtml(title)}</div>` : '';
  const label = title ? ` aria-label="${escapeHtml(title)}"` : '';
  const lines = [header, ...rows.map((row) => row.map(cellText))];
  const widths = header.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, c) => (isNumber(c) ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
  return {
    'text/html': outputHtml(
      `${heading}<table class="cl-table"${label}><thead><tr>${head.join('')}</tr></thead>` +
        `<tbody>${body.join('')}</tbody></table>`,
    ),
    'text/plain': [...(title ? [title] : []), ...text].join('\n'),
  };
}

/** Shows rows under a header; columns of numbers are aligned to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  title = '',
): void {
  display(tableBundle(header, rows, title));
}
