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

/** The most that the process ever had. */
export const peakMegabytes = (): number => megabytes(process.resourceUsage().maxRSS * 1024);

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
