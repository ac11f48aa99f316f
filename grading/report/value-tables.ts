import { isTensor, nestedShape } from '../values/describe';
import { same } from '../values/compare';
import { isTypedArray } from '../values/wire';
import { words } from './words';

export interface Cell {
  readonly text: string;
  /** Not what was expected at this place. */
  readonly wrong: boolean;
}

/** A value drawn as a small table. */
export interface ValueTable {
  readonly title: string;
  readonly rows: readonly (readonly Cell[])[];
}

const maxRows = 8;
const maxCols = 10;
const maxTables = 4;

/**
 * A value as tables: a number as one cell, a matrix as it is, a Tensor one table for each channel
 * (and kernel). Cells that differ from `expected` are marked, where the two can be laid side by side.
 */
export function valueTables(
  title: string,
  value: unknown,
  expected?: { readonly value: unknown; readonly tolerance: number },
): ValueTable[] {
  const sheets = sheetsOf(value);
  const wanted = expected && sheetsOf(expected.value);
  const comparable =
    wanted?.length === sheets.length &&
    wanted.every(
      ({ rows }, k) =>
        rows.length === sheets[k]!.rows.length && rows[0]?.length === sheets[k]!.rows[0]?.length,
    );
  const tables = sheets.slice(0, maxTables).map(({ name, rows }, k): ValueTable => {
    const cells = rows.slice(0, maxRows).map((row, i) => {
      const shown = row.slice(0, maxCols).map((part, j): Cell => ({
        text: cellText(part),
        wrong: comparable && !same(wanted[k]!.rows[i]![j], part, expected!.tolerance),
      }));
      return row.length > maxCols ? [...shown, { text: '…', wrong: false }] : shown;
    });
    const cut = rows.length > maxRows || (rows[0]?.length ?? 0) > maxCols;
    const size = cut ? ` ${words.cut(rows.length, rows[0]!.length)}` : '';
    return { title: [title, name].filter(Boolean).join(', ') + size, rows: cells };
  });
  if (sheets.length > maxTables) {
    const last = tables.at(-1)!;
    tables[tables.length - 1] = {
      ...last,
      title: `${last.title} (${sheets.length - maxTables} more not shown)`,
    };
  }
  return tables;
}

/** A single number, or another value that is no list, as text; null for what needs a table. */
export function scalarText(value: unknown): string | null {
  return typeof value === 'object' && value !== null ? null : cellText(value);
}

interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** A value as named matrices. */
function sheetsOf(value: unknown): Sheet[] {
  if (isTensor(value)) return tensorSheets(value.shape, Array.from(value.data));
  if (isTypedArray(value)) return [{ name: '', rows: [Array.from(value)] }];
  if (!Array.isArray(value)) return [{ name: '', rows: [[value]] }];
  const shape = nestedShape(value);
  if (shape && shape.length > 2) return tensorSheets(shape, value.flat(Infinity) as unknown[]);
  if (value.length > 0 && value.every(Array.isArray)) {
    return [{ name: '', rows: value as unknown[][] }];
  }
  return [{ name: '', rows: [value as unknown[]] }];
}

/** Rows and columns come first in a shape; each choice of the indices after them is a sheet. */
function tensorSheets(shape: readonly number[], values: readonly unknown[]): Sheet[] {
  const [height, width] = shape.length < 2 ? [1, shape[0] ?? 1] : [shape[0]!, shape[1]!];
  const rest = shape.slice(2);
  const count = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, sheet) => ({
    name: sheetName(rest, sheet, shape),
    rows: Array.from({ length: height }, (_row, i) =>
      Array.from({ length: width }, (_col, j) => values[(i * width + j) * count + sheet]),
    ),
  }));
}

function sheetName(rest: readonly number[], sheet: number, shape: readonly number[]): string {
  const whole = `shape [${shape.join(', ')}]`;
  if (rest.length === 0) return whole;
  if (rest.length === 1) return `${whole}, channel ${sheet}`;
  const last = rest.at(-1)!;
  return `${whole}, channel ${Math.floor(sheet / last)}, kernel ${sheet % last}`;
}

function cellText(part: unknown): string {
  if (typeof part === 'number') return numberText(part);
  if (typeof part === 'string') return JSON.stringify(part.slice(0, 40));
  if (part === undefined || part === null || typeof part === 'boolean') return String(part);
  return Array.isArray(part) ? `[${part.length} items]` : objectText(part as object);
}

/** A small object, such as the sizes of a layer, in full; any other only as an object. */
function objectText(part: object): string {
  const fields = Object.entries(part);
  const isSmall = fields.length > 0 && fields.length <= 4;
  if (!isSmall || !fields.every(([name]) => /^\w{1,20}$/.test(name))) return '{…}';
  const text = fields.map(([name, value]) => `${name}: ${scalarText(value) ?? '…'}`).join(', ');
  return text.length > 60 ? '{…}' : `{ ${text} }`;
}

/** Six digits at most, and a true minus sign. */
function numberText(value: number): string {
  const text =
    Number.isInteger(value) || !Number.isFinite(value)
      ? String(value)
      : String(Number(value.toPrecision(6)));
  return text.replace('-', '−');
}
