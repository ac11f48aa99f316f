import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lessonNames, runNotebook } from '../../kernel/lessons';
import { projectRoot } from '../../kernel/project';
import { ensureJupyter, jupyterEnv } from '../../kernel/setup';
import { kernelFile, kernelJson } from '../../kernel/setup/kernelspec.mjs';
import { copyProject, linkPackages, run, temporaryFolder } from './copy';
import { writeNotebook } from './notebook-file';

describe('running a notebook by nbconvert', () => {
  it('writes it as a page and as a notebook, with its outputs and nothing on stderr', async () => {
    const folder = temporaryFolder();
    const source = join(folder, 'good.ipynb');
    writeNotebook(source, [
      "import { tensor } from './lib';\nimport { table } from './lib/show';",
      'tensor([2], [20, 22]).data.reduce((a, b) => a + b)',
    ]);
    const before = readFileSync(source, 'utf8');
    const { html, notebook, problems, seconds } = await runNotebook(source, join(folder, 'out'));
    expect(problems).toEqual([]);
    expect(seconds).toBeGreaterThan(0);
    expect(readFileSync(html, 'utf8')).toContain('<pre>42</pre>');
    expect(readFileSync(html, 'utf8')).not.toMatch(/<script src="http/);
    expect(readFileSync(notebook, 'utf8')).toContain('"42"');
    expect(readFileSync(source, 'utf8')).toBe(before);
  });

  it('names each failure with notebook, cell and text, and runs to the end all the same', async () => {
    const folder = temporaryFolder();
    const source = join(folder, 'bad.ipynb');
    writeNotebook(source, [
      '1 + 1',
      "const n = 2;\nthrow new RangeError('too deep');",
      'const s: string = 5;',
      "console.error('a warning');",
      "'the end'",
    ]);
    const { problems, html } = await runNotebook(source, join(folder, 'out'));
    expect(problems.length).toBe(3);
    expect(problems[0]).toMatch(
      /^bad, cell 2 \(const n = 2;\):\nRangeError: too deep\n.*Cell line 2, column 7/,
    );
    expect(problems[1]).toMatch(/^bad, cell 3 .*\nTypeCheckError: .*\nCell line 1, column 7/);
    expect(problems[2]).toMatch(/^bad, cell 4 .*on stderr:\na warning\n$/);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('RangeError: too deep');
    expect(page).toContain('the end');
  });

  it('fails by itself, without our options, as any notebook whose cell fails', async () => {
    const folder = temporaryFolder();
    const source = join(folder, 'plain.ipynb');
    writeNotebook(source, ["throw new RangeError('too deep');", "'never'"]);
    const { command } = await ensureJupyter();
    const { code, output } = await run(
      command,
      [
        'nbconvert',
        '--to',
        'notebook',
        '--execute',
        '--output-dir',
        folder,
        '--output',
        'out',
        source,
      ],
      { cwd: folder, env: jupyterEnv(projectRoot) },
    );
    expect(code).not.toBe(0);
    expect(output).toContain('RangeError: too deep');
    expect(output).toContain('Cell line 1, column 7');
  });
});

describe('npm run lessons', () => {
  it('lists what there is when asked for a lesson that is not', async () => {
    const { code, output } = await run(
      process.execPath,
      ['kernel/bootstrap.mjs', 'kernel/lessons.ts', '99'],
      {
        cwd: projectRoot,
      },
    );
    expect(code).toBe(1);
    expect(output).toContain(`There is no lesson 99. There are: ${lessonNames().join(', ')}`);
  });
});

describe('two copies of the course on one machine', () => {
  it('each run their own kernel, from wherever the notebook lies', async () => {
    const root = copyProject('lib');
    linkPackages(root);
    cpSync(join(projectRoot, 'tsconfig.json'), join(root, 'tsconfig.json'));
    writeFileSync(join(root, 'lib', 'mark.ts'), "export const mark = 'the copy';\n");
    const own = kernelFile(join(root, '.jupyter'));
    mkdirSync(join(own, '..'), { recursive: true });
    writeFileSync(own, kernelJson(root));
    const folder = temporaryFolder();
    const source = join(folder, 'where.ipynb');
    writeNotebook(source, ["import { mark } from './lib/mark';\n`${mark} in ${process.cwd()}`"]);
    const { command } = await ensureJupyter();
    const { code, output } = await run(
      command,
      ['nbconvert', '--to', 'notebook', '--execute', '--stdout', source],
      { cwd: folder, env: jupyterEnv(root) },
    );
    expect(output).toContain(`the copy in ${root}`);
    expect(code).toBe(0);
  });
});
