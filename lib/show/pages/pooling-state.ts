import { numberText, termText } from '../numbers';
import { poolMap, type Pooled, type Pooling } from '../pool-routes';
import { typedNumber } from './dom';
import type { PoolingExplorerProps } from './props';

/** What the student has set and typed; numbers are kept as typed: a text need not be a number. */
export interface PoolingTyped {
  kind: Pooling['kind'];
  size: number;
  stride: number;
  padding: number;
  /** [row][col] */
  map: string[][];
  /** The gradient of each output, by `row col`; 1 where nothing was typed. */
  gradOutput: Map<string, string>;
}

/** Where the window of an output lies on the map, and what it sees there. */
export interface SeenWindow {
  /** Its top left in the map's rows and columns; in the padding they are negative. */
  readonly top: number;
  readonly left: number;
  /** Its cells that are in the map, in reading order. */
  readonly cells: readonly { readonly row: number; readonly col: number; readonly value: number }[];
}

/** A pooling that can be computed from what was typed. */
export interface PoolingComputed {
  readonly map: readonly (readonly number[])[];
  readonly pooled: Pooled;
  readonly gradOutput: readonly (readonly number[])[];
  readonly windowOf: (row: number, col: number) => SeenWindow;
}

/** Either a computed pooling, or a sentence that says why there is none. */
export type PoolingOutcome = { readonly computed: PoolingComputed } | { readonly problem: string };

export function typedMap(props: PoolingExplorerProps, index: number): string[][] {
  return props.maps[index]!.values.map((line) => line.map((value) => numberText(value)));
}

function numberFrom(text: string, where: string): number {
  const value = typedNumber(text);
  if (Number.isFinite(value)) return value;
  throw new Error(
    text.trim() === '' ? `${where} is empty.` : `${where}: “${text.trim()}” is not a number.`,
  );
}

/** Pools with lib, or says what is wrong, in lib's own words. */
export function computePooling(typed: PoolingTyped): PoolingOutcome {
  const { kind, size, stride, padding } = typed;
  try {
    const map = typed.map.map((line, r) =>
      line.map((text, c) => numberFrom(text, `Map, row ${r}, column ${c}`)),
    );
    const pooled = poolMap(map, { kind, size, stride, padding });
    const gradOutput = pooled.output.map((line, r) =>
      line.map((_, c) =>
        numberFrom(typed.gradOutput.get(`${r} ${c}`) ?? '1', `Gradient, row ${r}, column ${c}`),
      ),
    );
    const windowOf = (row: number, col: number): SeenWindow => {
      const [top, left] = [row * stride - padding, col * stride - padding];
      const cells = map.flatMap((line, r) =>
        line.flatMap((value, c) =>
          r >= top && r < top + size && c >= left && c < left + size
            ? [{ row: r, col: c, value }]
            : [],
        ),
      );
      return { top, left, cells };
    };
    return { computed: { map, pooled, gradOutput, windowOf } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** One output in words: what its window holds, and what becomes of it. */
export function forwardText(
  typed: PoolingTyped,
  computed: PoolingComputed,
  row: number,
  col: number,
) {
  const { cells } = computed.windowOf(row, col);
  const { ends } = computed.pooled.routes[row * computed.pooled.output[0]!.length + col]!;
  const result = numberText(computed.pooled.output[row]![col]!, 3);
  const values = cells.map(({ value }) => value);
  const padded = typed.size * typed.size - cells.length;
  const padding =
    padded > 0 ? ` The window's other ${plural(padded, 'cell')} are padding and do not count.` : '';
  if (typed.kind === 'average') {
    const sum = values
      .map((value, k) => (k === 0 ? numberText(value) : termText(value)))
      .join(' + ');
    const total = cells.length > 1 ? `(${sum})` : sum;
    return `Output row ${row}, column ${col}: ${total} / ${cells.length} = ${result}.${padding}`;
  }
  const winner = ends[0]!;
  const equals = values.filter((value) => value === Math.max(...values)).length;
  const tie =
    equals > 1 ? ` It stands there ${equals} times: the first in reading order wins.` : '';
  return (
    `Output row ${row}, column ${col}: the largest of ${values.map((value) => numberText(value)).join(', ')}` +
    ` is ${result}, in row ${winner.row}, column ${winner.col}.${tie}${padding}`
  );
}

/** The way of one output's gradient in words. */
export function backwardText(
  typed: PoolingTyped,
  computed: PoolingComputed,
  row: number,
  col: number,
) {
  const { ends } = computed.pooled.routes[row * computed.pooled.output[0]!.length + col]!;
  const sent = computed.gradOutput[row]![col]!;
  if (ends.length === 1) {
    return `Its gradient ${numberText(sent, 3)} goes whole to row ${ends[0]!.row}, column ${ends[0]!.col}.`;
  }
  return (
    `Its gradient ${numberText(sent, 3)} is shared out: ${numberText(sent * ends[0]!.share, 3)}` +
    ` to each of ${ends.length} cells.`
  );
}
