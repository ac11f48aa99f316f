import type { Times } from './convolutions';
import { ratio } from './targets';

/** By this library's engines, then by what they are compared with: how many times quicker, by the medians. */
export type Ratios = Record<string, Record<string, number>>;

/** @param ours labels of this library; the plain loops' is 'readable' */
export function ratiosOf(times: Times, ours: readonly string[]): Ratios {
  const others = Object.keys(times).filter((label) => ![...ours, 'readable'].includes(label));
  const timed = ours.filter((label) => times[label]);
  return Object.fromEntries(
    timed.map((own) => [
      own,
      Object.fromEntries(others.map((label) => [label, ratio(times[label], times[own])!.median])),
    ]),
  );
}

/** Of the engines asked for. */
export function printRatios(title: string, ratios: Ratios, engines: readonly string[]): void {
  for (const own of engines) {
    const parts = Object.entries(ratios[own] ?? {}).map(
      ([label, times]) => `${label} ${times.toFixed(times < 10 ? 2 : 0)}×`,
    );
    if (parts.length > 0) console.log(`  ${title}, ${own} to ${parts.join(' · ')}`);
  }
}
