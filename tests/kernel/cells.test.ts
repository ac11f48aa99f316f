import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { KernelClient, shown } from './client';

let kernel: KernelClient;
let stopped = false;

beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(async () => {
  if (!stopped) await kernel.stop();
});

describe('a cell', () => {
  it('shows the value of its last expression, and what it prints, in order', async () => {
    const result = await kernel.cell(
      "console.log('one'); console.error('two'); console.log('three');\n40 + 2",
    );
    expect(result.status).toBe('ok');
    expect(result.outputs.map(({ type, name, text }) => [name ?? type, text])).toEqual([
      ['stdout', 'one\n'],
      ['stderr', 'two\n'],
      ['stdout', 'three\n'],
      ['execute_result', undefined],
    ]);
    expect(shown(result, 'execute_result')).toBe('42');
  });

  it('sees the variables and types of earlier cells, and may declare them anew', async () => {
    const results = await kernel.run([
      'interface Point { x: number }\nconst p: Point = { x: 1 };',
      'const q: Point = { x: p.x + 1 };\nq.x',
      "const p = 'new';\np",
    ]);
    expect(results.map((result) => result.status)).toEqual(['ok', 'ok', 'ok']);
    expect(shown(results[1]!)).toBe('2');
    expect(shown(results[2]!)).toBe('new');
  });

  it('may name a variable of an earlier cell as a property of the same name', async () => {
    const results = await kernel.run([
      'let width = 3;\nlet depth = 4;',
      'const box = { width, inner: [{ depth }] };\nJSON.stringify(box)',
      '({ depth = width } = {});\n({ width } = { width: 7 });\n`${width} ${depth}`',
    ]);
    expect(results.map((result) => shown(result))).toEqual([
      '',
      '{"width":3,"inner":[{"depth":4}]}',
      '7 3',
    ]);
  });

  it('imports the library by its folders, types included, from the project’s root', async () => {
    const [imports, typed, value] = await kernel.run(
      [
        "import { tensor, type Tensor } from './lib';\nimport { table } from './lib/show';\n" +
          "import { compare } from './lib/oracle';\nimport { mnistImages } from './lib/data';",
        "const t: Tensor = tensor('not a shape');",
        '[process.cwd(), tensor([1, 2], [3, 4]).data[1], mnistImages().images.shape.join(), typeof table, typeof compare].join(" ")',
      ],
      { stop_on_error: false },
    );
    expect(imports!.status).toBe('ok');
    expect(imports!.outputs).toEqual([]);
    expect(typed!.reply['ename']).toBe('TypeCheckError');
    expect(shown(value!)).toBe(`${projectRoot} 4 1,28,28,1 function function`);
  });

  it('costs little once the library is imported', async () => {
    const results = await kernel.run(["import { tensor } from './lib';", '1 + 1'], {
      waiting: true,
    });
    expect(results[1]!.seconds).toBeLessThan(0.5);
  });

  it('may print a great deal: all of it arrives, in few messages', async () => {
    const result = await kernel.cell('for (let i = 0; i < 50_000; i++) console.log(i);');
    const lines = shown(result, 'stdout').trimEnd().split('\n');
    expect(lines.length).toBe(50_000);
    expect(lines.every((line, i) => line === String(i))).toBe(true);
    expect(result.outputs.length).toBeLessThan(200);
  });

  it('does not end the kernel by process.exit', async () => {
    const result = await kernel.cell('process.exit(3);');
    expect(result.status).toBe('error');
    expect(shown(result)).toContain("a cell can't end the kernel");
    expect(shown(await kernel.cell('6 * 7'))).toBe('42');
  });

  it('shows what nobody caught, on stderr, and lives on', async () => {
    const result = await kernel.cell(
      "setTimeout(() => { throw new Error('late'); }, 5);\nvoid Promise.reject(new TypeError('stray'));\n" +
        'await new Promise((resolve) => setTimeout(resolve, 100));',
    );
    expect(result.status).toBe('ok');
    expect(shown(result, 'stderr')).toMatch(
      /Unhandled promise rejection: TypeError: stray\n.*line 2/,
    );
    expect(shown(result, 'stderr')).toMatch(/Uncaught exception: Error: late\n.*line 1/);
  });

  it('is completed and explained while it is typed', async () => {
    await kernel.cell("import { tensor } from './lib';\nconst edges = tensor([1], [1]);");
    const completed = await kernel.ask('complete', 'edges.sha');
    expect(completed['matches']).toContain('shape');
    const explained = await kernel.ask('inspect', 'edges', 2);
    expect(JSON.stringify(explained['data'])).toContain('Tensor');
    // Unfinished code must not trip what comes after it.
    await kernel.ask('complete', 'const = {{{ ');
    await kernel.ask('inspect', '', 0);
    expect(shown(await kernel.cell('edges.shape[0]'))).toBe('1');
  });

  it('leaves no process and no word on the terminal when the kernel is shut down', async () => {
    stopped = true;
    const terminal = await kernel.stop();
    expect(terminal).toBe('');
    expect(() => process.kill(kernel.pid, 0)).toThrow('ESRCH');
  });
});
