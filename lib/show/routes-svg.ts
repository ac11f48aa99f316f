import { escapeHtml } from './html';
import { numberText } from './numbers';
import type { Pooled, Route } from './pool-routes';
import { palette } from './theme';

type Rows = readonly (readonly number[])[];

export interface RoutesDrawing {
  readonly map: Rows;
  readonly pooled: Pooled;
  readonly gradOutput: Rows;
  readonly title: string;
  /** The output whose route stands out, counted in reading order; all alike unless told. */
  readonly current?: number;
}

// A cell has its numbers in the upper part; in the lower part run the lines, each in a lane.
const cellWidth = 66;
const cellHeight = 50;
const firstLane = 26;
const laneHeight = 5;
const lanes = 4;
const gap = 130;
const headHeight = 24;

/** Neighbouring windows differ in colour, side by side and one below the other. */
const colours = [
  [palette.blue, palette.vermillion, palette.green],
  [palette.purple, palette.orange, palette.sky],
];
const colourOf = ({ row, col }: { row: number; col: number }): string =>
  colours[row % 2]![col % 3]!;

const laneAt = (index: number): number => firstLane + laneHeight * (index % lanes);

const box = (x: number, y: number, style: string): string =>
  `<rect x="${x}" y="${y}" width="${cellWidth}" height="${cellHeight}" ${style} stroke="currentColor" stroke-opacity=".45"/>`;

const label = (x: number, y: number, text: string, style: string): string =>
  `<text x="${x}" y="${y}" ${style}>${escapeHtml(text)}</text>`;

const fillOf = (colour: string, isFaint: boolean): string =>
  `fill="${colour}" fill-opacity="${isFaint ? '.10' : '.28'}"`;

const gradientStyle = (value: number): string =>
  `text-anchor="end" font-size="14" ${value === 0 ? 'opacity=".5"' : 'font-weight="700"'}`;

/** In words: which gradient each cell gets, and from where. */
export function routesText({ map, pooled, gradOutput, title }: RoutesDrawing): string {
  const lines = pooled.routes.map(({ row, col, ends }) => {
    const sent = gradOutput[row]![col]!;
    const parts = ends.map(
      (end) =>
        `${numberText(sent * end.share, 2)} to row ${end.row}, column ${end.col} (which holds ${numberText(map[end.row]![end.col]!, 2)})`,
    );
    return `${numberText(sent, 2)} of output row ${row}, column ${col} goes: ${parts.join('; ')}`;
  });
  return [title, ...lines].join('\n');
}

/**
 * Draws the way of the gradients: on the right those of the outputs, on the left the map, with an
 * arrow to every cell that gets one. In a cell of the map, the small number is the cell's own and
 * the large one the gradient that it gets. The text keeps the page's colour.
 */
export function routesSvg(drawing: RoutesDrawing): string {
  const { map, pooled, gradOutput, title, current } = drawing;
  const gradMap = pooled.backward(gradOutput);
  const [rows, cols] = [map.length, map[0]!.length];
  const [outRows, outCols] = [gradOutput.length, gradOutput[0]!.length];
  const height = headHeight + Math.max(rows, outRows) * cellHeight + 2;
  const mapTop = headHeight + (Math.max(0, outRows - rows) * cellHeight) / 2;
  const outTop = headHeight + (Math.max(0, rows - outRows) * cellHeight) / 2;
  const mapRight = cols * cellWidth + 1;
  const outLeft = mapRight + gap;
  // The heading over the outputs may be wider than they are.
  const width = outLeft + Math.max(outCols * cellWidth, 150) + 1;
  const isFaint = (index: number): boolean => current !== undefined && current !== index;

  /** Outputs whose routes end in a row of the map, in order: each gets a lane of its own there. */
  const arriving = map.map((_, r) =>
    pooled.routes.flatMap(({ ends }, index) => (ends.some((end) => end.row === r) ? [index] : [])),
  );

  function lines(route: Route, index: number): string {
    const colour = colourOf(route);
    const startX = outLeft + (route.col + 0.5) * cellWidth;
    const startY = outTop + route.row * cellHeight + laneAt(route.col);
    const ways = [...new Set(route.ends.map((end) => end.row))].map((r) => {
      const y = mapTop + r * cellHeight + laneAt(arriving[r]!.indexOf(index));
      const targets = route.ends
        .filter((end) => end.row === r)
        .map((end) => (end.col + 0.5) * cellWidth);
      const path =
        `M${startX} ${startY}H${outLeft}C${outLeft - gap / 2} ${startY} ${mapRight + gap / 2} ${y} ${mapRight} ${y}` +
        `H${Math.min(...targets) + 6}`;
      const heads = targets.map(
        (x) => `<polygon points="${x - 4},${y} ${x + 6},${y - 5} ${x + 6},${y + 5}"/>`,
      );
      return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${heads.join('')}`;
    });
    return (
      `<g fill="${colour}" opacity="${isFaint(index) ? '.3' : '1'}">` +
      `<circle cx="${startX}" cy="${startY}" r="3.5"/>${ways.join('')}</g>`
    );
  }

  /** The route that colours a cell of the map: the one that stands out, if it ends there. */
  function colouring(r: number, c: number): number | undefined {
    const here = pooled.routes.flatMap(({ ends }, index) =>
      ends.some((end) => end.row === r && end.col === c) ? [index] : [],
    );
    return here.find((index) => index === current) ?? here[0];
  }

  const mapCells = map.flatMap((line, r) =>
    line.map((value, c) => {
      const [x, y] = [1 + c * cellWidth, mapTop + r * cellHeight];
      const index = colouring(r, c);
      const fill =
        index === undefined
          ? 'fill="none"'
          : fillOf(colourOf(pooled.routes[index]!), isFaint(index));
      const gradient = gradMap[r]![c]!;
      return (
        box(x, y, fill) +
        label(x + 5, y + 15, numberText(value, 2), 'font-size="10.5" opacity=".85"') +
        label(x + cellWidth - 5, y + 18, numberText(gradient, 2), gradientStyle(gradient))
      );
    }),
  );
  const outCells = pooled.routes.map((route, index) => {
    const [x, y] = [outLeft + route.col * cellWidth, outTop + route.row * cellHeight];
    const gradient = gradOutput[route.row]![route.col]!;
    return (
      box(x, y, fillOf(colourOf(route), isFaint(index))) +
      label(x + cellWidth - 5, y + 18, numberText(gradient, 2), gradientStyle(gradient))
    );
  });
  const heads =
    label(1, mapTop - 9, 'cell (small), and its gradient (large)', 'font-size="12"') +
    label(outLeft, outTop - 9, 'gradient of each output', 'font-size="12"');
  // The route that stands out is drawn last, over all others.
  const order = pooled.routes.map((_, index) => index).sort((a, b) => +isFaint(b) - +isFaint(a));
  const drawn = order.map((index) => lines(pooled.routes[index]!, index));
  return (
    `<svg class="cl-routes" role="img" aria-label="${escapeHtml(routesText(drawing))}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" style="max-width:100%;height:auto;display:block" fill="currentColor" font-family="inherit">` +
    `<title>${escapeHtml(title)}</title>${heads}${mapCells.join('')}${outCells.join('')}${drawn.join('')}</svg>`
  );
}
