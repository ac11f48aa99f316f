import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, shown } from './client';

let kernel: KernelClient;

beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(async () => {
  await kernel.stop();
});

describe('the cells behind one that fails', () => {
  it.each([
    ['at once', "throw new Error('no');"],
    [
      'after a while',
      "await new Promise((resolve) => setTimeout(resolve, 150));\nthrow new Error('no');",
    ],
    ['in its types', "const n: number = 'no';"],
  ])('are not run when they were queued, and say so (it fails %s)', async (_how, failing) => {
    const results = await kernel.run(['1', failing, '2', '3']);
    expect(results.map(({ status }) => status)).toEqual(['ok', 'error', 'aborted', 'aborted']);
    for (const result of results.slice(2))
      expect(shown(result)).toBe('Not run: an earlier cell failed.\n');
    expect(shown(await kernel.cell('4'))).toBe('4');
  });

  it('are run when they are sent after the reply, however soon', async () => {
    const cells = Array.from({ length: 10 }, (_, i) =>
      i % 2 ? `${i}` : `throw new Error('${i}');`,
    );
    const results = await kernel.run(cells, { waiting: true });
    expect(results.map(({ status }) => status)).toEqual(
      cells.map((_, i) => (i % 2 ? 'ok' : 'error')),
    );
  });

  it('are run when the request says so', async () => {
    const results = await kernel.run(["throw new Error('no');", '2'], { stop_on_error: false });
    expect(results.map(({ status }) => status)).toEqual(['error', 'ok']);
  });
});

describe('an interrupt', () => {
  it.each([
    ['a loop without end', 'while (true) {}'],
    [
      'a loop without end after an await',
      'await new Promise((resolve) => setTimeout(resolve, 5));\nwhile (true) {}',
    ],
    ['a promise that is never kept', 'await new Promise(() => {});'],
    [
      'a loop that waits again and again',
      'while (true) await new Promise((resolve) => setTimeout(resolve, 5));',
    ],
  ])('ends %s, and the kernel keeps its variables', async (_what, code) => {
    await kernel.cell('let kept = 41;');
    const result = await kernel.cell(code, { interrupt: 0.3 });
    expect(result.status).toBe('error');
    expect(result.outputs.at(-1)).toMatchObject({ type: 'error', ename: 'Interrupted' });
    expect(result.seconds).toBeLessThan(2);
    expect(shown(await kernel.cell('kept + 1'))).toBe('42');
  });

  it('stops what is queued behind the cell', async () => {
    const results = await kernel.run(['while (true) {}', '1'], { interrupt: 0.3 });
    expect(results.map(({ status }) => status)).toEqual(['error', 'aborted']);
  });

  it('ends a loop that prints in the background no less', async () => {
    const loop = 'let turns = 0;';
    const endless =
      'while (true) { turns++; console.log(turns); await new Promise((resolve) => setTimeout(resolve, 5)); }';
    await kernel.run([loop]);
    await kernel.cell(endless, { interrupt: 0.3 });
    const before = shown(await kernel.cell('turns'));
    const after = shown(
      await kernel.cell('await new Promise((resolve) => setTimeout(resolve, 100));\nturns'),
    );
    expect(after).toBe(before);
  });

  it('ends a timer that never yields', async () => {
    await kernel.cell('setTimeout(() => { while (true) {} }, 50);');
    const result = await kernel.cell(
      'await new Promise((resolve) => setTimeout(resolve, 200));\n7',
      {
        interrupt: 0.5,
      },
    );
    expect(result.status).toBe('error');
    expect(shown(await kernel.cell('7'))).toBe('7');
  });

  it('leaves the processor idle', async () => {
    const cpu =
      'const used = process.cpuUsage();\nawait new Promise((resolve) => setTimeout(resolve, 500));\n';
    const result = await kernel.cell(`${cpu}process.cpuUsage(used).user / 1000`);
    expect(Number(shown(result))).toBeLessThan(250);
  });
});
