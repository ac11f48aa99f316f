import type { ConsoleLine } from '../sandbox/protocol';
import { decode, encode } from '../values/wire';
import type { Failure } from './failure';

/** What one test found, on its way from vitest's worker to the engine. */
export interface TestRecord {
  readonly subject: number;
  readonly exercise: string;
  readonly test: string;
  readonly failure: Failure | null;
  readonly console: readonly ConsoleLine[];
}

/** What became of an exercise as a whole. */
export interface ExerciseRecord {
  readonly subject: number;
  readonly exercise: string;
  /** The id of the wrong answer that does the same. */
  readonly mistake: string | null;
}

/** vitest carries `meta` from its workers; the values go as text, which NaN survives. */
export interface Meta {
  convlab?: string;
}

export function writeRecord(meta: Meta, record: TestRecord | ExerciseRecord): void {
  meta.convlab = encode(record);
}

export function readRecord<T extends TestRecord | ExerciseRecord>(meta: Meta): T | null {
  return meta.convlab === undefined ? null : (decode(meta.convlab) as T);
}
