import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { nodeProblem } from '../../kernel/setup/packages.mjs';
import { barePath, copyProject, type Ended, run } from './copy';

// An npm that notes that it ran, and installs nothing but what the bootstrap itself needs.
const npmScript = (rest: string) => `
const fs = require('node:fs');
fs.appendFileSync('npm.log', process.argv.slice(2, 3) + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules');
fs.symlinkSync(${JSON.stringify(join(projectRoot, 'node_modules', 'tsx'))}, 'node_modules/tsx');
${rest}`;

describe('every command', () => {
  let root: string;
  const npm = () => join(root, 'npm', 'npm-cli.js');
  const putNpm = (rest: string) => {
    mkdirSync(join(root, 'npm'), { recursive: true });
    writeFileSync(npm(), npmScript(rest));
  };
  const command = (...args: string[]): Promise<Ended> =>
    run(process.execPath, [join(root, 'kernel', 'bootstrap.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, npm_execpath: npm() },
    });
  const installs = () => readFileSync(join(root, 'npm.log'), 'utf8').trim().split('\n').length;

  beforeEach(() => {
    root = copyProject();
    putNpm('');
    writeFileSync(
      join(root, 'entry.ts'),
      'const n: number = process.argv.length - 2;\nconsole.log(`ran with ${n}`);\nprocess.exit(Number(process.argv[2]));\n',
    );
  });

  it('installs the packages where there are none, says so, and passes arguments and exit code on', async () => {
    const { output, code } = await command('entry.ts', '7', 'x');
    expect(output).toMatch(
      /^Installing the npm packages into node_modules \(npm ci\): they are not here yet\.\nInstalled the npm packages in \d+ s\.\nran with 2\n$/,
    );
    expect(code).toBe(7);
  });

  it('installs them once, until package-lock.json is another', async () => {
    await command('entry.ts', '0');
    expect((await command('entry.ts', '0')).output).toBe('ran with 1\n');
    expect(installs()).toBe(1);
    writeFileSync(
      join(root, 'package-lock.json'),
      readFileSync(join(root, 'package-lock.json'), 'utf8').replace(
        '"lockfileVersion": 3',
        '"lockfileVersion": 3, "x": 1',
      ),
    );
    expect((await command('entry.ts', '0')).output).toContain(
      'they are not those of package-lock.json',
    );
    expect(installs()).toBe(2);
  });

  it('leaves a developer’s own npm install alone when it agrees with package-lock.json', async () => {
    await command('entry.ts', '0');
    rmSync(join(root, 'node_modules', '.convlab-stamp'));
    writeFileSync(
      join(root, 'node_modules', '.package-lock.json'),
      readFileSync(join(root, 'package-lock.json')),
    );
    expect((await command('entry.ts', '0')).output).toBe('ran with 1\n');
    expect(installs()).toBe(1);
  });

  it('installs once when two are started at once', async () => {
    putNpm('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);');
    const [first, second] = await Promise.all([command('entry.ts', '0'), command('entry.ts', '0')]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(installs()).toBe(1);
    expect(first.output + second.output).toContain(
      'Another command is installing the npm packages',
    );
  });

  it('explains when npm fails, and does not run', async () => {
    putNpm("console.error('npm error network unreachable'); process.exit(1);");
    const { output, code } = await command('entry.ts', '0');
    expect(code).toBe(1);
    expect(output).toContain('npm error network unreachable');
    expect(output).toContain('npm ci failed (exit code 1)');
    expect(output).not.toContain('ran with');
    // What it left behind must not be taken for the packages.
    expect((await command('entry.ts', '0')).output).toContain('Installing the npm packages');
  });

  it('installs nothing for doctor, whose report needs no package', async () => {
    const { output, code } = await run(
      process.execPath,
      [join(root, 'kernel', 'bootstrap.mjs'), '--no-install', 'kernel/doctor.ts'],
      { cwd: root, env: { PATH: barePath(root), HOME: root } },
    );
    expect(code).toBe(1);
    for (const part of [
      'Node',
      'npm packages',
      'Jupyter',
      'kernel',
      'Chromium',
      'TensorFlow.js',
      'data',
      'sandbox',
    ])
      expect(output).toContain(part);
    expect(output).toMatch(/MISSING +npm packages.*\n +mend: npm ci/);
    expect(output).toMatch(/MISSING +Jupyter.*\n +mend: npm start/);
    expect(existsSync(join(root, 'node_modules'))).toBe(false);
  });
});

it('an old Node is told what the course needs', () => {
  expect(nodeProblem('18.20.0')).toContain('Node 18.20.0 is too old: the course needs 20.19.0');
  expect(nodeProblem('20.18.9')).toBeDefined();
  expect(nodeProblem('20.19.0')).toBeUndefined();
  expect(nodeProblem('24.1.0')).toBeUndefined();
});
