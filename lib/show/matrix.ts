import type { Margins } from '../ops';
import { toNested, type Tensor } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { numberText } from './numbers';
import { greyColour, inkOn, outputHtml, signedColour } from './theme';

/** Rows of numbers, or a tensor [rows, columns]. */
export type Matrix = readonly (readonly number[])[] | Tensor;

export interface MatrixOptions {
  /** Stands above the matrix. */
  title?: string;
  /** A window to mark, its top left at (row, col). */
  highlight?: { row: number; col: number; height: number; width: number };
  /** How many cells on each side are padding, or [[top, bottom], [left, right]]; drawn dashed. */
  padding?: number | readonly [rows: Margins, cols: Margins];
  /** Draw on this channel's colour. */
  channel?: 'red' | 'green' | 'blue';
  /** Colour each cell by its number: signed (blue to red) or grey (0 black, the largest white). */
  heat?: 'signed' | 'grey';
}

/** The numbers of a matrix as rows. @throws if a tensor is not two-dimensional. */
export function rowsOf(values: Matrix): readonly (readonly number[])[] {
  if (!('shape' in values)) return values;
  if (values.shape.length !== 2) {
    throw new Error(`matrix: wants a tensor [rows, columns], got [${values.shape.join(', ')}]`);
  }
  return toNested(values) as number[][];
}

/** A matrix as an HTML table with its title. */
export function matrixHtml(values: Matrix, options: MatrixOptions = {}): string {
  const rows = rowsOf(values);
  const { highlight, padding = 0, heat } = options;
  const [[top, bottom], [left, right]] =
    typeof padding === 'number'
      ? [
          [padding, padding],
          [padding, padding],
        ]
      : padding;
  const largest = Math.max(...rows.flat().map(Math.abs)) || 1;
  const cells = rows.map((row, r) =>
    row
      .map((value, c) => {
        const classes: string[] = [];
        const isEdge = r < top || c < left || r >= rows.length - bottom || c >= row.length - right;
        if (isEdge) classes.push('cl-edge');
        if (
          highlight &&
          r >= highlight.row &&
          r < highlight.row + highlight.height &&
          c >= highlight.col &&
          c < highlight.col + highlight.width
        ) {
          classes.push('cl-in');
        }
        const colour = (heat === 'grey' ? greyColour : signedColour)(value / largest);
        const style = heat ? ` style="background:rgb(${colour});color:${inkOn(colour)}"` : '';
        const name = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
        return `<td${name}${style}>${numberText(value)}</td>`;
      })
      .join(''),
  );
  const channel = options.channel ? ` cl-${options.channel}` : '';
  const body = cells.map((row) => `<tr>${row}</tr>`).join('');
  const table = (label: string): string =>
    `<table class="cl-grid${channel}"${label}><tbody>${body}</tbody></table>`;
  if (!options.title) return table('');
  // A caption would be wrapped to the table's width, and tables side by side would not line up.
  const title = escapeHtml(options.title);
  const short = title.length < 40 ? ' cl-short' : '';
  return `<div><div class="cl-title${short}">${title}</div>${table(` aria-label="${title}"`)}</div>`;
}

/** A matrix as lines of text, columns aligned; a marked window stands in square brackets. */
export function matrixText(values: Matrix, options: MatrixOptions = {}): string {
  const rows = rowsOf(values);
  const { highlight } = options;
  const texts = rows.map((row) => row.map((value) => numberText(value)));
  const width = Math.max(...texts.flat().map((text) => text.length));
  const lines = texts.map((row, r) =>
    row
      .map((text, c) => {
        const marked =
          highlight &&
          r >= highlight.row &&
          r < highlight.row + highlight.height &&
          c >= highlight.col &&
          c < highlight.col + highlight.width;
        const cell = text.padStart(width);
        if (!highlight) return cell;
        return marked ? `[${cell}]` : ` ${cell} `;
      })
      .join(highlight ? '' : '  '),
  );
  return [...(options.title ? [options.title] : []), ...lines].join('\n');
}

/** One matrix of a row of matrices. */
export interface TitledMatrix extends MatrixOptions {
  values: Matrix;
}

/** The output of `matrices`. */
export function matricesBundle(list: readonly TitledMatrix[]): Bundle {
  const html = list.map((entry) => matrixHtml(entry.values, entry)).join('');
  return {
    'text/html': outputHtml(`<div class="cl-row">${html}</div>`),
    'text/plain': list.map((entry) => matrixText(entry.values, entry)).join('\n\n'),
  };
}

/** Shows a matrix as a table of numbers. */
export function matrix(values: Matrix, options: MatrixOptions = {}): void {
  display(matricesBundle([{ values, ...options }]));
}

/** Shows several matrices side by side. */
export function matrices(list: readonly TitledMatrix[]): void {
  display(matricesBundle(list));
}
