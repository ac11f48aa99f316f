import { describe, expect, it } from 'vitest';
import { closingLine, countTests, type VitestReport } from '../run-count';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});
const report = (over: Partial<VitestReport>): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [file('passed', 'passed', 'passed', 'passed')],
  ...over,
});

describe('the closing line of npm test', () => {
  it.each([
    ['all passed', report({}), 0, '3 passed, 0 failed'],
    [
      'some skipped',
      report({ numPendingTests: 2, numTodoTests: 1 }),
      0,
      '3 passed, 0 failed, 3 skipped',
    ],
    [
      'one failed',
      report({ numFailedTests: 1, testResults: [file('failed', 'failed')] }),
      1,
      '3 passed, 1 failed',
    ],
    [
      'a file that could not be imported',
      report({ testResults: [file('failed')] }),
      1,
      '3 passed, 1 failed',
    ],
    [
      'a file whose hook failed',
      report({ testResults: [file('failed', 'passed')] }),
      1,
      '3 passed, 1 failed',
    ],
    ['a worker that died, though the report says success', report({}), 1, '3 passed, 1 failed'],
    ['no test', report({ numPassedTests: 0, testResults: [] }), 0, '0 passed, 1 failed'],
    ['no report', undefined, 1, '0 passed, 1 failed'],
  ])('counts %s', (_what, vitestReport, exitCode, line) => {
    expect(closingLine(countTests(vitestReport, exitCode))).toBe(line);
  });
});
