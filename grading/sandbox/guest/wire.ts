import {
  cut,
  defineProperty,
  is,
  isArray,
  keysOf,
  makeFloat32Array,
  objectPrototype,
  parseJson,
  prototypeOf,
  stringifyJson,
  typedArrayLength,
  typedArrayTag,
} from './intrinsics';

const maxDepth = 24;

/** Why a value can't be sent out; completes "the function returned …". */
export class Unreadable {
  constructor(readonly reason: string) {}
}

/** The arguments of a call, from their text (../../values/wire.ts has the form). */
export function decode(text: string): unknown {
  return revive(parseJson(text));
}

function revive(wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null) return wire;
  if (isArray(wire)) {
    for (let i = 0; i < wire.length; i++) wire[i] = revive(wire[i]);
    return wire;
  }
  const parts = wire as { n?: string; t?: string; v?: unknown[]; o?: [string, unknown][] };
  const own = keysOf(parts)[0];
  if (own === 'n') return +parts.n!;
  if (own === 't') {
    const array = makeFloat32Array(parts.v!.length);
    for (let i = 0; i < array.length; i++) array[i] = revive(parts.v![i]) as number;
    return array;
  }
  if (own === 'o') {
    const object = {};
    // No for-of, here and elsewhere: it would go through the student's Array.prototype.
    for (let i = 0, { length } = parts.o!; i < length; i++) {
      const entry = parts.o![i]!;
      // Defined, not assigned: a setter on Object.prototype must not see it.
      defineProperty(object, entry[0], {
        // @ts-expect-error the descriptor must not inherit `get` from a changed Object.prototype
        __proto__: null,
        value: revive(entry[1]),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return object;
  }
  return undefined;
}

/**
 * A value as text. Reading it may run the student's code (a getter, a Proxy), which may throw.
 *
 * @throws Unreadable when it is not plain data, or too large.
 */
export function encode(value: unknown, maxCharacters: number): string {
  let size = 0;
  const add = (text: string): string => {
    size += text.length;
    if (size > maxCharacters) throw new Unreadable('far more data than was asked for');
    return text;
  };
  const list = (length: number, item: (index: number) => string): string => {
    if (length > maxCharacters) throw new Unreadable('far more data than was asked for');
    let text = '[';
    for (let i = 0; i < length; i++) text += (i > 0 ? add(',') : '') + item(i);
    return text + ']';
  };
  const write = (part: unknown, depth: number): string => {
    switch (typeof part) {
      case 'number':
        return add(numberText(part));
      case 'string':
        if (part.length > maxCharacters) throw new Unreadable('a text that is far too long');
        return add(stringifyJson(part));
      case 'boolean':
        return add(part ? 'true' : 'false');
      case 'undefined':
        return add('{"u":1}');
      case 'object':
        return part === null ? add('null') : writeObject(part, depth);
      case 'function':
        throw new Unreadable(depth === 0 ? 'a function' : 'data with a function in it');
      default:
        throw new Unreadable(depth === 0 ? `a ${typeof part}` : `data with a ${typeof part} in it`);
    }
  };
  const writeObject = (part: object, depth: number): string => {
    if (depth > maxDepth) throw new Unreadable('data that is nested too deeply, or holds itself');
    const tag = typedArrayTag(part);
    if (tag !== undefined) {
      const values = part as Float32Array;
      return `{"t":"${tag}","v":${list(typedArrayLength(part), (i) => write(values[i], depth + 1))}}`;
    }
    if (isArray(part)) {
      const values = part as unknown[];
      return list(values.length, (i) => write(values[i], depth + 1));
    }
    const prototype: unknown = prototypeOf(part);
    if (prototype !== objectPrototype && prototype !== null) throw new Unreadable(className(part));
    const keys = keysOf(part);
    const entry = (i: number): string => {
      const key = keys[i]!;
      return `[${write(key, depth + 1)},${write((part as Record<string, unknown>)[key], depth + 1)}]`;
    };
    return `{"o":${list(keys.length, entry)}}`;
  };
  return write(value, 0);
}

function numberText(value: number): string {
  if (is(value, -0)) return '{"n":"-0"}';
  // NaN and ±Infinity are the numbers whose difference with themselves is not 0.
  return value - value === 0 ? `${value}` : `{"n":"${value}"}`;
}

function className(value: object): string {
  const { constructor } = value as { constructor?: { name?: unknown } };
  const name = typeof constructor === 'function' ? (constructor as { name?: unknown }).name : '';
  if (name === 'Promise') return 'a Promise (leave out async)';
  return typeof name === 'string' && name !== ''
    ? `an object of class ${cut(name, 40)}`
    : 'an object that is not plain data';
}
