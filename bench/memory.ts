import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemoryAfterStep {
  step: number;
  /** What the process had. */
  residentMegabytes: number;
  /** What was left of objects and arrays once all garbage was collected. Growth of that would be a leak. */
  liveMegabytes: number;
}

export const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** The most memory that the process ever had. */
export function peakMegabytes(): number {
  // Linux counts into maxRSS what the process had that this one was forked from.
  const file = '/proc/self/status';
  const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return megabytes(1024 * Number(kilobytes ?? process.resourceUsage().maxRSS));
}

let collectGarbage: (() => void) | undefined;

export function memoryAfterStep(step: number): MemoryAfterStep {
  const residentMegabytes = megabytes(process.memoryUsage.rss());
  if (!collectGarbage) {
    setFlagsFromString('--expose-gc');
    collectGarbage = runInNewContext('gc') as () => void;
  }
  collectGarbage();
  collectGarbage(); // arrays' memory, which the first goes on to free beside the program
  const { heapUsed, external } = process.memoryUsage();
  return { step, residentMegabytes, liveMegabytes: megabytes(heapUsed + external) };
}
