import { describe, isWholeNumber } from './check';
import {
  extentOf,
  isMargins,
  marginsOf,
  paddingHint,
  placesOf,
  type Margins,
  type Padding2d,
} from './padding';

/** One number for rows and columns alike, or [rows, cols]. */
export type RowsAndCols = number | readonly [rows: number, cols: number];

/** How a window slides over an image. */
export interface WindowOptions {
  /** How many cells the window moves from one output to the next; 1 unless given. */
  stride?: RowsAndCols;
  /** What is put around the image first; 'valid', which is nothing, unless given. */
  padding?: Padding2d;
  /** How far apart the window's cells lie; 1, side by side, unless given. */
  dilation?: RowsAndCols;
}

/** The same, with each choice spelled out, and the number of places the window has. */
export interface Window {
  stride: readonly [rows: number, cols: number];
  padding: readonly [rows: Margins, cols: Margins];
  dilation: readonly [rows: number, cols: number];
  outHeight: number;
  outWidth: number;
}

/**
 * [rows, cols], checked.
 *
 * @param meaning what a number means, for the message: `stride 1 moves the window one cell …`
 */
export function rowsAndCols(
  where: string,
  name: string,
  value: RowsAndCols,
  meaning: string,
): readonly [number, number] {
  if (isWholeNumber(value, 1)) return [value, value];
  const given: unknown = value;
  if (Array.isArray(given) && given.length === 2 && given.every((part) => isWholeNumber(part, 1))) {
    return [given[0] as number, given[1] as number];
  }
  throw new Error(
    `${where}: ${name} must be a whole number of at least 1 or [rows, cols], got ${describe(given)}` +
      ` (${name} ${meaning})`,
  );
}

function checkPadding(where: string, padding: Padding2d): void {
  const given: unknown = padding;
  if (given === 'valid' || given === 'same' || isWholeNumber(given, 0)) return;
  if (Array.isArray(given) && given.length === 2 && given.every(isMargins)) return;
  throw new Error(
    `${where}: padding must be 'valid', 'same', a whole number of at least 0, or [[top, bottom], [left, right]],` +
      ` got ${describe(given)}${paddingHint(given)}`,
  );
}

/**
 * Works out where a window of [windowHeight, windowWidth] cells stands on an image.
 *
 * @param where the function that a message is to name
 * @param image the image's [height, width]
 * @param window the window's [height, width]
 * @throws if stride or dilation is no whole number ≥ 1, if padding is none of its four forms, or
 * if the window is larger than the padded image.
 */
export function windowOn(
  where: string,
  image: readonly [height: number, width: number],
  window: readonly [height: number, width: number],
  { stride = 1, padding = 'valid', dilation = 1 }: WindowOptions,
): Window {
  const strides = rowsAndCols(where, 'stride', stride, '1 moves the window one cell at a time');
  const dilations = rowsAndCols(where, 'dilation', dilation, '1 leaves no gap in the window');
  checkPadding(where, padding);

  const along = (axis: 0 | 1): { margins: Margins; places: number } => {
    const oneSide = typeof padding === 'object' ? padding[axis] : padding;
    const margins = marginsOf(image[axis], window[axis], strides[axis], oneSide, dilations[axis]);
    const places = placesOf(image[axis], window[axis], strides[axis], margins, dilations[axis]);
    if (places < 1) {
      const cells = axis === 0 ? 'rows' : 'columns';
      const span =
        dilations[axis] === 1
          ? ''
          : ` (${extentOf(window[axis], dilations[axis])} with dilation ${dilations[axis]})`;
      const padded = image[axis] + margins[0] + margins[1];
      throw new Error(
        `${where}: a window of ${window[axis]} ${cells}${span} does not fit into ${padded} ${cells}` +
          ` (the image has ${image[axis]}, padding ${describe(padding)} adds ${margins[0] + margins[1]};` +
          ' pad more, or take a smaller window)',
      );
    }
    return { margins, places };
  };
  const rows = along(0);
  const cols = along(1);
  return {
    stride: strides,
    padding: [rows.margins, cols.margins],
    dilation: dilations,
    outHeight: rows.places,
    outWidth: cols.places,
  };
}
