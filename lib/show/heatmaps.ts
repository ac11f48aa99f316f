import { display, type Bundle } from './display';
import { figureBundle, type PlotlyObject } from './figure';
import { rowsOf, type Matrix } from './matrix';
import { ensureFigures } from './plotly';
import { strengthColourScale } from './theme';

/** One heat map: rows of numbers from 0 up, under its own title. */
export interface HeatMap {
  values: Matrix;
  title: string;
}

export interface HeatMapsOptions {
  /** Stands above all of them. */
  title: string;
  /** What the numbers are; stands at the colour bar. */
  scale: string;
  /** What the figure shows, in a sentence or two, for who can't see it. */
  alt: string;
  /** How many stand side by side; all of them unless told. */
  columns?: number;
  /** The number at the end of the scale; the largest of all maps unless told. */
  largest?: number;
}

/** Pixels that a row of maps takes, with its titles and its axis. */
const rowHeight = 250;

/** Where the `index`-th of `count` strips lies between 0 and 1, with a gap between strips. */
function strip(index: number, count: number, gap: number): [from: number, to: number] {
  const width = (1 - gap * (count - 1)) / count;
  return [index * (width + gap), index * (width + gap) + width];
}

/** The output of `heatmaps`. */
export function heatmapsBundle(list: readonly HeatMap[], options: HeatMapsOptions): Bundle {
  const { columns = list.length } = options;
  const rows = Math.ceil(list.length / columns);
  const largest =
    options.largest ?? Math.max(...list.flatMap(({ values }) => rowsOf(values).flat()));
  const layout: PlotlyObject = { title: options.title, margin: { l: 56, r: 20, t: 74, b: 48 } };
  const annotations: PlotlyObject[] = [];
  const data = list.map(({ values, title }, index): PlotlyObject => {
    const [row, col] = [Math.floor(index / columns), index % columns];
    const axis = index === 0 ? '' : String(index + 1);
    const across = strip(col, columns, 0.07);
    const [top, bottom] = strip(row, rows, rows > 1 ? 0.16 / (rows - 1) : 0);
    layout[`xaxis${axis}`] = {
      title: { text: row === rows - 1 ? 'column' : '' },
      domain: across,
      anchor: `y${axis}`,
      constrain: 'domain',
      showgrid: false,
      zeroline: false,
    };
    layout[`yaxis${axis}`] = {
      title: { text: col === 0 ? 'row' : '' },
      domain: [1 - bottom, 1 - top],
      anchor: `x${axis}`,
      autorange: 'reversed',
      scaleanchor: `x${axis}`,
      constrain: 'domain',
      showgrid: false,
      zeroline: false,
    };
    annotations.push({
      text: title,
      showarrow: false,
      xref: 'paper',
      yref: 'paper',
      x: (across[0] + across[1]) / 2,
      xanchor: 'center',
      y: 1 - top,
      yanchor: 'bottom',
    });
    return {
      type: 'heatmap',
      name: title,
      z: rowsOf(values),
      xaxis: `x${axis}`,
      yaxis: `y${axis}`,
      zmin: 0,
      zmax: largest,
      colorscale: strengthColourScale,
      xgap: 1,
      ygap: 1,
      showscale: index === 0,
      colorbar: { title: { text: options.scale, side: 'right' }, thickness: 14 },
      hovertemplate: `row %{y}, column %{x}: %{z}<extra></extra>`,
    };
  });
  return figureBundle(
    data,
    { ...layout, annotations },
    { alt: options.alt, height: 60 + rowHeight * rows },
  );
}

/** Shows heat maps side by side, all on one scale: from white for 0 to dark red for the largest. */
export function heatmaps(list: readonly HeatMap[], options: HeatMapsOptions): void {
  const bundle = heatmapsBundle(list, options);
  ensureFigures();
  display(bundle);
}
