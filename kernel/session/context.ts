import { createRequire } from 'node:module';
import type { Header } from './wire';

/** One execution of a cell. */
export interface Cell {
  /** The request's header: outputs name it, so that they land below their own cell. */
  parent: Header;
  interrupted: boolean;
}

/** The kernel's own timers, which go on whatever becomes of a cell. */
export const later = globalThis.setTimeout;

export const sleep = (ms: number) => new Promise<void>((resolve) => later(resolve, ms));

let latest: Cell | undefined;

/** The cell that is running, or was the last to run: output that has no other owner is its own. */
export const latestCell = (): Cell | undefined => latest;

export function beginCell(cell: Cell): void {
  latest = cell;
}

/** Thrown at what an interrupted cell still tries to do. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('the cell was stopped before it finished');
  }
}

/** Ends the code of an interrupted cell that is still at work in the background. */
export function stopIfInterrupted(cell = latest): void {
  if (cell?.interrupted) throw new Interrupted();
}

/**
 * Makes timers that an interrupted cell has set fire no more. Nothing else could end a loop such
 * as `while (true) await sleep(10)`: a promise that is awaited can't be rejected from outside.
 * (AsyncLocalStorage would tell the cells apart more finely. It can't be used: once async hooks
 * are on, Node 20 dies when a running cell is terminated.)
 */
export function stopTimersOfInterruptedCells(): void {
  type Callback = (...args: unknown[]) => void;
  type Timer = (callback: Callback, ...rest: unknown[]) => unknown;
  const guarded =
    (timer: Timer): Timer =>
    (callback, ...rest) => {
      const owner = latest;
      const unlessInterrupted = (...args: unknown[]) => {
        if (!owner?.interrupted) callback(...args);
      };
      return timer(unlessInterrupted, ...rest);
    };
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const timer = globalThis[name];
    // Their promise forms, which util.promisify looks for, hang on them as properties.
    const properties = Object.getOwnPropertyDescriptors(timer);
    Object.assign(globalThis, {
      [name]: Object.defineProperties(guarded(timer as Timer), properties),
    });
  }
  const promises = createRequire(__filename)('node:timers/promises') as Record<string, unknown>;
  for (const name of ['setTimeout', 'setImmediate']) {
    const timer = promises[name] as (...args: unknown[]) => Promise<unknown>;
    promises[name] = async (...args: unknown[]) => {
      const owner = latest;
      const value = await timer(...args);
      stopIfInterrupted(owner);
      return value;
    };
  }
}
