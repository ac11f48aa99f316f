import { describe, expect, it } from 'vitest';
import { progressOn } from '../../bench/progress';
import { ratiosOf } from '../../bench/report';
import {
  caseTable,
  epochTable,
  farMark,
  memoryTable,
  short,
  stepTable,
  targetTable,
  textTable,
} from '../../bench/tables';
import { targetsOf } from '../../bench/targets';
import { madeUpReport, timing } from './made-up';

describe('numbers and tables', () => {
  it.each([
    [0.01234, '0.012'],
    [1.234, '1.23'],
    [12.34, '12.3'],
    [1234.5, '1235'],
    [NaN, '–'],
  ])('%d is written %s', (value, text) => {
    expect(short(value)).toBe(text);
  });

  it('line up: names to the left, numbers to the right', () => {
    expect(
      textTable([
        ['', 'ms'],
        ['one', '1.5'],
        ['another', '10', 'x'],
      ]),
    ).toBe('          ms\none      1.5\nanother   10  x');
  });
});

/** The cells of the line that begins with the label. */
function line(table: string, label: string): string[] {
  const found = table.split('\n').filter((text) => text.startsWith(`${label}  `));
  expect(found, label).toHaveLength(1);
  return found[0]!.slice(label.length).trim().split(/ {2,}/);
}

describe('the table of a case', () => {
  // Case b is 57.8 MFLOP a pass.
  const table = caseTable(madeUpReport(), 'b');

  it('gives milliseconds, GFLOP/s, share of the peak and ratio of each operation', () => {
    const one = ['1.45', '40.0', '80%', '1.00×'];
    expect(line(table, 'relaxed SIMD')).toEqual([...one, ...one, ...one]);
    expect(line(table, 'tfjs cpu').slice(0, 4)).toEqual(['57.8', '1.00', '2%', '40.0×']);
  });

  it('says where there is no kernel, and has the registered one beside it', () => {
    expect(line(table, 'tfjs wasm').slice(8)).toEqual(['no kernel']);
    expect(line(table, 'tfjs wasm + registered')).toEqual([
      '–',
      '–',
      '5.78',
      '10.0',
      '20%',
      '4.00×',
    ]);
  });

  it('marks both gradients in one go, and compares them with both', () => {
    expect(line(table, 'toygrad').slice(4)).toEqual(['–', '92.5*', '1.25', '3%', '32.0×']);
  });

  it('marks what is scaled', () => {
    expect(line(caseTable(madeUpReport(), 'd'), 'tfjs cpu')[8]).toBe('~1850');
  });

  it('has no line for one that computes nothing of it', () => {
    const report = madeUpReport();
    report.contenders.push({ label: 'idle', library: 'idle', threads: 1 });
    expect(caseTable(report, 'b')).not.toContain('idle');
  });
});

describe('the other tables', () => {
  it('give steps and their ratios', () => {
    const table = stepTable('a step', { SIMD: timing(3), 'tfjs cpu': timing(900, 32) }, 'SIMD');
    expect(line(table, 'tfjs cpu')).toEqual(['~900', '300×']);
  });

  it('tell an epoch that was measured from one that is scaled', () => {
    const table = epochTable(madeUpReport());
    expect(line(table, 'relaxed SIMD')).toEqual(['5.00', 'measured whole']);
    expect(line(table, 'tfjs cpu')).toEqual(['~1875', "a step's median, 1,875 times"]);
    expect(table).not.toContain('two threads');
  });

  it('give the memory, or why there is none', () => {
    const table = memoryTable(madeUpReport());
    expect(line(table, 'SIMD')).toEqual(['90', '66', '900 steps of LeNet']);
    expect(line(table, 'toygrad')).toEqual(['–', '–', 'it does not run here']);
  });

  it('give each target beside its figure', () => {
    const report = madeUpReport();
    report.convolutions = {};
    const table = targetTable(targetsOf(report));
    expect(table.split('\n')[0]).toBe(
      'targets, each beside its figure: 3 of 5 targets met, by the medians.',
    );
    expect(line(table, 'LeNet step: SIMD to tfjs cpu')).toEqual([
      '500×',
      '500×',
      'at least 400×',
      'met',
    ]);
    expect(line(table, 'LeNet step: SIMD to toygrad')).toEqual([
      '10.0×',
      '10.0×',
      'at least 12×',
      'MISSED',
    ]);
    expect(line(table, 'MNIST epoch of LeNet, two threads')).toEqual([
      'not measured',
      'at most 8 s',
    ]);
  });

  it('say how far native code is ahead, if it was there', () => {
    const report = madeUpReport();
    expect(farMark(report)).toContain('quicker forward than relaxed SIMD by a 2.50×, b 2.50×');
    for (const one of Object.values(report.convolutions))
      delete one.times.forward['onnxruntime-node'];
    expect(farMark(report)).toBe('');
  });
});

describe('ratios', () => {
  it("are of this library's engines to all others, where both were timed", () => {
    const times = { SIMD: timing(2), relaxed: timing(1), other: timing(10) };
    expect(ratiosOf(times, ['SIMD', 'relaxed', 'readable'])).toEqual({
      SIMD: { other: 5 },
      relaxed: { other: 10 },
    });
  });
});

describe('progress', () => {
  it('is one line on a terminal, which makes way for what is printed', () => {
    const written: string[] = [];
    const printed: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = progressOn(stream, (text) => printed.push(text));
    progress.say('case b');
    progress.print('a table');
    expect(written).toEqual(['\r\x1b[K0 s: case b …', '\r\x1b[K']);
    expect(printed).toEqual(['a table']);
  });

  it('is nothing elsewhere', () => {
    const written: string[] = [];
    progressOn({ write: (text) => written.push(text) }).say('case b');
    expect(written).toEqual([]);
  });
});
