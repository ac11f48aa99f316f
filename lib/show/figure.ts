import { randomUUID } from 'node:crypto';
import { display, type Bundle } from './display';
import { escapeHtml, scriptJson } from './html';
import { ensureFigures } from './plotly';
import { outputHtml, palette } from './theme';

/** A Plotly trace or layout; their keys are Plotly's own (plotly.com/javascript/reference). */
export type PlotlyObject = Record<string, unknown>;

export interface FigureOptions {
  /** What the figure shows, in a sentence or two, for who can't see it. */
  alt: string;
  /** CSS pixels. */
  height?: number;
}

/** Text and lines that can be read on white and on black, for front ends that draw by themselves. */
const middleInk = '#7d7d7d';
const middleLine = 'rgba(128,128,128,0.3)';

const isObject = (value: unknown): value is PlotlyObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `over` laid on `under`, object by object. */
function merged(under: PlotlyObject, over: PlotlyObject): PlotlyObject {
  const result: PlotlyObject = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isObject(below) && isObject(value) ? merged(below, value) : value;
  }
  return result;
}

const titleText = (layout: PlotlyObject): string => {
  const title = layout['title'];
  return typeof title === 'string' ? title : isObject(title) ? String(title['text'] ?? '') : '';
};

const axis = { gridcolor: middleLine, zerolinecolor: middleLine, linecolor: middleInk };

/** The course's layout, with a figure's own laid on it. */
function themedLayout(layout: PlotlyObject, height: number): PlotlyObject {
  const title = {
    text: titleText(layout),
    x: 0,
    xanchor: 'left',
    y: 0.98,
    yanchor: 'top',
    pad: { l: 4 },
  };
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key));
  const themed = Object.fromEntries(
    [...new Set(['xaxis', 'yaxis', ...axes])].map((a) => [a, axis]),
  );
  return merged(
    {
      height,
      autosize: true,
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      font: {
        family: "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif",
        size: 13,
        color: middleInk,
      },
      colorway: Object.values(palette),
      // The title has the first line over the plot, the legend the second.
      margin: { l: 60, r: 20, t: 68, b: 48 },
      legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.01, yanchor: 'bottom' },
      ...themed,
    },
    { ...layout, title },
  );
}

/** The output of `figure`. @throws without an alt text. */
export function figureBundle(
  data: readonly PlotlyObject[],
  layout: PlotlyObject,
  { alt, height = 380 }: FigureOptions,
): Bundle {
  if (!alt) throw new Error('figure: wants an alt text that says what the figure shows');
  const title = titleText(layout);
  const text = title ? `${title}. ${alt}` : alt;
  const config = { displayModeBar: false, responsive: true };
  const spec = { data, layout: themedLayout(layout, height), config };
  const id = randomUUID();
  const missing =
    'This figure needs the drawing library, which is not on this page: run the first cell of the lesson, then this one again.';
  // The page, not the kernel, knows whether it is light or dark: the first ancestor that has a
  // background of its own decides.
  const script = `(() => {
    const spec = ${scriptJson(spec)};
    const luminance = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const [r, g, b, a = 1] = (getComputedStyle(e).backgroundColor.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
        if (a > 0.5) return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
      }
      return 1;
    };
    for (const box of document.querySelectorAll('[data-convlab-figure="${id}"]:not([data-drawn])')) {
      if (!window.Plotly) { box.textContent = ${scriptJson(missing)}; box.removeAttribute('role'); box.style.height = 'auto'; continue; }
      box.dataset.drawn = '';
      const layout = JSON.parse(JSON.stringify(spec.layout));
      layout.font.color = luminance(box) < 0.5 ? '#dddddd' : '#333333';
      window.Plotly.newPlot(box, JSON.parse(JSON.stringify(spec.data)), layout, spec.config);
    }
  })();`;
  return {
    'application/vnd.plotly.v1+json': spec,
    'text/html': outputHtml(
      `<div data-convlab-figure="${id}" role="img" aria-label="${escapeHtml(text)}" style="width:100%;height:${height}px"></div>` +
        `<script>${script}</script>`,
    ),
    'text/plain': text,
  };
}

/**
 * Shows a Plotly figure, in the course's theme.
 *
 * @param data Plotly's traces
 * @param layout Plotly's layout; give it a title, and each axis one
 */
export function figure(
  data: readonly PlotlyObject[],
  layout: PlotlyObject,
  options: FigureOptions,
): void {
  const bundle = figureBundle(data, layout, options);
  ensureFigures();
  display(bundle);
}
