import { describe, expect, it } from 'vitest';
import { isMet, targetsOf, type Target } from '../../bench/targets';
import { madeUpReport, timing } from './made-up';

const target = (name: string, report = madeUpReport()): Target => {
  const found = targetsOf(report).filter(({ what }) => what === name);
  expect(found, name).toHaveLength(1);
  return found[0]!;
};

describe('the targets', () => {
  // Figures by the speeds of the made-up report: 36 GFLOP/s is 72 % of 50.
  it.each([
    ['b forward: readable loops to tfjs cpu', 1.5],
    ["b both gradients in one go: readable loops to tfjs cpu's kernel gradient", 0.75],
    ['b forward: plain tile to tfjs cpu', 4],
    ['b forward: SIMD to tfjs wasm', 36 / 32],
    ['b forward: relaxed SIMD to tfjs wasm', 40 / 32],
    ['b input gradient: SIMD to tfjs wasm', 36 / 32],
    ["b forward: SIMD, of the core's 128-bit peak", 72],
    ["b kernel gradient: SIMD, of the core's 128-bit peak", 72],
    ['b kernel gradient: two threads to one', 70 / 40],
    ['b forward: two threads to tfjs wasm', 70 / 32],
    ['LeNet step: SIMD to tfjs cpu', 500],
    ['LeNet step: SIMD to toygrad', 10],
    ['MNIST epoch of LeNet, relaxed SIMD', 5],
    ['peak memory beyond the data, relaxed SIMD', 112],
    ['live memory from step 100 to 1000, relaxed SIMD', 3],
  ])('%s: %d', (name, figure) => {
    expect(target(name).figure).toBeCloseTo(figure, 10);
  });

  it('are met by the median, not by the best runs', () => {
    const report = madeUpReport();
    report.convolutions.b!.times.forward['SIMD'] = { median: 2, best: 1, runs: 5 };
    report.convolutions.b!.times.forward['tfjs wasm'] = { median: 1.9, best: 1.8, runs: 5 };
    const found = target('b forward: SIMD to tfjs wasm', report);
    expect(found).toMatchObject({ figure: 0.95, best: 1.8 });
    expect(isMet(found)).toBe(false);
  });

  it.each([
    { bound: 'at least', figure: 12, met: true },
    { bound: 'at least', figure: 11.9, met: false },
    { bound: 'at most', figure: 12, met: true },
    { bound: 'at most', figure: 12.1, met: false },
  ] as const)('of $bound 12 are met by $figure: $met', ({ bound, figure, met }) => {
    expect(isMet({ what: '', bound, target: 12, unit: 's', figure })).toBe(met);
  });

  it('stand there without a figure if what they compare with did not run', () => {
    expect(target('MNIST epoch of LeNet, two threads').figure).toBeUndefined();
    const missing = target('LeNet step: SIMD to tfjs wasm + registered');
    expect(missing.figure).toBeUndefined();
    expect(isMet(missing)).toBe(false);
  });

  it('of cases and parts that were not asked for are left out', () => {
    const report = madeUpReport();
    report.convolutions = { c: report.convolutions.c! };
    report.training = {};
    report.epoch = undefined;
    const names = targetsOf(report).map(({ what }) => what);
    expect(names).toHaveLength(13);
    for (const name of names) expect(name).toMatch(/^c /);
  });

  it('compare two threads with the quickest engine on one', () => {
    const report = madeUpReport();
    report.convolutions.b!.times.forward['SIMD'] = timing(30);
    report.convolutions.b!.times.forward['two threads'] = timing(10);
    report.oneThread = 'SIMD';
    expect(target('b forward: two threads to one', report).figure).toBe(3);
  });
});
