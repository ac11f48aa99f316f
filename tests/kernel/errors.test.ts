import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { KernelClient, type Result, shown } from './client';

// Cells import from the project's folder only, so the files that these tests edit lie in build/.
const folder = `build/kernel-errors-${process.pid}`;
let kernel: KernelClient;

const write = (name: string, text: string) => {
  writeFileSync(join(projectRoot, folder, name), text);
};

beforeAll(async () => {
  mkdirSync(join(projectRoot, folder), { recursive: true });
  kernel = await KernelClient.start();
});
afterAll(async () => {
  await kernel.stop();
  rmSync(join(projectRoot, folder), { recursive: true, force: true });
});

/** A failed cell: the error output and the reply say the same, and nothing else is shown. */
function expectError(result: Result, ename: string, evalue: string) {
  expect(result.status).toBe('error');
  expect(result.outputs.map(({ type }) => type)).toEqual(['error']);
  for (const error of [result.outputs[0]!, result.reply]) {
    expect(error).toMatchObject({ ename, evalue });
    expect(error['traceback']).toContain(`${ename}: ${evalue}`);
  }
}

describe('a cell that fails', () => {
  it.each([
    ['at once', "const a = 1;\n  throw new RangeError('boom');", 'Cell line 2, column 9'],
    [
      'below an interface, comments and a type over several lines',
      "interface Shape {\n  rows: number;\n}\n\n// a comment\ntype Side =\n  | 'left'\n  | 'right';\n" +
        "const side: Side = 'left';\nconst shape: Shape = { rows: 2 };\nfunction fail() {\n  throw new RangeError('boom');\n}\nfail();",
      'Cell line 12, column 9',
    ],
    [
      'after an await',
      "await new Promise((resolve) => setTimeout(resolve, 1));\nenum Colour { Red, Green }\nthrow new RangeError('boom');",
      'Cell line 3, column 7',
    ],
  ])('%s says where', async (_how, code, place) => {
    const result = await kernel.cell(code);
    expectError(result, 'RangeError', 'boom');
    expect(shown(result)).toContain(place);
    expect(shown(result)).toMatch(/\d \| .*throw new RangeError\('boom'\);\n\s+\| +\^/);
  });

  it('shows both the line of the file it failed in and its own', async () => {
    write(
      'half.ts',
      '// Halves.\nexport interface Unused {\n  x: number;\n}\n\nexport function half(n: number): number {\n  if (n % 2) throw new Error(`${n} is odd`);\n  return n / 2;\n}\n',
    );
    const result = await kernel.cell(
      `import { half } from './${folder}/half';\nhalf(4);\nhalf(3);`,
    );
    expectError(result, 'Error', '3 is odd');
    expect(shown(result)).toContain(`at half (${folder}/half.ts:7:20)`);
    expect(shown(result)).toContain('at Cell line 3, column 5');
    expect(shown(result)).toContain('     7 |   if (n % 2) throw new Error');
  });

  it('names the cell that a function was defined in', async () => {
    const [, result] = await kernel.run([
      "function late() {\n  throw new Error('late');\n}",
      'late();',
    ]);
    expect(shown(result!)).toMatch(/at late \(Cell \[\d+\] line 2, column 9\)/);
    expect(shown(result!)).toContain('at Cell line 1, column 1');
  });

  it('may throw what is no Error', async () => {
    const result = await kernel.cell('throw { code: 7 };');
    expectError(result, 'Thrown', '{ code: 7 }');
  });

  it('shows the cause of its error too', async () => {
    const result = await kernel.cell(
      "throw new Error('outer', { cause: new TypeError('inner') });",
    );
    expect(shown(result)).toContain('Caused by TypeError: inner');
  });

  it('keeps a recursion without end short', async () => {
    const result = await kernel.cell(
      'function down(n: number): number { return down(n + 1) + 1; }\ndown(0);',
    );
    expectError(result, 'RangeError', 'Maximum call stack size exceeded');
    expect(shown(result).split('\n').length).toBeLessThan(12);
  });

  it('is not run when a type is wrong, and each problem is shown with its line', async () => {
    const result = await kernel.cell(
      "console.log('ran');\nconst n: number = 'one';\nconst s: string = 2;",
    );
    expect(result.reply['ename']).toBe('TypeCheckError');
    expect(result.reply['evalue']).toBe(
      "Cell line 2, column 7: Type 'string' is not assignable to type 'number'. (and 1 more)",
    );
    expect(shown(result)).toContain("     2 | const n: number = 'one';\n       |       ^\n");
    expect(shown(result)).toContain("Cell line 3, column 7: Type 'number' is not assignable");
    expect(shown(result)).not.toContain('ran\n');
  });

  it('is not run when its syntax is wrong', async () => {
    const result = await kernel.cell('const a = 1;\nconst = 2');
    expect(result.reply['ename']).toBe('SyntaxError');
    expect(result.reply['evalue']).toContain(
      'Cell line 2, column 7: Variable declaration expected.',
    );
  });

  it('is not run when a file it imports has a type error, which is shown with the file’s name', async () => {
    write('wrong.ts', "export const a = 1;\nexport const n: number = 'one';\n");
    const result = await kernel.cell(`import { n } from './${folder}/wrong';`);
    expect(result.reply['ename']).toBe('TypeCheckError');
    expect(shown(result)).toContain(`${folder}/wrong.ts:2:14: Type 'string' is not assignable`);
    expect(shown(result)).toContain("     2 | export const n: number = 'one';");
  });
});

describe('running an import again', () => {
  it('sees an edit of a moment ago, in the imported file and in what imports it', async () => {
    write('base.ts', 'export const base = 1;\n');
    write('above.ts', "import { base } from './base';\nexport const above = base * 10;\n");
    const imports = `import { base } from './${folder}/base';\nimport { above } from './${folder}/above';\nbase + ' ' + above`;
    expect(shown(await kernel.cell(imports))).toBe('1 10');
    for (const n of [2, 3, 4]) {
      write('base.ts', `export const base = ${n};\n`);
      expect(shown(await kernel.cell(imports))).toBe(`${n} ${n}0`);
    }
  });

  it('sees a type error come and go', async () => {
    const imports = `import { c } from './${folder}/changing';\nc`;
    write('changing.ts', "export const c: number = 'x';\n");
    expect((await kernel.cell(imports)).status).toBe('error');
    write('changing.ts', 'export const c: number = 5;\n');
    expect(shown(await kernel.cell(imports))).toBe('5');
  });

  it('finds a file that was not there the first time', async () => {
    const imports = `import { born } from './${folder}/born';\nborn`;
    expect(shown(await kernel.cell(imports))).toContain('Cannot find module');
    write('born.ts', 'export const born = true;\n');
    expect(shown(await kernel.cell(imports))).toBe('true');
  });

  it('runs a module again that failed half-way', async () => {
    const imports = `import { x } from './${folder}/failing';\nx`;
    write('failing.ts', "export const x = 1;\nthrow new Error('half-way');\n");
    for (let i = 0; i < 2; i++) {
      const result = await kernel.cell(imports);
      expectError(result, 'Error', 'half-way');
      expect(shown(result)).toContain(`${folder}/failing.ts:2:7`);
    }
  });
});
