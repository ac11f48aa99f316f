import { describe, expect, test } from 'vitest';
import { exerciseIds, stubOf } from '../../grading/authors/stub';

const solution = `import { at, tensor, zeros, type Tensor } from '../lib/tensor';
import { readFileSync } from 'node:fs';

/** How many sides a window has. @given */
export const sides = 4;

/** A helper that would give the answer away. */
function helper(t: Tensor): number {
  return at(t, 0) + zeros([1]).data[0] + readFileSync('x').length;
}

/**
 * Reads with \`at\`.
 *
 * @exercise 09.first
 */
export function first(t: Tensor): number {
  return helper(tensor([1], t.data));
}
`;

describe('a stub', () => {
  const stub = stubOf('09-example', solution);

  test('keeps docstring and signature, and throws that it is not written yet', () => {
    expect(stub).toContain(
      '* @exercise 09.first\n */\nexport function first(t: Tensor): number {\n' +
        "  throw new Error('09.first: not written yet');\n}",
    );
  });

  test('keeps what is given and drops what belongs to the solution', () => {
    expect(stub).toContain('export const sides = 4;');
    expect(stub).not.toContain('helper');
  });

  test('imports what its code and its docstrings speak of, and no more', () => {
    expect(stub).toContain("import { at, type Tensor } from '../lib/tensor';");
    expect(stub).not.toContain('readFileSync');
  });

  test('tells the student how to check the file', () => {
    expect(stub).toMatch(/^\/\/ Write your answers here\./);
    expect(stub).toContain('npm run check -- 09 --watch');
  });

  test('holds the exercises of its solution', () => {
    expect(exerciseIds(stub)).toEqual(['09.first']);
    expect(exerciseIds(solution)).toEqual(['09.first']);
  });

  test('is refused for a file without exercises, and for an exercise that is not exported', () => {
    expect(() => stubOf('09-example', 'export const x = 1;')).toThrow(
      '09-example: no function of the solution has the tag @exercise',
    );
    expect(() => stubOf('09-example', '/** @exercise 09.x */\nfunction x() {}')).toThrow(
      '09-example: @exercise 09.x must stand at an exported function',
    );
  });
});
