import type { Case } from './cases';
import type { Missing } from './contender';
import type { ConvolutionTimes, Times } from './convolutions';
import type { Curves } from './curves';
import type { EpochResult } from './epoch';
import type { Timing } from './measure';
import type { NetworkName } from './networks';
import type { Peak } from './peak';
import type { ProcessMemory } from './process-memory';

/** All that a run found: build/bench.json. A part that was not asked for is not there. */
export interface Report {
  machine: { processor: string; cores: number; node: string; platform: string; date: string };
  /** GFLOP/s. */
  peak: Peak;
  /** In the table's order. */
  contenders: { label: string; library: string; threads: number }[];
  missing: Missing[];
  /** Label of this library's quickest engine with one thread. */
  oneThread: string;
  convolutions: Partial<Record<Case, ConvolutionTimes>>;
  training: Partial<Record<NetworkName, Times>>;
  /** Of MNIST, by label: this library's engines, measured whole. */
  epoch?: Record<string, EpochResult | { problem: string }>;
  /** By label. */
  memory?: Record<string, ProcessMemory | { problem: string }>;
  curves?: Curves;
}

/** How many times quicker one is than another, by the medians and by the best runs. */
export interface Figure {
  median: number;
  best: number;
}

export function ratio(slow: Timing | undefined, quick: Timing | undefined): Figure | undefined {
  return slow && quick && { median: slow.median / quick.median, best: slow.best / quick.best };
}

/** Own label → other label → how many times quicker, by the medians. */
export type Ratios = Record<string, Record<string, number>>;

export function ratiosOf(times: Times, own: readonly string[]): Ratios {
  const timed = own.filter((label) => times[label]);
  const others = Object.keys(times).filter((label) => !own.includes(label));
  return Object.fromEntries(
    timed.map((label) => [
      label,
      Object.fromEntries(others.map((other) => [other, ratio(times[other], times[label])!.median])),
    ]),
  );
}
