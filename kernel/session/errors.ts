import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { inspect } from 'node:util';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Diagnostic } from './tslab';
import type { SourceMap } from './typescript';

/** What Jupyter shows for a failed cell, as its `error` message and its reply have it. */
export interface CellError {
  ename: string;
  evalue: string;
  /** Lines of plain text. */
  traceback: string[];
}

/** A text whose positions errors speak of: a cell, or a file of the project. */
export interface Source {
  /** What it is called in a traceback. */
  at: (line: number, column: number) => string;
  text: string;
  maps: SourceMap[];
  /** Lines that stand before the source's first, in the text that the maps lead to. */
  skippedLines: number;
  isCell: boolean;
}

interface Frame {
  name: string;
  line: number;
  column: number;
  source: Source;
}

/** Errors from deep inside the library must still show the cell that led there. */
export const stackDepth = 100;

const shownFrames = 12;

/** The error that a cell threw, with the lines of the cell and of the project's files it came from. */
export function describeThrown(
  thrown: unknown,
  sourceOf: (file: string) => Source | undefined,
): CellError {
  if (!(thrown instanceof Error)) {
    const evalue = inspect(thrown);
    return {
      ename: 'Thrown',
      evalue,
      traceback: [
        `Thrown: ${evalue}`,
        'This value is not an Error, so it does not know the line it was thrown from.',
      ],
    };
  }
  const traceback: string[] = [];
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    traceback.push(`${traceback.length ? 'Caused by ' : ''}${error.name}: ${error.message}`);
    traceback.push(...describeFrames(framesOf(error, sourceOf)));
  }
  return { ename: thrown.name, evalue: thrown.message, traceback };
}

/** Source lines are shown where the error arose and where the cell comes into it. */
function describeFrames(frames: Frame[]): string[] {
  const cell = frames.findIndex((frame) => frame.source.isCell);
  const lines: string[] = [];
  let shown = 0;
  for (const [i, { name, line, column, source }] of frames.entries()) {
    const place = source.at(line, column);
    const text = `    at ${name ? `${name} (${place})` : place}`;
    // A recursion without end would fill the page with one line.
    if (i > 0 && lines.includes(text)) continue;
    if (shown++ >= shownFrames && i !== cell) continue;
    lines.push(text);
    if (i === 0 || i === cell) lines.push(...excerpt(source.text, line, column, 1));
  }
  return lines;
}

/** The frames that lie in cells and in the project's own files, mapped to what was written there. */
function framesOf(error: Error, sourceOf: (file: string) => Source | undefined): Frame[] {
  const frames: Frame[] = [];
  for (const text of (error.stack ?? '').split('\n')) {
    const found = /^\s+at (?:(.*) \()?(?:async )?(.+?):(\d+):(\d+)\)?$/.exec(text);
    if (!found) continue;
    const source = sourceOf(found[2]!);
    if (!source) continue;
    const position = original(source.maps, Number(found[3]), Number(found[4]));
    if (!position) continue;
    const line = position.line - source.skippedLines;
    if (line < 1) continue;
    const name = (found[1] ?? '')
      .replace(/^(async )?(Proxy\.|Object\.)?/, '')
      .replace(/^<anonymous>$/, '');
    frames.push({ name, line, column: position.column, source });
  }
  return frames;
}

/** Line and column count from 1, here and in the result. */
function original(maps: SourceMap[], line: number, column: number) {
  let position = { line, column: column - 1 };
  for (const map of maps) {
    const step = originalPositionFor(new TraceMap(JSON.stringify(map)), position);
    if (step.line === null) return undefined;
    position = { line: step.line, column: step.column };
  }
  return { line: position.line, column: position.column + 1 };
}

/** The line with its number, and a mark below it. */
function excerpt(text: string, line: number, column: number, length: number): string[] {
  const source = text.split('\n')[line - 1];
  if (source === undefined) return [];
  const head = `${String(line).padStart(6)} | `;
  // Tabs stay tabs, so that the mark stands below its text at any tab width.
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const mark = '^'.repeat(Math.max(1, Math.min(length, source.length - column + 1)));
  return [`${head}${source}`, `${' '.repeat(head.length - 2)}| ${indent}${mark}`];
}

/** What the compiler found in a cell and in the files it imports; nothing of it has been run. */
export function describeDiagnostics(cell: string, diagnostics: Diagnostic[]): CellError {
  const problems = withDetails(diagnostics);
  const first = problems[0]!;
  // TypeScript numbers what it can't even read below 2000.
  const ename = first.code < 2000 ? 'SyntaxError' : 'TypeCheckError';
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const evalue = `${placeOf(first)}: ${first.messageText}${more}`;
  const traceback = [`${ename}: the cell was not run`];
  for (const problem of problems) {
    const { line, character } = problem.start;
    traceback.push(`${placeOf(problem)}: ${problem.messageText} (TS${problem.code})`);
    traceback.push(...problem.details.map((detail) => `    ${detail}`));
    const length = problem.end.line === line ? problem.end.character - character : Infinity;
    const text = problem.fileName ? readFileSync(problem.fileName, 'utf8') : cell;
    traceback.push(...excerpt(text, line + 1, character + 1, length));
  }
  return { ename, evalue, traceback };
}

/** tslab flattens a message with its explanations into diagnostics at one place, file name dropped. */
function withDetails(diagnostics: Diagnostic[]): (Diagnostic & { details: string[] })[] {
  const problems: (Diagnostic & { details: string[] })[] = [];
  for (const diagnostic of diagnostics) {
    const last = problems.at(-1);
    const explains =
      last &&
      !diagnostic.fileName &&
      diagnostic.start.offset === last.start.offset &&
      diagnostic.end.offset === last.end.offset;
    if (explains) last.details.push(diagnostic.messageText);
    else problems.push({ ...diagnostic, details: [] });
  }
  return problems;
}

function placeOf({ fileName, start }: Diagnostic): string {
  const line = start.line + 1;
  const column = start.character + 1;
  return fileName ? filePlace(fileName, line, column) : `Cell line ${line}, column ${column}`;
}

const filePlace = (file: string, line: number, column: number) =>
  `${file.split(sep).join('/')}:${line}:${column}`;

/** A file of the project, as a traceback's source. */
export function fileSource(root: string, file: string, maps: SourceMap[]): Source {
  return {
    at: (line, column) => filePlace(relative(root, file), line, column),
    text: readFileSync(file, 'utf8'),
    maps,
    skippedLines: 0,
    isCell: false,
  };
}
