import type { PlotlyObject } from '../../lib/show/figure';
import { palette } from '../../lib/show/theme';
import { cases, flops, operationTitles, type Case, type Operation } from '../cases';
import { ours } from '../contender';
import type { Times } from '../convolutions';
import type { Curve } from '../curves';
import { ownLabels } from '../ours';
import { succeeded } from '../own-process';
import { highest } from '../peak';
import { ratio, type Report } from '../report';
import { epochSeconds, short } from '../tables';
import { colourOf, panels, type Bar, type Panel } from './panels';

export interface Drawing {
  data: PlotlyObject[];
  layout: PlotlyObject;
  height: number;
  alt: string;
}

type Single = Exclude<Operation, 'gradients'>;

const measuredCases = (report: Report): Case[] => Object.keys(report.convolutions) as Case[];

/** 'a: relaxed SIMD 26.0, tfjs wasm 14.2; b: …' */
function altOf(parts: readonly Panel[], unit: string): string {
  const texts = parts.map(({ title, bars }) => {
    const values = Object.entries(bars).map(([label, bar]) => `${label} ${short(bar!.value)}`);
    return `${title}: ${values.join(', ')}`;
  });
  return `Bars, in ${unit}. ${texts.join('. ')}.`;
}

/** GFLOP/s of an operation, a panel a case. */
export function rates(report: Report, operation: Single): Drawing {
  const parts = measuredCases(report).map((name): Panel => {
    const bars: Panel['bars'] = {};
    const { times } = report.convolutions[name]!;
    for (const { label } of report.contenders) {
      const together = operation === 'gradKernels' && !times.gradKernels[label];
      const measured: Operation = together ? 'gradients' : operation;
      const timing = times[measured][label];
      if (!timing) continue;
      const value = flops(cases[name], measured) / timing.median / 1e6;
      const both = together ? ', both gradients in one go' : '';
      const scaled = timing.scaledBy === undefined ? '' : `, scaled by ${timing.scaledBy}`;
      const hover = `${short(timing.median)} ms, ${short(value)} GFLOP/s, ${timing.runs} runs${both}${scaled}`;
      bars[label] = { value, hover };
    }
    return { title: `case ${name}`, bars };
  });
  const peak = highest(report.peak);
  const drawn = panels(report.contenders, parts, {
    title: `${capital(operationTitles[operation])}: GFLOP/s, more is better; dashed, a core's 128-bit peak, ${short(peak)}`,
    axis: 'GFLOP/s',
    scale: 'log',
    line: peak,
  });
  return { ...drawn, alt: altOf(parts, 'GFLOP/s') };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const caseColours = [
  palette.blue,
  palette.orange,
  palette.green,
  palette.sky,
  palette.vermillion,
] as const;

/** How many times quicker this library's quickest engine with one thread is than each other. */
export function ratios(report: Report, operation: Single): Drawing {
  const names = measuredCases(report);
  const others = report.contenders.filter(({ library }) => library !== ours);
  const value = (name: Case, label: string): number | undefined => {
    const { times } = report.convolutions[name]!;
    const together = operation === 'gradKernels' && !times.gradKernels[label];
    const measured = times[together ? 'gradients' : operation];
    return ratio(measured[label], measured[report.oneThread])?.median;
  };
  const shown = others
    .map(({ label }) => label)
    .filter((label) => names.some((name) => value(name, label) !== undefined));
  const data = names.map((name, i): PlotlyObject => {
    const values = shown.map((label) => value(name, label));
    return {
      type: 'bar',
      name: `case ${name}`,
      x: shown,
      // From 1 upwards, or, where the other is quicker, downwards.
      base: 1,
      y: values.map((times) => (times === undefined ? null : times - 1)),
      customdata: values.map((times) => (times === undefined ? '' : short(times))),
      hovertemplate: `%{x}, case ${name}: %{customdata}×<extra></extra>`,
      marker: { color: caseColours[i] },
    };
  });
  const texts = shown.map((label) => {
    const parts = names.flatMap((name) => {
      const times = value(name, label);
      return times === undefined ? [] : [`${name} ${short(times)}`];
    });
    return `${label}: ${parts.join(', ')}`;
  });
  return {
    data,
    layout: {
      title: `${capital(operationTitles[operation])}: how many times quicker ${report.oneThread} is`,
      xaxis: { title: { text: 'compared with' }, tickangle: -20, automargin: true },
      yaxis: { title: { text: 'times quicker' }, type: 'log', dtick: 1 },
      shapes: [
        {
          type: 'line',
          xref: 'paper',
          yref: 'y',
          x0: 0,
          x1: 1,
          y0: 1,
          y1: 1,
          line: { color: '#7d7d7d', width: 1, dash: 'dash' },
        },
      ],
    },
    height: 420,
    alt: `Bars by library and case, times quicker; under 1 the other is quicker. ${texts.join('. ')}.`,
  };
}

/** Milliseconds of a step, a panel a network. */
export function steps(report: Report): Drawing {
  const parts = Object.entries(report.training).map(([title, times]): Panel => {
    const bars = Object.fromEntries(
      Object.entries(times).map(([label, timing]): [string, Bar] => {
        const scaled = timing!.scaledBy === undefined ? '' : `, scaled by ${timing!.scaledBy}`;
        const hover = `${short(timing!.median)} ms, ${timing!.runs} runs${scaled}`;
        return [label, { value: timing!.median, hover }];
      }),
    );
    return { title, bars };
  });
  const drawn = panels(report.contenders, parts, {
    title: 'A training step of 32 images: milliseconds, less is better',
    axis: 'milliseconds',
    scale: 'log',
  });
  return { ...drawn, alt: altOf(parts, 'milliseconds') };
}

export function epochs(report: Report): Drawing {
  const bars = Object.fromEntries(
    epochSeconds(report).map(({ label, seconds, whole }): [string, Bar] => [
      label,
      {
        value: seconds,
        hover: `${short(seconds)} s, ${whole ? 'measured whole' : 'scaled from steps'}`,
      },
    ]),
  );
  const parts = [{ title: 'seconds', bars }];
  const drawn = panels(report.contenders, parts, {
    title: 'An epoch of LeNet on 60,000 images of MNIST: seconds, less is better',
    axis: 'seconds (ours measured whole, where there is a process of it; else scaled from steps)',
    scale: 'log',
  });
  return { ...drawn, alt: altOf(parts, 'seconds') };
}

export function memory(report: Report): Drawing {
  const bars = Object.fromEntries(
    Object.entries(report.memory ?? {}).flatMap(([label, found]): [string, Bar][] => {
      if (!succeeded(found)) return [];
      const hover = `${found.megabytes.toFixed(0)} MB at most in ${found.runs} ${found.doing}, ${found.before.toFixed(0)} before`;
      return [[label, { value: found.megabytes, hover }]];
    }),
  );
  const parts = [{ title: 'megabytes', bars }];
  const drawn = panels(report.contenders, parts, {
    title: "Peak memory of each one's process, Node included: megabytes, less is better",
    axis: 'megabytes (training LeNet, or, where there is no training, convolving case e)',
    scale: 'linear',
  });
  return { ...drawn, alt: altOf(parts, 'megabytes') };
}

interface CurveOptions {
  title: string;
  axis: string;
}

/** Milliseconds of a forward pass against one of its sizes, both in powers. */
export function growth(
  report: Report,
  { at, times }: Curve,
  { title, axis }: CurveOptions,
): Drawing {
  const ofLibrary = new Map<string, number>();
  const lines = report.contenders.filter(({ label }) => times.some((found) => found[label]));
  const data = lines.map(({ label, library }): PlotlyObject => {
    const before = ofLibrary.get(library) ?? 0;
    ofLibrary.set(library, before + 1);
    // Of this library's lines the third is the one to look at: relaxed SIMD.
    const dashes =
      library === ours ? ['dot', 'dash', 'solid', 'dashdot'] : ['solid', 'dash', 'dot', 'dashdot'];
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: label,
      x: at,
      y: times.map((found) => found[label]?.median ?? null),
      hovertemplate: `${label}, %{x}: %{y:.3g} ms<extra></extra>`,
      line: { color: colourOf(library), width: 2, dash: dashes[before % 4] },
      marker: { size: 6, symbol: ['circle', 'square', 'diamond', 'x'][before % 4] },
    };
  });
  const texts = lines.map(({ label }) => {
    const ends = [0, at.length - 1].map((i) => short(times[i]![label]?.median ?? NaN));
    return `${label} from ${ends[0]} to ${ends[1]} ms`;
  });
  return {
    data,
    layout: {
      title,
      xaxis: { title: { text: axis }, type: 'log', tickvals: at, ticktext: at.map(String) },
      yaxis: { title: { text: 'milliseconds' }, type: 'log', dtick: 1 },
      margin: { t: 110 },
    },
    height: 480,
    alt: `Lines that rise from ${at[0]} to ${at[at.length - 1]}: ${texts.join(', ')}.`,
  };
}

