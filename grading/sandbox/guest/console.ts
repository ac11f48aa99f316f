import {
  cut,
  is,
  isArray,
  keysOf,
  stringifyJson,
  typedArrayLength,
  typedArrayTag,
} from './intrinsics';

export type Print = (level: string, text: string) => void;

const levels = ['log', 'info', 'warn', 'error', 'debug'] as const;
const maxItems = 60;

/** A console that hands its lines to the host, and says when it stops doing so. */
export function makeConsole(print: Print, maxLines: number, maxCharacters: number): object {
  let lines = 0;
  let characters = 0;
  const write = (level: string, text: string): void => {
    if (lines > maxLines) return;
    lines++;
    if (lines > maxLines || characters + text.length > maxCharacters) {
      lines = maxLines + 1;
      print('info', '(what was printed after this is left out)');
      return;
    }
    characters += text.length;
    print(level, text);
  };
  const console: Record<string, unknown> = {};
  for (const level of levels) {
    console[level] = (...values: unknown[]): void => {
      if (lines > maxLines) return;
      let text = '';
      for (let k = 0; k < values.length; k++) {
        text +=
          (k > 0 ? ' ' : '') +
          (typeof values[k] === 'string' ? (values[k] as string) : show(values[k], 0));
      }
      write(level, cut(text, maxCharacters));
    };
  }
  return console;
}

/** A value as a line of text, as a console writes it. */
function show(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'number':
      return is(value, -0) ? '-0' : `${value}`;
    case 'string':
      return cut(stringifyJson(cut(value, 500)), 500);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return 'Symbol()';
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? 'null' : showObject(value, depth);
    default:
      return `${value as undefined}`;
  }
}

function showObject(value: object, depth: number): string {
  if (depth > 4) return '…';
  const tag = typedArrayTag(value);
  if (tag !== undefined) {
    const numbers = value as Float32Array;
    return `${tag} ${showItems(typedArrayLength(value), (i) => show(numbers[i], depth + 1))}`;
  }
  if (isArray(value)) {
    return showItems(value.length, (i) => show((value as unknown[])[i], depth + 1));
  }
  const { name, message } = value as { name?: unknown; message?: unknown };
  if (typeof name === 'string' && typeof message === 'string') return `${name}: ${message}`;
  const keys = keysOf(value);
  if (keys.length === 0) return '{}';
  let text = '{ ';
  for (let i = 0; i < keys.length && i < maxItems; i++) {
    const part = (value as Record<string, unknown>)[keys[i]!];
    text += `${i > 0 ? ', ' : ''}${keys[i]!}: ${show(part, depth + 1)}`;
  }
  return text + (keys.length > maxItems ? ', … }' : ' }');
}

function showItems(length: number, item: (index: number) => string): string {
  let text = '[';
  for (let i = 0; i < length && i < maxItems; i++) text += (i > 0 ? ', ' : '') + item(i);
  return text + (length > maxItems ? `, … ${length - maxItems} more]` : ']');
}
