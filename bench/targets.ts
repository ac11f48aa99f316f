import { cases, caseNames, flops, operationTitles, type Case, type Operation } from './cases';
import type { ConvolutionTimes } from './convolutions';
import { watchedSteps } from './epoch';
import { ownLabels } from './ours';
import { succeeded } from './own-process';
import { highest } from './peak';
import { tensorFlowLabels } from './peers/tensorflow';
import { ratio, type Figure, type Report } from './report';

type Unit = '×' | '%' | 's' | 'MB';

/** What this library is held to, and what came of it. */
export interface Target {
  what: string;
  /** 'at most' for seconds and megabytes. */
  bound: 'at least' | 'at most';
  target: number;
  unit: Unit;
  /** By the medians, where there are several runs; undefined if it could not be measured. */
  figure?: number;
  /** By the best runs, where there are several. */
  best?: number;
}

export function isMet({ bound, target, figure }: Target): boolean {
  if (figure === undefined) return false;
  return bound === 'at least' ? figure >= target : figure <= target;
}

const { readable, tile, simd, relaxed, threads } = ownLabels;
const { cpu, wasm, registered } = tensorFlowLabels;
const afterA = caseNames.filter((name) => name !== 'a');

interface ConvolutionTarget {
  cases: readonly Case[];
  what: string;
  target: number;
  unit: '×' | '%';
  figure(measured: ConvolutionTimes, name: Case, report: Report): Figure | undefined;
}

const quicker = (
  [operation, own]: readonly [Operation, string],
  [otherOperation, other]: readonly [Operation, string],
  target: number,
  of: readonly Case[],
): ConvolutionTarget => ({
  cases: of,
  what:
    `${operationTitles[operation]}: ${own} to ${other}` +
    (operation === otherOperation ? '' : `'s ${operationTitles[otherOperation]}`),
  target,
  unit: '×',
  figure: ({ times }) => ratio(times[otherOperation][other], times[operation][own]),
});

const shareOfPeak = (operation: Operation, target: number): ConvolutionTarget => ({
  cases: caseNames,
  what: `${operationTitles[operation]}: ${simd}, of the core's 128-bit peak`,
  target,
  unit: '%',
  figure: ({ times }, name, { peak }) => {
    const timing = times[operation][simd];
    const all = (100 * flops(cases[name], operation)) / 1e6 / highest(peak);
    return timing && { median: all / timing.median, best: all / timing.best };
  },
});

const twoToOne = (operation: Operation): ConvolutionTarget => ({
  cases: afterA,
  what: `${operationTitles[operation]}: ${threads} to one`,
  target: 1.6,
  unit: '×',
  figure: ({ times }, _, { oneThread }) =>
    ratio(times[operation][oneThread], times[operation][threads]),
});

/** Case a is too small for threads, and needs no input gradient: it is a network's first layer. */
const ofConvolutions: readonly ConvolutionTarget[] = [
  quicker(['forward', readable], ['forward', cpu], 1, caseNames),
  quicker(['gradients', readable], ['gradKernels', cpu], 30, caseNames),
  quicker(['forward', tile], ['forward', cpu], 3, caseNames),
  quicker(['forward', simd], ['forward', wasm], 1, caseNames),
  quicker(['gradX', simd], ['gradX', wasm], 8, afterA),
  shareOfPeak('forward', 60),
  shareOfPeak('gradX', 60),
  shareOfPeak('gradKernels', 50),
  quicker(['forward', relaxed], ['forward', wasm], 1.1, caseNames),
  ...(['forward', 'gradX', 'gradKernels'] as const).map(twoToOne),
  quicker(['forward', threads], ['forward', wasm], 1.8, afterA),
];

const ofLeNet = [
  [cpu, 400],
  ['toygrad', 12],
  [registered, 4],
] as const;

/** Arrays come and go by tens of kilobytes; what is kept of each step's report is 0.1 MB in all. */
const noGrowth = 0.5;

function convolutionTargets(report: Report): Target[] {
  return ofConvolutions.flatMap(({ cases: of, what, target, unit, figure }) =>
    of.flatMap((name): Target[] => {
      const measured = report.convolutions[name];
      if (!measured) return []; // not asked for
      const found = figure(measured, name, report);
      const common = { bound: 'at least', target, unit } as const;
      return [{ what: `${name} ${what}`, ...common, figure: found?.median, best: found?.best }];
    }),
  );
}

function trainingTargets({ training, epoch }: Report): Target[] {
  const targets: Target[] = [];
  if (training.LeNet) {
    for (const [other, target] of ofLeNet) {
      const found = ratio(training.LeNet[other], training.LeNet[simd]);
      const what = `LeNet step: ${simd} to ${other}`;
      targets.push({
        what,
        bound: 'at least',
        target,
        unit: '×',
        figure: found?.median,
        best: found?.best,
      });
    }
  }
  for (const [label, result] of Object.entries(epoch ?? {})) {
    const measured = succeeded(result) ? result : undefined;
    const most = (what: string, target: number, unit: Unit, figure?: number): void => {
      targets.push({ what: `${what}, ${label}`, bound: 'at most', target, unit, figure });
    };
    most('MNIST epoch of LeNet', 8, 's', measured?.seconds);
    const beyond = measured && measured.peakMegabytes - measured.dataMegabytes;
    most('peak memory beyond the data', 300, 'MB', beyond);
    const [early, late] = watchedSteps.map(
      (step) => measured?.afterSteps.find((after) => after.step === step)?.liveMegabytes,
    );
    const growth = early === undefined || late === undefined ? undefined : late - early;
    most(`live memory from step ${watchedSteps.join(' to ')}`, noGrowth, 'MB', growth);
  }
  return targets;
}

export const targetsOf = (report: Report): Target[] => [
  ...convolutionTargets(report),
  ...trainingTargets(report),
];