/** How many times quicker so many threads are than one. */
export function threads({ curves }: Report): Drawing {
  const entries = Object.entries(curves?.threads ?? {});
  const at = entries[0]?.[1].at ?? [];
  const speedUps = entries.map(([name, { times }]) => {
    const of = (found: Times | undefined) => found?.[ownLabels.threads];
    const values = times.map((found) => ratio(of(times[0]), of(found))!.median);
    return { name, values };
  });
  const data = speedUps.map(({ name, values }, i): PlotlyObject => ({
    type: 'scatter',
    mode: 'lines+markers',
    name: `case ${name}`,
    x: at,
    y: values,
    hovertemplate: `case ${name}, %{x} threads: %{y:.2f}×<extra></extra>`,
    line: { color: caseColours[i], width: 2, dash: ['solid', 'dash', 'dot', 'dashdot'][i] },
  }));
  const ideal: PlotlyObject = {
    type: 'scatter',
    mode: 'lines',
    name: 'as many times as threads',
    x: at,
    y: at,
    hoverinfo: 'skip',
    line: { color: '#7d7d7d', width: 1, dash: 'dash' },
  };
  const texts = speedUps.map(({ name, values }) => `case ${name} ${values.map(short).join(', ')}`);
  return {
    data: [...data, ideal],
    layout: {
      title: 'Forward pass: how many times quicker more threads are than one',
      xaxis: { title: { text: 'threads' }, tickvals: at },
      yaxis: { title: { text: 'times quicker than one thread' }, rangemode: 'tozero' },
    },
    height: 420,
    alt: `Lines for ${at.join(', ')} threads: ${texts.join('; ')}.`,
  };
}
