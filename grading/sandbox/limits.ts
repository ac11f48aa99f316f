/**
 * What a call in the sandbox may use. Work is counted, not timed: QuickJS asks its interrupt
 * handler after every 10,000 jumps back and calls, and the count of these questions is the same on
 * a slow and on a busy machine, so a mark does not depend on the machine. The clock is only for
 * what hardly counts as work and still takes for ever, as filling memory bit by bit does; the
 * watchdog, outside, is for native loops that never ask.
 */
export interface Limits {
  /** Interrupts for loading the file, and for each call: about 15 million rounds of a loop. */
  readonly interrupts: number;
  /** Milliseconds until an interrupt ends the call in any case. */
  readonly clockMs: number;
  /** Milliseconds until the sandbox's thread is ended from outside. */
  readonly watchdogMs: number;
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
  clockMs: 6000,
  watchdogMs: 8000,
  memoryBytes: 64 * 1024 * 1024,
  stackBytes: 256 * 1024,
  consoleLines: 40,
  consoleCharacters: 4000,
  resultCharacters: 2_000_000,
};
