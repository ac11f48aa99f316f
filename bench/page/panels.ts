import type { PlotlyObject } from '../../lib/show/figure';
import { palette } from '../../lib/show/theme';
import { short } from '../tables';
import { ours } from '../contender';

/** One colour a library; the names stand beside the bars, so colour says nothing alone. */
export const colourOf = (library: string): string =>
  ({
    [ours]: palette.blue,
    tfjs: palette.orange,
    'onnxruntime-web': palette.sky,
    'onnxruntime-node': palette.green,
    toygrad: palette.purple,
    convnetjs: palette.vermillion,
  })[library] ?? palette.yellow;

export interface Bar {
  value: number;
  /** What the pointer is told. */
  hover: string;
}

export interface Panel {
  title: string;
  /** By label. */
  bars: Partial<Record<string, Bar>>;
}

interface PanelsOptions {
  title: string;
  /** Of the values, with their unit. */
  axis: string;
  scale: 'log' | 'linear';
  /** A dashed line at that value. */
  line?: number;
}

interface Labelled {
  label: string;
  library: string;
}

const suffix = (index: number): string => (index === 0 ? '' : String(index + 1));

/** About what the number behind a bar takes of a figure's width. */
const numberWidth = 0.055;

/** From a power of ten below the least to room for the number behind the longest bar. */
function axisRange(
  values: readonly number[],
  scale: 'log' | 'linear',
  panelCount: number,
): [number, number] {
  const most = Math.max(...values);
  const from = scale === 'log' ? Math.floor(Math.log10(Math.min(...values)) - 0.05) : 0;
  const to = scale === 'log' ? Math.log10(most) : most;
  return [from, from + (to - from) / (1 - numberWidth * panelCount)];
}

/** Panels side by side, each with a horizontal bar for each contender; the names stand once, at the left. */
export function panels(
  contenders: readonly Labelled[],
  parts: readonly Panel[],
  { title, axis, scale, line }: PanelsOptions,
): { data: PlotlyObject[]; layout: PlotlyObject; height: number } {
  const rows = contenders.filter(({ label }) => parts.some(({ bars }) => bars[label]));
  const labels = rows.map(({ label }) => label);
  const gap = 0.035;
  const width = (1 - gap * (parts.length - 1)) / parts.length;
  const values = parts.flatMap(({ bars }) => Object.values(bars).map((bar) => bar!.value));
  const range = axisRange(line !== undefined ? [...values, line] : values, scale, parts.length);
  const layout: PlotlyObject = {
    title,
    showlegend: false,
    bargap: 0.25,
    margin: { l: 205, r: 10, t: 76, b: 52 },
    yaxis: {
      autorange: 'reversed',
      type: 'category',
      categoryarray: labels,
      showgrid: false,
      ticklen: 0,
    },
    shapes:
      line !== undefined
        ? parts.map((_, i) => ({
            type: 'line',
            xref: `x${suffix(i)}`,
            yref: 'paper',
            x0: line,
            x1: line,
            y0: 0,
            y1: 1,
            line: { color: '#7d7d7d', width: 1, dash: 'dash' },
          }))
        : [],
    annotations: parts.map(({ title: text }, i) => ({
      text,
      xref: 'paper',
      yref: 'paper',
      x: i * (width + gap),
      y: 1,
      xanchor: 'left',
      yanchor: 'bottom',
      showarrow: false,
      font: { size: 12 },
    })),
  };
  parts.forEach((_, i) => {
    const from = i * (width + gap);
    layout[`xaxis${suffix(i)}`] = {
      domain: [from, from + width],
      type: scale,
      range,
      // As many powers of ten as can stand side by side.
      ...(scale === 'log'
        ? { dtick: Math.ceil(((range[1] - range[0]) * parts.length) / 22) }
        : { nticks: 5 }),
      tickangle: 0,
      tickfont: { size: 11 },
      title: { text: i === Math.floor((parts.length - 1) / 2) ? axis : '', standoff: 6 },
    };
  });
  const data = parts.map(({ title: name, bars }, i): PlotlyObject => {
    const here = rows.filter(({ label }) => bars[label]);
    return {
      type: 'bar',
      orientation: 'h',
      name,
      xaxis: `x${suffix(i)}`,
      yaxis: 'y',
      y: here.map(({ label }) => label),
      x: here.map(({ label }) => bars[label]!.value),
      text: here.map(({ label }) => short(bars[label]!.value)),
      hovertext: here.map(({ label }) => `${label}: ${bars[label]!.hover}`),
      hoverinfo: 'text',
      textposition: 'outside',
      textfont: { size: 11 },
      cliponaxis: false,
      marker: { color: here.map(({ library }) => colourOf(library)) },
    };
  });
  return { data, layout, height: 140 + 24 * labels.length };
}
