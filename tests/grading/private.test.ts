import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { fixtures, runEntry, temporaryFolder, writeTree, lessonFile, type Grades } from './helpers';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const privateTests = join(projectRoot, 'tests', 'fixtures', 'private-tests');

/** A class of one, whose productSum prints its arguments and throws them. */
function talkativeClass(): string {
  const folder = temporaryFolder();
  const perfect = readFileSync(join(fixtures, 'perfect', 'exercises', lessonFile), 'utf8');
  const talk = 'console.log(window); if (window[0][0] === 31337) throw new Error(String(window));';
  writeTree(folder, {
    [`talkative/exercises/${lessonFile}`]: perfect.replace('let sum = 0;', `let sum = 0; ${talk}`),
  });
  cpSync(join(fixtures, 'perfect'), join(folder, 'perfect'), { recursive: true });
  return folder;
}

test('private tests count, and their inputs reach nobody’s feedback', () => {
  const out = temporaryFolder();
  const args = [talkativeClass(), '--lesson', '01', '--out', out, '--tests', privateTests];
  const { code, stderr } = runEntry('grade.ts', args);
  expect([code, stderr]).toEqual([0, '']);
  const { submissions } = JSON.parse(readFileSync(join(out, 'grades.json'), 'utf8')) as Grades;
  expect(submissions.map(({ points, maxPoints }) => [points, maxPoints])).toEqual([
    [18, 18],
    [16, 18],
  ]);
  const pages = readdirSync(join(out, 'feedback')).map((name) =>
    readFileSync(join(out, 'feedback', name), 'utf8'),
  );
  expect(pages.filter((page) => page.includes('handles one single cell'))).toHaveLength(4);
  expect([...pages, JSON.stringify(submissions)].some((page) => page.includes('31337'))).toBe(
    false,
  );
});

test('a private test without points, and points without a test, are errors, not marks', () => {
  const folder = temporaryFolder();
  cpSync(privateTests, folder, { recursive: true });
  const points = { '01.product-sum': [{ id: 'other', title: 'is not there', points: 1 }] };
  writeFileSync(join(folder, 'points.json'), JSON.stringify(points));
  const out = temporaryFolder();
  const { code, stderr } = runEntry('grade.ts', [
    talkativeClass(),
    '--out',
    out,
    '--tests',
    folder,
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('01.product-sum other: the test did not run');
  expect(stderr).toContain('points.json does not name it');
  expect(readdirSync(out)).toEqual([]);
});

test('a test file that breaks is an error, not marks', () => {
  const folder = temporaryFolder();
  cpSync(privateTests, folder, { recursive: true });
  writeFileSync(join(folder, 'broken.test.ts'), "import 'not-there';\n");
  const out = temporaryFolder();
  const { code, stderr } = runEntry('grade.ts', [
    talkativeClass(),
    '--out',
    out,
    '--tests',
    folder,
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('broken.test.ts');
  expect(readdirSync(out)).toEqual([]);
});
