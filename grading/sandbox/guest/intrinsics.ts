// The guest runs in the student's realm, first. What it needs of the language is taken here,
// before the student's code can replace it. The rest of the guest uses only syntax, these, and
// properties of its own objects.
export const isArray = Array.isArray;
export const parseJson = JSON.parse;
export const stringifyJson = JSON.stringify;
export const keysOf = Object.keys;
export const prototypeOf = Object.getPrototypeOf;
export const defineProperty = Object.defineProperty;
export const objectPrototype = Object.prototype;
export const apply = Reflect.apply;
export const textSlice = String.prototype.slice;
export const is = Object.is;

const typedArrayPrototype = prototypeOf(Float32Array.prototype) as object;
const getter = (name: PropertyKey): (() => unknown) =>
  Object.getOwnPropertyDescriptor(typedArrayPrototype, name)!.get!;
const tagGetter = getter(Symbol.toStringTag);
const lengthGetter = getter('length');

/** The name of a typed array's kind, undefined for any other value; a Proxy is none. */
export const typedArrayTag = (value: unknown): string | undefined =>
  apply(tagGetter, value, []) as string | undefined;
export const typedArrayLength = (value: unknown): number =>
  apply(lengthGetter, value, []) as number;

export const makeFloat32Array = (length: number): Float32Array => new Float32(length);
const Float32 = Float32Array;

/** A text's first characters. */
export const cut = (text: string, length: number): string =>
  text.length > length ? `${apply(textSlice, text, [0, length]) as string}…` : text;
