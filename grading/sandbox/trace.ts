import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { submissionFile } from './protocol';

/** One line of a stack trace, in the student's own file or in lib/tensor. */
export interface Frame {
  readonly functionName: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Lines that the cell puts before the submission's code. */
const linesBefore = 2;
const maxFrames = 8;

/**
 * The frames of a QuickJS stack trace that lie in the student's file or in lib/tensor, innermost
 * first. The text comes from the sandbox, so it may be anything; what is not a frame is left out.
 */
export function mapTrace(stack: string, sourceMap: string): Frame[] {
  const map = new TraceMap(sourceMap);
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const found = /^\s*at (.+?) \(([^()]+):(\d+):(\d+)\)$/.exec(line);
    if (found?.[2] !== submissionFile) continue;
    const position = originalPositionFor(map, {
      line: Math.max(1, Number(found[3]) - linesBefore),
      column: Math.max(0, Number(found[4]) - 1),
    });
    if (position.source === null) continue;
    const name = found[1]!.slice(0, 60);
    frames.push({
      functionName: name.startsWith('<') ? null : name,
      file: position.source.replace(/^project:/, '').replace(/^(?:\.{0,2}\/)+/, ''),
      line: position.line,
      column: position.column + 1,
    });
  }
  return withoutRepeats(frames).slice(0, maxFrames);
}

/** Endless recursion fills a trace with one frame. */
function withoutRepeats(frames: readonly Frame[]): Frame[] {
  return frames.filter(
    (frame, index) =>
      index === 0 ||
      frame.line !== frames[index - 1]!.line ||
      frame.functionName !== frames[index - 1]!.functionName,
  );
}

/** `exercises/01-convolution-by-hand.ts:34:9 in convolve` */
export function frameText({ functionName, file, line, column }: Frame): string {
  const place = `${file}:${line}:${column}`;
  return functionName ? `${place} in ${functionName}` : place;
}
