/**
 * What a call in the sandbox may use. Work is counted, not timed: QuickJS asks its interrupt
 * handler after every 10,000 jumps back and calls, and the count of these questions is the same on
 * a slow and on a busy machine, so a mark does not depend on the machine. Some things hardly count
 * as work and still take for ever, as filling memory bit by bit does, or never ask, as a native
 * loop: for these there is processor time, which other programs don't use up, and last the clock.
 */
export interface Limits {
  /** Interrupts for loading the file, and for each call: about 15 million rounds of a loop. */
  readonly interrupts: number;
  /** Milliseconds of this process's processor time until an interrupt ends the call. */
  readonly processorMs: number;
  /** Milliseconds of processor time until the sandbox's thread is ended from outside. */
  readonly watchdogMs: number;
  /** Milliseconds by the clock until it is ended in any case. */
  readonly clockMs: number;
  /** All of QuickJS's memory: 16 MiB at least, in whole pages of 64 KiB. */
  readonly memoryBytes: number;
  /** Deep enough for about a thousand frames. */
  readonly stackBytes: number;
  /** What may be printed while one test runs. */
  readonly consoleLines: number;
  readonly consoleCharacters: number;
  /** How large a result may be, once written out. */
  readonly resultCharacters: number;
}

export const defaultLimits: Limits = {
  interrupts: 3000,
  processorMs: 4000,
  watchdogMs: 5000,
  clockMs: 120_000,
  memoryBytes: 64 * 1024 * 1024,
  stackBytes: 256 * 1024,
  consoleLines: 40,
  consoleCharacters: 4000,
  resultCharacters: 2_000_000,
};

/** Milliseconds of processor time that this process has used: all its threads, not only one. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
