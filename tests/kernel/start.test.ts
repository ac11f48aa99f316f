import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { findChromium } from '../../kernel/setup';
import { writeNotebook } from './notebook-file';

const browserPath = findChromium();
const folder = `build/kernel-start-${process.pid}`;
const port = 20_000 + (process.pid % 10_000);

interface Started {
  child: ChildProcess;
  output: () => string;
}

/** In a process group of its own, so that a Ctrl-C can be sent as a terminal sends it: to all. */
function start(...args: string[]): Started {
  const child = spawn('npm', ['start', '--', '--no-browser', ...args], {
    cwd: projectRoot,
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)!;

async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 30,
): Promise<NonNullable<T>> {
  for (let i = 0; i < seconds * 10; i++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`in ${seconds} s there was no ${what}`);
}

const processesWith = (text: string) =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !line.includes('ps -eo'));

// JupyterLab takes its time to connect a kernel on a machine that has other things to do.
const patience = 90_000;

describe.runIf(browserPath && process.platform !== 'win32')(
  'npm start, in a real browser',
  { timeout: patience },
  () => {
    let started: Started;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      mkdirSync(join(projectRoot, folder), { recursive: true });
      started = start('--port', String(port));
      await until('address', () => lastLine(started.output()).startsWith('http'), 60);
      browser = await chromium.launch({
        executablePath: browserPath!,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
      page = await browser.newPage();
    });
    afterAll(async () => {
      await browser.close();
      if (started.child.exitCode === null && started.child.signalCode === null)
        process.kill(-started.child.pid!, 'SIGKILL');
      rmSync(join(projectRoot, folder), { recursive: true, force: true });
    });

    const lesson = () => lastLine(started.output());

    /** Opens a notebook of these cells and runs them all, each by Shift-Enter, as fast as it goes. */
    async function runAll(name: string, cells: string[]): Promise<string> {
      writeNotebook(join(projectRoot, folder, `${name}.ipynb`), cells);
      const address = lesson().replace(/notebooks\/00-.*\.ipynb/, `${folder}/${name}.ipynb`);
      // A new page each time, since an unsaved notebook would ask whether to leave it; and JupyterLab
      // would open the notebooks of before along with this one.
      await page.close({ runBeforeUnload: false });
      page = await browser.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(`${address}&reset`);
      const editor = page.locator('.code_cell .CodeMirror, .jp-CodeCell .cm-content').first();
      await editor.click();
      // Keys pressed before the kernel is connected are lost: this is Notebook 6's way to say that it
      // is, then JupyterLab's.
      await page.waitForFunction(
        'typeof Jupyter === "undefined"' +
          ' ? document.querySelector(".jp-Notebook-ExecutionIndicator[data-status=idle]")' +
          ' : Jupyter.notebook?.kernel?.is_connected()',
      );
      for (let left = cells.length; left > 0; left--) await page.keyboard.press('Shift+Enter');
      return outputs(cells.length);
    }

    /** What stands below the cells, once the last of them shows something. */
    async function outputs(cells: number): Promise<string> {
      const cell = page.locator('.code_cell, .jp-CodeCell').nth(cells - 1);
      const area = '.output_area, .jp-OutputArea-child';
      await until('output of the last cell', () => cell.locator(area).count());
      return (await page.locator(area).allInnerTexts()).join('\n');
    }

    it('ends with the address of the first lesson, which opens', async () => {
      expect(lesson()).toMatch(
        new RegExp(`^http://127.0.0.1:${port}/.*00-why-convolution.ipynb\\?token=`),
      );
      const response = await page.goto(lesson());
      expect(response?.status()).toBe(200);
      await page
        .getByRole('heading', { name: /Where convolution is used/ })
        .first()
        .waitFor({ timeout: 20_000 });
    });

    it('runs cells, and shows an output of several megabytes', async () => {
      const text = await runAll('good', [
        "import { tensor } from './lib';",
        "import { display } from 'tslab';\ndisplay.html(`<!--${'x'.repeat(6e6)}--><b>large and whole</b>`);",
        '`sum ${tensor([2], [20, 22]).data[0] + 22}`',
      ]);
      expect(text).toContain('sum 42');
      expect(text).toContain('large and whole');
      expect(text).not.toContain('rate exceeded');
    });

    it('shows a failed cell’s error with its line, and that those behind it were not run', async () => {
      const text = await runAll('bad', [
        'console.log(`kernel ${process.pid}`);\nawait new Promise((resolve) => setTimeout(resolve, 500));',
        "const a = 1;\nthrow new RangeError('boom');",
        "console.log('must not be seen');",
      ]);
      expect(text).toContain('RangeError: boom');
      expect(text).toContain('Cell line 2, column 7');
      expect(text).not.toContain('must not be seen');
      expect(text).toContain('Not run: an earlier cell failed.');
    });

    it('says so when the port is in use', async () => {
      const second = start('--port', String(port));
      const [code] = (await once(second.child, 'close')) as [number];
      expect(code).toBe(1);
      expect(second.output()).toContain(`Port ${port} is in use`);
    });

    it('ends on Ctrl-C with one line, exit code 0 and no process left behind', async () => {
      const kernel = /kernel (\d+)/.exec(await page.locator('body').innerText())?.[1];
      expect(kernel).toBeDefined();
      process.kill(-started.child.pid!, 'SIGINT');
      const [code] = (await once(started.child, 'close')) as [number];
      expect(code).toBe(0);
      expect(lastLine(started.output())).toBe('Jupyter has ended.');
      expect(processesWith(`port=${port}`)).toEqual([]);
      await until(
        'end of the kernel',
        () => !processesWith('launcher.mjs').some((line) => line.trim().startsWith(`${kernel} `)),
        5,
      );
      // The port is free again.
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    });
  },
);
