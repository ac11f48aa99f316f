// What a student writes, down to the name, reaches the instructor's browser, spreadsheet, terminal
// and disk as text, whatever it holds.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../grading/graded/failure';
import { gradesCsv } from '../../grading/report/csv';
import { buildDocument } from '../../grading/report/document';
import { fileNames } from '../../grading/report/file-names';
import { toPage } from '../../grading/report/html';
import { toMarkdown } from '../../grading/report/markdown';
import { summaryTable } from '../../grading/report/summary';
import { toText } from '../../grading/report/terminal';
import type { SubmissionReport, TestReport } from '../../grading/report/types';
import { valueTables } from '../../grading/report/value-tables';
import { errorWithCause } from '../../grading/report/words';
import { tensor } from '../../lib/tensor';

const hostile = '</pre><script>alert(1)</script>"\' `x` **b** | \u001b[2J\u202e';

function reportWith(failure: Failure, more: Partial<TestReport> = {}): SubmissionReport {
  const test: TestReport = {
    id: 'worked-case',
    title: 'solves the worked case',
    private: false,
    points: 0,
    maxPoints: 2,
    passed: false,
    failure,
    console: [{ level: 'log', text: hostile }],
    ...more,
  };
  return {
    student: hostile,
    points: 0,
    maxPoints: 2,
    notes: [hostile],
    lessons: [
      {
        id: '01',
        title: 'Convolution by hand',
        file: 'exercises/01-convolution-by-hand.ts',
        points: 0,
        maxPoints: 2,
        problem: null,
        typeCheck: {
          state: 'done',
          problems: [{ message: hostile, at: { line: 1, column: 2 }, lineText: hostile }],
          more: 3,
        },
        exercises: [
          {
            id: '01.product-sum',
            title: 'One window, one number',
            functionName: 'productSum',
            points: 0,
            maxPoints: 2,
            tests: [test],
            mistake: null,
          },
        ],
      },
    ],
  };
}

const threw: Failure = {
  kind: 'threw',
  call: { about: hostile, args: [{ name: hostile, value: [[hostile]] }] },
  error: hostile,
  trace: [{ functionName: hostile, file: 'exercises/01.ts', line: 1, column: 1 }],
};

describe('hostile text', () => {
  const blocks = buildDocument(reportWith(threw), { reader: 'page' });

  test('is text in HTML', () => {
    const page = toPage(hostile, blocks);
    expect(page).not.toMatch(/<script|<\/pre><script/);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain("default-src 'none'");
  });

  test('is text in Markdown', () => {
    const prose = toMarkdown(hostile, blocks)
      .split('\n')
      .filter((line) => !line.startsWith('    '))
      .join('\n');
    expect(prose).not.toMatch(/<script|\*\*b\*\*|[^\\]`/);
  });

  test('does not steer the terminal', () => {
    const all = toText(blocks) + summaryTable([reportWith(threw)]);
    expect([...all].filter((c) => c < ' ' && c !== '\n')).toEqual([]);
    expect(all).not.toContain('\u202e');
  });
});

test('a name that a spreadsheet would run is quoted against it', () => {
  for (const student of ['=HYPERLINK("x")', '+1', '-1', '@x']) {
    const row = gradesCsv([{ ...reportWith(threw), student, notes: [] }]).split('\n')[1]!;
    expect(row.replace(/^"/, '')).toMatch(/^'/);
  }
});

test('file names stay in the folder, and apart', () => {
  expect(
    fileNames(['../../etc/passwd', '..', '', 'Ada', 'ada', 'Zoë Müller', 'a/b\\c:d*']),
  ).toEqual([
    '_.._etc_passwd',
    'student',
    'student (2)',
    'Ada',
    'ada (2)',
    'Zoë Müller',
    'a_b_c_d_',
  ]);
});

test('of a private test only the title and the points are shown', () => {
  const report = reportWith(threw, { private: true, failure: null, console: [], title: 'hidden' });
  const text = toText(buildDocument(report, { reader: 'page' }));
  expect(text).toContain('✗ hidden (a private test) (0/2)');
  expect(text).not.toContain('threw');
});

test('a value is drawn as tables no larger than can be read', () => {
  const small = valueTables('x', tensor([1, 2, 2], [1, 2, 3, 4]));
  expect(
    small.map(({ title, rows }) => [title, rows.map((row) => row.map(({ text }) => text))]),
  ).toEqual([
    ['x, shape [1, 2, 2], channel 0', [['1', '3']]],
    ['x, shape [1, 2, 2], channel 1', [['2', '4']]],
  ]);
  const large = valueTables('x', tensor([20, 30, 40]));
  expect(large.length).toBeLessThanOrEqual(4);
  expect(large[0]!.rows.length).toBeLessThanOrEqual(8);
  expect(large.at(-1)!.title).toContain('36 more not shown');
});

test('a small object is shown in full, any other as an object', () => {
  const shown = (value: unknown): string[] =>
    valueTables('x', [value])[0]!.rows[0]!.map(({ text }) => text);
  expect(shown({ kernel: 3, stride: -2 })).toEqual(['{ kernel: 3, stride: −2 }']);
  expect(shown({ kernel: [1, 2], name: 'a' })).toEqual(['{ kernel: …, name: "a" }']);
  expect(shown({})).toEqual(['{…}']);
  expect(shown({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toEqual(['{…}']);
  expect(shown({ [hostile]: 1 })).toEqual(['{…}']);
  expect(shown({ a: 'x'.repeat(99), b: 'x'.repeat(99) })).toEqual(['{…}']);
});

test('cells that differ from the expected are marked, where the two have one shape', () => {
  const expected = { value: [[1, 2]], tolerance: 1e-4 };
  const marks = (value: unknown) =>
    valueTables('got', value, expected)[0]!.rows[0]!.map(({ wrong }) => wrong);
  expect(marks([[1, 3]])).toEqual([false, true]);
  expect(marks([[1, NaN]])).toEqual([false, true]);
  expect(marks([[1, 3, 4]])).toEqual([false, false, false]);
});

test('an error whose cause is the sandbox says so', () => {
  expect(errorWithCause("ReferenceError: 'setTimeout' is not defined")).toContain('no timers');
  expect(errorWithCause("ReferenceError: 'kernal' is not defined")).not.toContain('sandbox');
});
