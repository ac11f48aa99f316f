import { convOutputSize } from '../ops/padding';

/** A window that slides along one row of cells. */
export interface RowOptions {
  /** How many cells the row has. */
  cells: number;
  /** The window's size. */
  kernel: number;
  /** 1 unless told. */
  stride?: number;
  /** Cells put before and after the row; 0 unless told. */
  padding?: number;
  /** How far apart the window's cells lie; 1 unless told. */
  dilation?: number;
}

/** Where the windows of a row stand; cells are counted from 0, padding before the row is negative. */
export interface RowWindows {
  /** The cells under each window. */
  readonly windows: readonly (readonly number[])[];
  /** The cells under the first window that does not fit any more. */
  readonly next: readonly number[];
  /** Cells of the row that lie under no window, before the last cell of the last one: windows jump over them. */
  readonly between: readonly number[];
  /** Cells of the row that lie under no window and after the last one. */
  readonly leftOver: readonly number[];
}

/**
 * Works out where the windows of a row stand; how many there are is what `convOutputSize` says.
 *
 * @throws as convOutputSize does
 */
export function rowWindows(options: RowOptions): RowWindows {
  const { cells, kernel, stride = 1, padding = 0, dilation = 1 } = options;
  const places = convOutputSize(cells, kernel, stride, padding, dilation);
  const under = (place: number): number[] =>
    Array.from({ length: kernel }, (_, i) => place * stride - padding + i * dilation);
  const windows = Array.from({ length: places }, (_, place) => under(place));
  const visited = new Set(windows.flat());
  const end = Math.max(...visited);
  const unvisited = Array.from({ length: cells }, (_, cell) => cell).filter(
    (cell) => !visited.has(cell),
  );
  return {
    windows,
    next: under(places),
    between: unvisited.filter((cell) => cell < end),
    leftOver: unvisited.filter((cell) => cell > end),
  };
}

const side = 24;
const lineHeight = 19;
const unit = (text: string, x: number, y: number, more = ''): string =>
  `<text x="${x}" y="${y}" fill="currentColor" font-size="12" ${more}>${text}</text>`;

/**
 * The row, and under it each window as a bar, from the first to the first that does not fit: SVG in
 * the page's own text colour, so that it can be read on light and on dark.
 *
 * @param label what the picture shows, for who can't see it
 * @param current a window to point out
 */
export function rowWindowsSvg(options: RowOptions, label: string, current?: number): string {
  const { cells, padding = 0 } = options;
  const { windows, next, between, leftOver } = rowWindows(options);
  const unvisited = new Set([...between, ...leftOver]);
  const x = (cell: number): number => (cell + padding) * side + 1;
  const under = (line: number): number => side + 8 + line * lineHeight;

  const row = Array.from({ length: cells + 2 * padding }, (_, index) => {
    const cell = index - padding;
    const isPadding = cell < 0 || cell >= cells;
    const isUnseen = unvisited.has(cell);
    const fill = isUnseen ? '#D55E00' : '#808080';
    const box =
      `<rect x="${x(cell)}" y="1" width="${side}" height="${side}" fill="${fill}" ` +
      `fill-opacity="${isUnseen ? 0.3 : isPadding ? 0 : 0.12}" stroke="#808080" ` +
      `${isPadding ? 'stroke-dasharray="3 3"' : ''}/>`;
    // A cross says "never" where the colour does not.
    const cross = isUnseen
      ? `<path d="M${x(cell)} 1l${side} ${side}m0 ${-side}l${-side} ${side}" stroke="#D55E00" stroke-width="1.5"/>`
      : '';
    const name = isPadding ? '0' : String(cell);
    return (
      box +
      cross +
      unit(name, x(cell) + side / 2, 18, `text-anchor="middle"${isPadding ? ' opacity=".6"' : ''}`)
    );
  });

  const bar = (list: readonly number[], line: number, attributes: string): string =>
    `<path d="M${x(list[0]) + side / 2} ${under(line) + 7}H${x(list[list.length - 1]) + side / 2}" stroke="#808080"/>` +
    list
      .map(
        (cell) =>
          `<rect x="${x(cell) + 2}" y="${under(line)}" width="${side - 4}" height="14" rx="2" ${attributes}/>`,
      )
      .join('');
  const captionX = x(Math.max(cells + padding, next[next.length - 1] + 1)) + 8;
  const bars = windows.map(
    (list, place) =>
      bar(list, place, `fill="${place === current ? '#E69F00' : '#56B4E9'}"`) +
      unit(`output ${place}`, captionX, under(place) + 12),
  );
  const last =
    bar(
      next,
      windows.length,
      'fill="none" stroke="#D55E00" stroke-width="1.5" stroke-dasharray="3 2"',
    ) + unit('does not fit', captionX, under(windows.length) + 12);

  const width = captionX + 68;
  const height = under(windows.length + 1);
  return (
    `<svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `style="max-width:100%;font-family:inherit">${[...row, ...bars, last].join('')}</svg>`
  );
}
