import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lessons } from '../../grading/course';
import { mapTrace } from '../../grading/sandbox/trace';
import { prepare } from '../../grading/source/bundle';
import { parameterNames } from '../../grading/source/parameters';
import { readClass, readFolder } from '../../grading/source/read';
import { TypeChecker } from '../../grading/source/type-check';
import { lessonFile, temporaryFolder, writeTree } from './helpers';

const path = `exercises/${lessonFile}`;
const prepared = (text: string) => prepare({ state: 'read', text }, path);

describe('a bundle', () => {
  test.each(["'../lib/tensor'", "'../lib/tensor.ts'", "'./../lib/tensor'", "'../../lib/tensor'"])(
    'takes lib/tensor from %s',
    async (from) => {
      const bundle = await prepared(`import { at } from ${from}; export const f = () => at;`);
      expect(bundle.state).toBe('runnable');
    },
  );

  test.each([
    ["import { readFileSync } from 'node:fs'; readFileSync;", 'node:fs'],
    ["import fs from 'fs'; fs;", 'fs'],
    ["export * from '../solutions/01-convolution-by-hand';", '../solutions/01-convolution-by-hand'],
    ["import '../lib/ops/conv2d';", '../lib/ops/conv2d'],
    ["import { conv2d } from '../lib'; conv2d;", '../lib'],
    ["import '/etc/passwd';", '/etc/passwd'],
    [
      "import x from 'data:text/javascript,export default 1'; x;",
      'data:text/javascript,export default 1',
    ],
    ["import x from '../lib/tensor' with { type: 'json' }; x;", '../lib/tensor'],
    ["import x from './secret.json' with { type: 'json' }; x;", './secret.json'],
    ["import x from 'https://example.org/x.js'; x;", 'https://example.org/x.js'],
    ["const f = () => import('node:fs'); f;", 'node:fs'],
    ["const fs = require('fs'); fs;", 'fs'],
    ["import x = require('fs'); x;", 'fs'],
  ])('refuses %s', async (text, name) => {
    const bundle = await prepared(`\n${text}`);
    expect(bundle).toMatchObject({
      state: 'broken',
      problems: [{ message: expect.stringContaining(`'${name}'`) as string, at: { line: 2 } }],
    });
  });

  test('a type import of anything vanishes with the types', async () => {
    const bundle = await prepared(
      "import type { X } from 'node:fs'; export const f = (x: X) => x;",
    );
    expect(bundle.state).toBe('runnable');
  });

  test('says line, column and text of what does not parse', async () => {
    expect(await prepared('export const f = 1;\nfunction g( {\n')).toMatchObject({
      state: 'broken',
      problems: [{ at: { line: 3 } }],
    });
  });

  test('refuses a top-level await', async () => {
    expect((await prepared('export const f = await 1;')).state).toBe('broken');
  });

  test('knows the names of the parameters', async () => {
    const bundle = await prepared(
      'export function f(x: number[][], kernel: Map<string, (a: number) => void>, $b_1 = 2) { return 1; }\n' +
        'export function g(x: number, kernel: Map<string, (a: number) => void>) { return 1; }\n' +
        'export const h = (row: number, col: number) => row + col;\n' +
        'export function k() { return 1; }\n' +
        'export function m({ a }: { a: number }) { return a; }',
    );
    if (bundle.state !== 'runnable') throw new Error('the bundle is broken');
    expect(parameterNames(bundle.code, 'f')).toEqual([]);
    expect(parameterNames(bundle.code, 'g')).toEqual(['x', 'kernel']);
    expect(parameterNames(bundle.code, 'h')).toEqual(['row', 'col']);
    expect(parameterNames(bundle.code, 'k')).toEqual([]);
    expect(parameterNames(bundle.code, 'm')).toEqual([]);
  });

  test('a stack trace that is no stack trace gives no frames', async () => {
    const bundle = await prepared('export const f = 1;');
    if (bundle.state !== 'runnable') throw new Error('the bundle is broken');
    expect(mapTrace('    at x (/etc/passwd:1:1)\n(((\n', bundle.map)).toEqual([]);
    expect(mapTrace('    at x (submission.js:999999999999:0)', bundle.map)).toEqual([]);
  });
});

