import { shapeText, toNested, type Tensor } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { matrixHtml, matrixText } from './matrix';
import { numberText } from './numbers';
import { outputHtml } from './theme';

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;

const isMatrix = (value: unknown): value is number[][] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => Array.isArray(row) && row.every((cell) => typeof cell === 'number'));

/** The channels of a tensor [h, w, c] as matrices. */
function channelsOf(t: Tensor): number[][][] {
  const nested = toNested(t) as number[][][];
  return Array.from({ length: t.shape[2]! }, (_, c) =>
    nested.map((row) => row.map((cell) => cell[c]!)),
  );
}

function valueBundle(value: unknown): { html: string; text: string } {
  if (typeof value === 'number') {
    const text = Number.isNaN(value) ? 'NaN, which is not a number' : numberText(value);
    return { html: `<strong>${text}</strong>`, text };
  }
  if (isMatrix(value)) return { html: matrixHtml(value), text: matrixText(value) };
  if (isTensor(value) && value.shape.length === 3) {
    const shape = `a tensor of shape ${shapeText(value.shape)}`;
    const titled = channelsOf(value).map((values, c) => ({ values, title: `channel ${c}` }));
    return {
      html: `${shape}<div class="cl-row">${titled.map((m) => matrixHtml(m.values, m)).join('')}</div>`,
      text: [shape, ...titled.map((m) => matrixText(m.values, m))].join('\n'),
    };
  }
  const text = value === undefined ? 'undefined (is a return missing?)' : JSON.stringify(value);
  return { html: escapeHtml(text), text };
}

function noteBundle(text: string): Bundle {
  return {
    'text/html': outputHtml(`<div class="cl-note">${escapeHtml(text)}</div>`),
    'text/plain': text,
  };
}

/** The output of `attempt`. */
export function attemptBundle(call: () => unknown): Bundle {
  let value: unknown;
  try {
    value = call();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unwritten = /^(\S+): not written yet$/.exec(message);
    return noteBundle(
      unwritten
        ? `${unwritten[1]} is not written yet. Write it in the exercises folder, save the file, ` +
            'run the cell that imports it once more, then this one.'
        : `Your function stopped with an error: ${message}`,
    );
  }
  const { html, text } = valueBundle(value);
  return {
    'text/html': outputHtml(`Your function returns ${html}`),
    'text/plain': `Your function returns ${text}`,
  };
}

/**
 * Calls a student's function and shows what it returns. An exercise that is not written yet, or
 * that throws, is a note and not an error, so that "Run all" goes on.
 */
export function attempt(call: () => unknown): void {
  display(attemptBundle(call));
}
