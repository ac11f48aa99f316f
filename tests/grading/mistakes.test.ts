import { expect, test } from 'vitest';
import type { Exercise } from '../../grading/course/types';
import { findMistake, type Call } from '../../grading/graded/mistakes';

const exercise: Exercise = {
  id: '00.sum',
  title: 'Sum',
  functionName: 'sum',
  minutes: 1,
  difficulty: 1,
  tests: [],
  hints: [],
  wrongAnswers: [
    { id: 'zero', when: 'x', answer: () => 0 },
    { id: 'first', when: 'x', answer: (x: number[]) => x[0] },
    { id: 'first-too', when: 'x', answer: (x: number[]) => x[0] },
    {
      id: 'throws',
      when: 'x',
      answer: () => {
        throw new Error('not for this');
      },
    },
    {
      id: 'eats',
      when: 'x',
      answer: (x: number[]) => {
        let sum = 0;
        while (x.length > 0) sum += x.pop()!;
        return sum;
      },
    },
  ],
};

const call = (args: unknown[], result: unknown, more: Partial<Call> = {}): Call => ({
  args,
  result,
  argsAfter: args,
  keepsInput: false,
  wrong: true,
  ...more,
});
const named = (...calls: Call[]): string | undefined => findMistake(exercise, calls)?.id;

test('the wrong answer that gives all of the results is named, the first of equals', () => {
  expect(named(call([[3, 4]], 3), call([[5]], 5, { wrong: false }))).toBe('first');
});

test('one that differs in a single call is not, be that call right or wrong', () => {
  expect(named(call([[3, 4]], 3), call([[1, 1]], 2, { wrong: false }))).toBeUndefined();
  expect(named(call([[3, 4]], 3), call([[0, 4]], 4))).toBeUndefined();
});

test('nothing is named when nothing was wrong', () => {
  expect(named(call([[0]], 0, { wrong: false }))).toBeUndefined();
  expect(named()).toBeUndefined();
});

test('a result of another kind is nobody’s', () => {
  expect(named(call([[3, 4]], '3'))).toBeUndefined();
  expect(named(call([[3, 4]], undefined))).toBeUndefined();
});

test('a change of the arguments is named by the same change', () => {
  const keeps = { keepsInput: true };
  expect(named(call([[3, 4]], 7, { ...keeps, argsAfter: [[]] }))).toBe('eats');
  expect(named(call([[3, 4]], 7, { ...keeps, argsAfter: [[3]] }))).toBeUndefined();
  expect(named(call([[3, 4]], 7, { ...keeps, argsAfter: null }))).toBeUndefined();
});

test('the calls are compared on copies', () => {
  const args = [[3, 4]];
  named(call(args, 7, { keepsInput: true, argsAfter: [[]] }));
  expect(args).toEqual([[3, 4]]);
});