describe('reading a submission', () => {
  const state = (folder: string) => readFolder(folder, lessons).files['01'];

  test('from exercises/, or from the folder itself', () => {
    const folder = temporaryFolder();
    expect(state(folder)).toEqual({ state: 'missing' });
    writeTree(folder, { [lessonFile]: 'loose' });
    expect(state(folder)).toEqual({ state: 'read', text: 'loose' });
    writeTree(folder, { [path]: 'tidy' });
    expect(state(folder)).toEqual({ state: 'read', text: 'tidy' });
  });

  test('no link is followed, of the file, its folder, or the whole', () => {
    const folder = temporaryFolder();
    writeTree(folder, { 'secret.ts': 'secret', 'real/exercises/x': '' });
    mkdirSync(join(folder, 'a/exercises'), { recursive: true });
    symlinkSync(join(folder, 'secret.ts'), join(folder, 'a', path));
    expect(state(join(folder, 'a'))).toMatchObject({ state: 'refused' });
    mkdirSync(join(folder, 'b'));
    symlinkSync(join(folder, 'real/exercises'), join(folder, 'b/exercises'));
    expect(state(join(folder, 'b'))).toMatchObject({ state: 'refused' });
    const classFolder = join(folder, 'class');
    mkdirSync(classFolder);
    symlinkSync(join(folder, 'real'), join(classFolder, 'linked'));
    const [linked] = readClass(classFolder, lessons);
    expect(linked!()).toMatchObject({ student: 'linked', files: { '01': { state: 'refused' } } });
  });

  test('neither a folder nor a pipe in the place of the file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, path), { recursive: true });
    expect(state(folder)).toMatchObject({ state: 'refused' });
    const other = temporaryFolder();
    mkdirSync(join(other, 'exercises'));
    execFileSync('mkfifo', [join(other, path)]);
    expect(state(other)).toMatchObject({ state: 'refused' });
  });

  test('nothing too large, and nothing that is not text', () => {
    const folder = temporaryFolder();
    writeTree(folder, { [path]: 'x'.repeat(300 * 1024) });
    expect(state(folder)).toMatchObject({ state: 'refused', reason: 'it is larger than 256 KiB' });
    writeFileSync(join(folder, path), Uint8Array.of(0xff, 0xfe, 0x41));
    expect(state(folder)).toMatchObject({ state: 'refused', reason: 'it is not a text in UTF-8' });
  });
});

describe('reading a zip', () => {
  const read = (entries: Zippable) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'Ada Lovelace.zip'), zipSync(entries));
    return readClass(folder, lessons)[0]!();
  };

  test('the exercise file, in whatever folder it lies, the outermost first', () => {
    const submission = read({
      [`convlab/old/${path}`]: strToU8('deep'),
      [`convlab/${path}`]: strToU8('shallow'),
      '__MACOSX/exercises/01-convolution-by-hand.ts': strToU8('junk'),
      'convlab/node_modules/x.js': strToU8('not unpacked'),
    });
    expect(submission.student).toBe('Ada Lovelace');
    expect(submission.files['01']).toEqual({ state: 'read', text: 'shallow' });
  });

  test('a path that leads out of the zip is not taken', () => {
    const submission = read({ [`../../${path}`]: strToU8('outside') });
    expect(submission.files['01']).toEqual({ state: 'missing' });
  });

  test('a bomb is not unpacked', () => {
    const submission = read({ [path]: [new Uint8Array(50_000_000), { level: 9 }] });
    expect(submission.files['01']).toMatchObject({ state: 'refused' });
  });

  test('a zip that is none is refused and noted', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'broken.zip'), 'not a zip');
    const submission = readClass(folder, lessons)[0]!();
    expect(submission.files['01']).toMatchObject({ state: 'refused' });
    expect(submission.notes).toHaveLength(1);
  });
});

describe('the type check', () => {
  let checker: TypeChecker;
  beforeAll(() => {
    checker = new TypeChecker();
  });
  afterAll(() => checker.close());
  const messages = async (text: string) =>
    (await checker.check({ path, text }))!.problems.map(({ message }) => message);

  test('knows lib/tensor, the language, and console', async () => {
    const text =
      "import { at, tensor, type Tensor } from '../lib/tensor';\n" +
      'export const f = (x: Tensor): number => { console.log(x.shape); return at(tensor([1]), 0); };\n' +
      'export const g = [1].at(-1), h = Object.hasOwn({}, "a");';
    expect(await messages(text)).toEqual([]);
  });

  test('gives the place of an error', async () => {
    const reply = await checker.check({ path, text: '\nexport const f: number = "1";\n' });
    expect(reply!.problems).toEqual([
      {
        message: "Type 'string' is not assignable to type 'number'. (TS2322)",
        at: { line: 2, column: 14 },
        lineText: 'export const f: number = "1";',
      },
    ]);
  });

  test('is strict', async () => {
    expect(await messages('export const f = (x) => x;')).toHaveLength(1);
  });

  test.each([
    ['process.exit();', "Cannot find name 'process'"],
    ["import { readFileSync } from 'node:fs'; readFileSync;", 'Cannot find module'],
    ["export let s: typeof import('../solutions/01-convolution-by-hand');", 'Cannot find module'],
    ['/// <reference path="/etc/passwd" />', "'/etc/passwd'"],
    ['/// <reference types="node" />\nprocess.exit();', "Cannot find name 'process'"],
    ['/// <reference lib="dom" />\ndocument.title;', "Cannot find name 'document'"],
  ])('sees nothing else: %s', async (text, message) => {
    expect((await messages(text)).join('\n')).toContain(message);
  });

  test('one submission leaves nothing behind for the next', async () => {
    await messages(
      'declare global { interface Array<T> { sum(): T } } export const a = [1].sum();',
    );
    expect(await messages('export const a = [1].sum();')).toHaveLength(1);
  });

  test('does not list errors without end', async () => {
    const reply = await checker.check({ path, text: 'x;\n'.repeat(500) });
    expect([reply!.problems.length, reply!.more]).toEqual([20, 480]);
  });
});
