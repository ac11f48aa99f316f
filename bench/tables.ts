import { cases, flops, operationTitles, type Case, type Operation } from './cases';
import type { Times } from './convolutions';
import { epochSteps } from './epoch';
import type { Timing } from './measure';
import { ownLabels } from './ours';
import { succeeded } from './own-process';
import { highest } from './peak';
import { ratio, type Report } from './report';
import { isMet, type Target } from './targets';

/** A text of so many digits in all, for a number of any size. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

/** The first column to the left, all others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(...rows.map((row) => (row[c] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Milliseconds: '~' for one that is scaled. */
const milliseconds = ({ median, scaledBy }: Timing): string =>
  `${scaledBy === undefined ? '' : '~'}${short(median)}`;

const shown = ['forward', 'gradX', 'gradKernels'] as const;

/** Where both gradients are one piece of work, they stand under the kernel gradient with a star. */
function cellsOf(report: Report, name: Case, operation: Operation, label: string): string[] {
  const { times, lacks } = report.convolutions[name]!;
  const together =
    operation === 'gradKernels' && !times.gradKernels[label] && !!times.gradients[label];
  const measured = together ? 'gradients' : operation;
  const timing = times[measured][label];
  if (!timing) return [lacks[label]?.[operation] ?? '–', '', '', ''];
  const rate = flops(cases[name], measured) / timing.median / 1e6;
  const times_ = ratio(timing, times[measured][report.oneThread])?.median;
  return [
    `${milliseconds(timing)}${together ? '*' : ''}`,
    short(rate),
    `${((100 * rate) / highest(report.peak)).toFixed(0)}%`,
    times_ === undefined ? '–' : `${short(times_)}×`,
  ];
}

/** The table of a case: milliseconds, GFLOP/s, share of the core's peak, and the ratio. */
export function caseTable(report: Report, name: Case): string {
  const [images, height, width, inChannels, outChannels] = cases[name];
  const labels = report.contenders
    .map(({ label }) => label)
    .filter((label) =>
      shown.some((operation) => cellsOf(report, name, operation, label)[0] !== '–'),
    );
  const head = shown.flatMap((operation) => {
    const [first, second = ''] = operationTitles[operation].split(' ');
    return [first!, second, '', ''];
  });
  const units = shown.flatMap(() => ['ms', 'GFLOP/s', 'peak', 'ratio']);
  const rows = labels.map((label) => [
    label,
    ...shown.flatMap((operation) => cellsOf(report, name, operation, label)),
  ]);
  const title = `case ${name}: ${images}×${height}×${width}×${inChannels} by 3×3×${inChannels}×${outChannels}, ${short(flops(cases[name], 'forward') / 1e6)} MFLOP a pass`;
  return `${title}\n${textTable([['', ...head], ['', ...units], ...rows])}`;
}

/** A table of steps: milliseconds, and the ratio to this library's quickest engine with one thread. */
export function stepTable(title: string, times: Times, oneThread: string): string {
  const rows = Object.entries(times).map(([label, timing]) => [
    label,
    milliseconds(timing!),
    `${short(ratio(timing, times[oneThread])?.median ?? NaN)}×`,
  ]);
  return `${title}\n${textTable([['', 'ms', 'ratio'], ...rows])}`;
}

/** What an epoch takes: measured whole, or so many of its steps. */
export function epochSeconds(report: Report): { label: string; seconds: number; whole: boolean }[] {
  const steps = Object.entries(report.training.LeNet ?? {}).map(([label, timing]) => ({
    label,
    seconds: (timing!.median * epochSteps) / 1000,
    whole: false,
  }));
  const measured = Object.entries(report.epoch ?? {}).flatMap(([label, result]) =>
    succeeded(result) ? [{ label, seconds: result.seconds, whole: true }] : [],
  );
  const scaled = steps.filter(({ label }) => !measured.some((one) => one.label === label));
  return report.contenders.flatMap(({ label }) =>
    [...measured, ...scaled].filter((one) => one.label === label),
  );
}

export function epochTable(report: Report): string {
  const rows = epochSeconds(report).map(({ label, seconds, whole }) => [
    label,
    `${whole ? '' : '~'}${short(seconds)}`,
    whole ? 'measured whole' : `a step's median, ${epochSteps.toLocaleString('en')} times`,
  ]);
  return `an epoch of MNIST, LeNet, 60,000 images\n${textTable([['', 's', ''], ...rows])}`;
}

export function memoryTable(report: Report): string {
  const rows = Object.entries(report.memory ?? {}).map(([label, found]) =>
    succeeded(found)
      ? [label, found.megabytes.toFixed(0), found.before.toFixed(0), `${found.runs} ${found.doing}`]
      : [label, '–', '–', found.problem],
  );
  const title = "peak memory of each one's process, Node included";
  return `${title}\n${textTable([['', 'MB', 'before the first run', ''], ...rows])}`;
}

const unitText = (value: number, unit: Target['unit']): string =>
  unit === '×' ? `${short(value)}×` : `${short(value)} ${unit}`;

/** What is wanted, the figure, that of the best runs, the bound, and whether it is met. */
export const targetRows = (targets: readonly Target[]): string[][] =>
  targets.map((target) => {
    const { what, bound, unit, figure, best } = target;
    return [
      what,
      figure === undefined ? 'not measured' : unitText(figure, unit),
      best === undefined ? '' : unitText(best, unit),
      `${bound} ${unit === '×' ? `${target.target}×` : `${target.target} ${unit}`}`,
      figure === undefined ? '' : isMet(target) ? 'met' : 'MISSED',
    ];
  });

/** How many of those that have a figure are met. */
export function summary(targets: readonly Target[]): string {
  const measured = targets.filter(({ figure }) => figure !== undefined);
  return `${measured.filter(isMet).length} of ${measured.length} targets met, by the medians.`;
}

export const targetTable = (targets: readonly Target[]): string =>
  `targets, each beside its figure: ${summary(targets)}\n` +
  textTable([['', 'figure', 'best runs', 'target', ''], ...targetRows(targets)]);

/** onnxruntime-node computes with vectors of 512 bits: how far it is ahead, for the record. */
export function farMark(report: Report): string {
  const parts = Object.entries(report.convolutions).flatMap(([name, { times }]) => {
    const far = times.forward['onnxruntime-node'];
    const found = ratio(times.forward[report.oneThread], far);
    return found ? [`${name} ${short(found.median)}×`] : [];
  });
  if (parts.length === 0) return '';
  return `The far mark: native onnxruntime-node on one thread is quicker forward than ${report.oneThread} by ${parts.join(', ')}.`;
}

export const notes = `ratio: how many times as long as this library's ${ownLabels.relaxed} (or ${ownLabels.simd}, where that is all there is).
* both gradients in one go; the ratio is to both in one go.   ~ scaled from part of the work.
FLOP count each product and its addition as two, the padding's zeros too. This library copies its
results out of its memory, TensorFlow.js does not.`;
