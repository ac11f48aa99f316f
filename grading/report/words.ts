// Every sentence that a report says to a student, in one place.
import type { Exercise } from '../course/types';
import type { Failure, FileProblem } from '../graded/failure';
import { defaultLimits } from '../sandbox/limits';

export function pointsText(points: number, maxPoints: number): string {
  return `${points} of ${maxPoints} ${maxPoints === 1 ? 'point' : 'points'}`;
}

/** What a student would look for and the sandbox does not have. */
const absent: Readonly<Record<string, string>> = {
  process: 'no process',
  require: 'no modules',
  module: 'no modules',
  exports: 'no modules',
  Buffer: 'no Buffer',
  fetch: 'no network',
  XMLHttpRequest: 'no network',
  WebSocket: 'no network',
  setTimeout: 'no timers',
  setInterval: 'no timers',
  setImmediate: 'no timers',
  queueMicrotask: 'no timers',
  performance: 'no clock',
  Date: 'no clock',
  document: 'no page',
  window: 'no page',
  alert: 'no page',
  prompt: 'no page',
  structuredClone: 'no structuredClone',
  WebAssembly: 'no WebAssembly',
  Deno: 'no Deno',
  Bun: 'no Bun',
};

/** An error's text, with what it means where the sandbox is the reason or a common slip is known. */
export function errorWithCause(error: string): string {
  const missing = /^ReferenceError: '?([\w$]+)'? is not defined/.exec(error)?.[1];
  if (missing !== undefined && Object.hasOwn(absent, missing)) {
    return `${error} (the sandbox that runs exercises has ${absent[missing]!}: an exercise is a pure function of its arguments)`;
  }
  if (/^TypeError: cannot read property (?:'\d+' )?of undefined/.test(error)) {
    return `${error} (mostly an index that lies beyond an array)`;
  }
  if (error === 'InternalError: string too long') {
    return `${error} (a text that grows without end)`;
  }
  return error;
}

/** What happened, as one sentence or two. */
export function failureText(
  failure: Failure,
  { id, functionName }: Pick<Exercise, 'id' | 'functionName'>,
): string {
  switch (failure.kind) {
    case 'wrong-result': {
      const { detail } = failure.difference;
      return `${functionName} returned a wrong result${detail ? `: ${detail}` : ''}.`;
    }
    case 'changed-input':
      return `${functionName} changed its argument ${failure.before.name}, which the caller still needs. Work on a copy.`;
    case 'threw':
      return `${functionName} threw an error: ${errorWithCause(failure.error)}`;
    case 'not-written':
      return `${id} is not written yet.`;
    case 'out-of-time':
      return `${functionName} did not come to an end and was stopped. Does every loop move on towards its end?`;
    case 'out-of-memory':
      return `${functionName} used more memory than there is (${megabytes()} MB) and was stopped. Does a loop add to an array, or to a text, without end?`;
    case 'crashed':
      return `${functionName} brought the sandbox down, mostly by using up its memory (${megabytes()} MB) or its stack.`;
    case 'endless-recursion':
      return `${functionName} calls itself without end (stack overflow). Is there a case in which it does not call itself?`;
    case 'unreadable-result':
      return `${functionName} returned ${failure.reason}; numbers, arrays of numbers and Tensors are expected.`;
    case 'no-function':
      return `The file exports no function ${functionName}${exportedText(failure.exported)}. Is its name as in the stub, with export before it?`;
    case 'not-run':
      return `Not run: ${notRunReason[failure.after]} in a test before.`;
    case 'file':
      return fileProblemText(failure.problem);
  }
}

const notRunReason = {
  'out-of-time': 'the function did not come to an end',
  'out-of-memory': 'the function used up the memory',
  crashed: 'the function brought the sandbox down',
} as const;

function megabytes(): number {
  return defaultLimits.memoryBytes / 1024 / 1024;
}

function exportedText(exported: readonly string[]): string {
  return exported.length > 0 ? `; it exports ${exported.join(', ')}` : '';
}

export function fileProblemText(problem: FileProblem): string {
  switch (problem.kind) {
    case 'missing':
      return 'The file is not there.';
    case 'refused':
      return `The file can't be used: ${problem.reason}.`;
    case 'broken':
      return `The file can't be run: ${problem.problems[0]?.message ?? 'it does not parse'}`;
    case 'top-level':
      return topLevelText(problem);
  }
}

function topLevelText({ why, error }: Extract<FileProblem, { kind: 'top-level' }>): string {
  const where = "The file's top level, outside of its functions,";
  switch (why) {
    case 'threw':
      return `${where} threw an error, so nothing in it can be run: ${errorWithCause(error ?? '')}`;
    case 'out-of-time':
      return `${where} did not come to an end, so nothing in it can be run.`;
    case 'out-of-memory':
      return `${where} used up the memory, so nothing in it can be run.`;
    case 'endless-recursion':
      return `${where} calls a function without end, so nothing in it can be run.`;
    case 'crashed':
      return `${where} brought the sandbox down, so nothing in it can be run.`;
  }
}

export const words = {
  mistake: (when: string): string => `This is what you get when ${when}.`,
  notWritten: 'not written yet',
  typeErrors: 'Type errors',
  typeErrorsNote: 'They cost no points: the marks come from the tests alone.',
  moreTypeErrors: (count: number): string => `… and ${count} more`,
  typeCheckUnfinished:
    'The type check took too long and was given up; the marks come from the tests alone.',
  printed: (title: string): string => `Printed in the test "${title}":`,
  where: 'Where:',
  call: (about: string | null): string => `The call${about === null ? '' : ` (${about})`}:`,
  scalars: (list: readonly (readonly [string, string])[]): string =>
    list.map(([name, text]) => `${name} = ${text}`).join(', '),
  expectedGot: (expected: string, got: string): string => `expected ${expected}, got ${got}`,
  same: 'the same',
  expected: 'expected',
  got: 'got',
  before: (name: string): string => `${name} before the call`,
  after: (name: string): string => `${name} after the call`,
  nothingLeft: 'something that is no longer plain data',
  hint: (level: number, count: number): string => `Hint ${level} of ${count}`,
  moreByCheck: (lesson: string, level: number): string =>
    `${level === 1 ? 'A hint' : 'The next hint'}: npm run check -- ${lesson} --hints ${level}`,
  moreByNotebook: (id: string, level: number): string => `The next hint: hint('${id}', ${level})`,
  privateTest: 'a private test',
  cut: (rows: number, cols: number): string => `(of ${rows} × ${cols} only a part is shown)`,
  total: (text: string): string => `Total: ${text}`,
  graderErrors: 'The grader itself failed; the marks of this run do not count:',
};
