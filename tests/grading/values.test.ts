import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference } from '../../grading/values/compare';
import { describeKind } from '../../grading/values/describe';
import { decode, encode } from '../../grading/values/wire';
import { tensor } from '../../lib/tensor';

const leaf = fc.oneof(
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
const data = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object'), fc.float32Array()),
  list: fc.array(tie('value'), { maxLength: 5 }),
  object: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).value;

test('plain data goes through the wire unchanged', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(decode(encode(value))).toStrictEqual(value);
    }),
  );
});

test('what is not plain data is refused before it is sent', () => {
  expect(() => encode(() => 1)).toThrow('only plain data');
  expect(() => encode([new Map()])).toThrow('only plain data');
});

describe('what is wrong with a result', () => {
  const block = [
    [1, 2],
    [3, 4],
  ];
  test.each([
    [1, 1.00001, null],
    [1000, 1000.05, null],
    [0, -0, null],
    [NaN, NaN, null],
    [
      block,
      [
        [1, 2],
        [3, 4.0001],
      ],
      null,
    ],
    [tensor([2], [1, 2]), tensor([2], [1, 2]), null],
    [1, 1.001, 'value'],
    [1, undefined, 'nothing'],
    [1, NaN, 'nan'],
    [1, '1', 'kind'],
    [1, [1], 'kind'],
    [1, null, 'kind'],
    [block, [[1, 2]], 'shape'],
    [block, [[1, 2], [3]], 'shape'],
    [block, [], 'shape'],
    [
      block,
      [
        [1, 2],
        [3, undefined],
      ],
      'value',
    ],
    [
      block,
      [
        [1, 2],
        [3, NaN],
      ],
      'nan',
    ],
    [block, tensor([2, 2], [1, 2, 3, 4]), 'kind'],
    [tensor([2], [1, 2]), [1, 2], 'kind'],
    [tensor([2], [1, 2]), tensor([1, 2], [1, 2]), 'shape'],
    [tensor([2], [1, 2]), { shape: [2], data: [1, 2] }, 'shape'],
    [tensor([2], [1, 2]), { shape: [2], data: Float32Array.of(1) }, 'shape'],
    [tensor([2], [1, 2]), tensor([2], [1, 3]), 'value'],
  ])('%j and %j: %s', (expected, got, kind) => {
    expect(difference(expected, got, 1e-4)?.kind ?? null).toBe(kind);
  });

  test('it says how many numbers are wrong', () => {
    expect(
      difference(
        block,
        [
          [1, 0],
          [0, 4],
        ],
        1e-4,
      )!.detail,
    ).toBe('2 of 4 numbers are wrong');
    expect(
      difference(
        block,
        [
          [0, 0],
          [0, 0],
        ],
        1e-4,
      )!.detail,
    ).toBe('all 4 numbers are wrong');
  });
});

test.each([
  [undefined, 'undefined'],
  [3, 'a number'],
  [[1, 2], 'an array of length 2'],
  [[[1, 2], [3]], 'an array of 2 rows that differ in length'],
  [
    [
      [1, 2],
      [3, 4],
    ],
    'nested arrays of shape [2, 2]',
  ],
  [tensor([2, 1], [1, 2]), 'a Tensor of shape [2, 1]'],
  [
    { shape: [2], data: [1, 2] },
    'an object of shape [2] whose data is an array of length 2, not a Float32Array',
  ],
  [{ shape: [3], data: new Float32Array(2) }, 'an object of shape [3] whose data holds 2 numbers'],
  [{ shape: 3, data: 0 }, 'an object whose shape is not an array'],
  [{}, 'an empty object'],
])('%j is described as %s', (value, words) => {
  expect(describeKind(value)).toBe(words);
});
