/** A place in the student's file, counted from 1 as an editor does. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something to mend in the student's file. */
export interface Problem {
  readonly message: string;
  readonly at?: Place;
  /** The text of that line. */
  readonly lineText?: string;
}

/** An exercise file as it was found in a submission. */
export type SourceFile =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'missing' }
  /** There is something of that name, which can't be taken for an exercise file. */
  | { readonly state: 'refused'; readonly reason: string };

/** An exercise file made ready for the sandbox, or the reason why it can't run at all. */
export type Prepared =
  | { readonly state: 'runnable'; readonly code: string; readonly map: string }
  | { readonly state: 'missing' }
  | { readonly state: 'refused'; readonly reason: string }
  /** It does not parse, or imports what it may not; the first problem comes first. */
  | { readonly state: 'broken'; readonly problems: readonly Problem[] };

/** What one student handed in: an exercise file for each lesson, by the lesson's id. */
export interface Submission {
  readonly student: string;
  readonly files: Readonly<Record<string, SourceFile>>;
  /** What was wrong with the whole hand-in, as a zip that can't be opened. */
  readonly notes: readonly string[];
}

export const maxSourceBytes = 256 * 1024;

/** Bytes as source text, or why they are none. */
export function sourceFromBytes(bytes: Uint8Array): SourceFile {
  if (bytes.length > maxSourceBytes) {
    return { state: 'refused', reason: `it is larger than ${maxSourceBytes / 1024} KiB` };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) return { state: 'refused', reason: 'it is not a text file' };
    return { state: 'read', text };
  } catch {
    return { state: 'refused', reason: 'it is not a text in UTF-8' };
  }
}
