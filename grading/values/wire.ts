/**
 * How values travel between the graded tests and the sandbox, and from the tests to the report: as
 * JSON text, with the few values that JSON lacks written as objects of one or two keys.
 *
 *   NaN, ±Infinity, −0   { "n": "NaN" }
 *   undefined            { "u": 1 }
 *   a typed array        { "t": "Float32Array", "v": [1, 2, 3] }
 *   a plain object       { "o": [["shape", [3]], ["data", …]] }
 *
 * The sandbox's side of it is ../sandbox/guest/wire.ts, which may trust nothing of its realm.
 */
const typedArrays = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;

type TypedArrayName = keyof typeof typedArrays;
export type TypedArray = InstanceType<(typeof typedArrays)[TypedArrayName]>;

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** The name of a typed array's kind: `Float32Array`. */
export function typedArrayName(value: TypedArray): string {
  return value[Symbol.toStringTag];
}

/** @throws if the value holds something that is not plain data: a function, a symbol, a Map … */
export function encode(value: unknown): string {
  return JSON.stringify(toWire(value));
}

export function decode(text: string): unknown {
  return fromWire(JSON.parse(text));
}

function toWire(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { n: numberName(value) };
  }
  if (value === undefined) return { u: 1 };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toWire);
  if (isTypedArray(value)) {
    return { t: typedArrayName(value), v: Array.from(value, toWire) };
  }
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return { o: Object.entries(value).map(([key, part]) => [key, toWire(part)]) };
    }
  }
  throw new Error(`encode: only plain data can be sent, got ${String(value)}`);
}

function numberName(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function fromWire(wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null) return wire;
  if (Array.isArray(wire)) return wire.map(fromWire);
  const parts = wire as { n?: string; t?: string; v?: unknown[]; o?: [string, unknown][] };
  if (parts.n !== undefined) return Number(parts.n);
  if (parts.t !== undefined) {
    const make = typedArrays[parts.t as TypedArrayName];
    return make.from(parts.v!.map((part) => fromWire(part) as number));
  }
  if (parts.o !== undefined) {
    return Object.fromEntries(parts.o.map(([key, part]) => [key, fromWire(part)]));
  }
  return undefined;
}
