import { shapeText } from '../../lib/tensor';
import { describeKind, isTensor, nestedShape } from './describe';
import { isTypedArray } from './wire';

/** Why a value is not the expected one; `detail` completes a sentence: "it is …, not …". */
export interface Difference {
  readonly kind: 'nothing' | 'kind' | 'shape' | 'nan' | 'value';
  readonly detail: string;
}

/** A tolerance is a share of the expected number, and an absolute one below 1. */
export function closeTo(expected: number, got: number, tolerance: number): boolean {
  if (Object.is(expected, got) || expected === got) return true;
  return Math.abs(expected - got) <= tolerance * Math.max(1, Math.abs(expected));
}

/** What is wrong with `got`, or null where it is the expected value. */
export function difference(expected: unknown, got: unknown, tolerance: number): Difference | null {
  if (same(expected, got, tolerance)) return null;
  if (got === undefined) {
    return { kind: 'nothing', detail: 'nothing came back (undefined); is a return missing?' };
  }
  const kinds = { wanted: describeKind(expected), got: describeKind(got) };
  if (kinds.wanted !== kinds.got) {
    const kind = sameFamily(expected, got) ? 'shape' : 'kind';
    return { kind, detail: `it is ${kinds.got}, not ${kinds.wanted}` };
  }
  if (holdsNaN(got) && !holdsNaN(expected)) {
    return {
      kind: 'nan',
      detail:
        'it holds NaN: mostly an index beyond an array, which reads undefined, or a number that was never set',
    };
  }
  return {
    kind: 'value',
    detail: typeof got === 'number' ? '' : countText(expected, got, tolerance),
  };
}

/** Whether two values are the same plain data, numbers within the tolerance. */
export function same(expected: unknown, got: unknown, tolerance: number): boolean {
  if (typeof expected === 'number') {
    return typeof got === 'number' && closeTo(expected, got, tolerance);
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((part, index) => same(part, got[index], tolerance))
    );
  }
  if (isTypedArray(expected)) {
    return (
      isTypedArray(got) &&
      got.constructor === expected.constructor &&
      same(Array.from(expected), Array.from(got), tolerance)
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null || Array.isArray(got) || isTypedArray(got)) {
      return false;
    }
    const keys = Object.keys(expected);
    return (
      keys.length === Object.keys(got).length &&
      keys.every(
        (key) =>
          Object.hasOwn(got, key) &&
          same(
            (expected as Record<string, unknown>)[key],
            (got as Record<string, unknown>)[key],
            tolerance,
          ),
      )
    );
  }
  return Object.is(expected, got);
}

/** All numbers of a value in order, whatever it is made of. */
export function numbersOf(value: unknown): unknown[] {
  if (isTensor(value)) return Array.from(value.data);
  if (isTypedArray(value)) return Array.from(value);
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  return [value];
}

function sameFamily(expected: unknown, got: unknown): boolean {
  if (isTensor(expected)) return typeof got === 'object' && got !== null && 'shape' in got;
  return Array.isArray(expected) && Array.isArray(got) && nestedShape(expected) !== null;
}

function holdsNaN(value: unknown): boolean {
  return numbersOf(value).some((number) => Number.isNaN(number));
}

function countText(expected: unknown, got: unknown, tolerance: number): string {
  const wanted = numbersOf(expected);
  const wrong = numbersOf(got).filter((number, index) => !same(wanted[index], number, tolerance));
  const all = wrong.length === wanted.length ? 'all' : `${wrong.length} of`;
  return wanted.length > 1 ? `${all} ${wanted.length} numbers are wrong` : '';
}

/** The shape of a value as text, for a caption. */
export function shapeCaption(value: unknown): string {
  if (isTensor(value)) return shapeText(value.shape);
  const shape = nestedShape(value);
  return shape && shape.length > 0 ? shapeText(shape) : '';
}
