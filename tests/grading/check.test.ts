// What a student runs: check in the terminal and the notebook's cell. Both, and grade, say the same.
import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../kernel/project';
import type { LessonReport } from '../../grading/report/types';
import {
  classOf,
  fixtures,
  lessonFile,
  outsideVitest,
  runEntry,
  temporaryFolder,
  type Grades,
} from './helpers';

// Each test starts a command or two; how long that takes is not what is tested.
vi.setConfig({ testTimeout: 600_000 });

interface CheckJson {
  readonly points: number;
  readonly maxPoints: number;
  readonly errors: readonly string[];
  readonly lessons: readonly LessonReport[];
  readonly html: string;
  readonly text: string;
}

/** A project whose exercise file is a fixture's: `check` looks at the project that it is in. */
function projectWith(fixture: string): string {
  const folder = temporaryFolder();
  for (const name of ['grading', 'kernel', 'lib', 'solutions', 'tests']) {
    cpSync(join(projectRoot, name), join(folder, name), {
      recursive: true,
      filter: (source) => !source.includes('fixtures'),
    });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'exercises'));
  cpSync(join(fixtures, fixture, 'exercises', lessonFile), join(folder, 'exercises', lessonFile));
  return folder;
}

describe('check', () => {
  test('says the same as grade of the same file', () => {
    const folder = projectWith('wrong-answers');
    const checked = spawnEntry(folder, 'check.ts', ['01', '--json']);
    const out = join(folder, 'build', 'grades');
    const graded = spawnEntry(folder, 'grade.ts', [
      classOf('wrong-answers'),
      ...['--lesson', '01', '--out', out],
    ]);
    expect([checked.code, graded.code]).toEqual([1, 0]);
    const json = JSON.parse(checked.stdout) as CheckJson;
    const grades = JSON.parse(readFileSync(join(out, 'grades.json'), 'utf8')) as Grades;
    const report = grades.submissions.find(({ student }) => student === 'wrong-answers')!;
    const summary = ({ exercises }: LessonReport) =>
      exercises.map(({ id, points, mistake, tests }) => [
        id,
        points,
        mistake?.id,
        tests.map(({ passed }) => passed),
      ]);
    expect(json.lessons.map(summary)).toEqual(report.lessons.map(summary));
    expect(json.points).toBe(4.5);
    expect(json.text).toContain('This is what you get when the bias is left out.');
    expect(json.html).toContain('This is what you get when the bias is left out.');
  });

  test('shows points, mistake, hint and how to get more; 0 means all points', () => {
    const folder = projectWith('wrong-answers');
    const { stdout, stderr, code } = spawnEntry(folder, 'check.ts', ['1', '--hints', '2']);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(stdout).toContain('Total: 4.5 of 16 points');
    expect(stdout).toContain('expected −17, got 2');
    expect(stdout).toContain('Hint 2 of 3');
    expect(stdout).toContain('npm run check -- 01 --hints 3');
    cpSync(
      join(fixtures, 'perfect', 'exercises', lessonFile),
      join(folder, 'exercises', lessonFile),
    );
    expect(spawnEntry(folder, 'check.ts', ['01']).code).toBe(0);
  });

  test('of one exercise runs that one alone', () => {
    const folder = projectWith('endless-loop');
    const { stdout } = spawnEntry(folder, 'check.ts', ['01.product-sum', '--json']);
    const json = JSON.parse(stdout) as CheckJson;
    expect([json.points, json.maxPoints]).toEqual([2, 2]);
  });

  test('an unknown lesson is told what there is', () => {
    const { code, stderr } = runEntry('check.ts', ['99']);
    expect(code).toBe(2);
    expect(stderr).toContain('01.product-sum');
  });

  test('prints what the student printed', () => {
    const folder = projectWith('perfect');
    const path = join(folder, 'exercises', lessonFile);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('let sum = 0;', "console.log('kernel', kernel); let sum = 1;"),
    );
    const { stdout } = spawnEntry(folder, 'check.ts', ['01.product-sum']);
    expect(stdout).toContain('Printed in the test "solves the worked case of the exercise":');
    expect(stdout).toContain('kernel [[1, 0], [0, -1]]');
  });

  test('--watch checks again when an editor puts a new file in the old one’s place', async () => {
    const folder = projectWith('perfect');
    const path = join(folder, 'exercises', lessonFile);
    const child = spawn(
      process.execPath,
      ['--require', 'tsx/cjs', join(folder, 'grading', 'check.ts'), '01', '--watch'],
      { cwd: folder, env: outsideVitest() },
    );
    let seen = '';
    child.stdout.on('data', (data: Buffer) => (seen += data.toString()));
    const shows = async (text: string): Promise<void> => {
      await expect.poll(() => seen, { timeout: 300_000, interval: 100 }).toContain(text);
    };
    await shows('Total: 16 of 16 points');
    await shows('Watching');
    const other = readFileSync(join(fixtures, 'half-done', 'exercises', lessonFile));
    writeFileSync(`${path}~`, other);
    renameSync(`${path}~`, path);
    await shows('Total: 5 of 16 points');
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(0);
  });
});

describe('the notebook’s cell', () => {
  test('shows the report of check, hints up to a level, and no exercise as an error', () => {
    // Outside of a kernel the display prints its plain text.
    const printed = spawnEntry(projectWithNotebook(), 'cell.ts', []).stdout;
    expect(printed).toContain('2 of 2 points');
    expect(printed).toContain('**Hint 2 of 3:**');
    expect(printed).not.toContain('**Hint 3');
    expect(printed).toContain('check: there is no lesson or exercise 01.nothing');
    expect(printed).toContain('hint: there is no exercise 01.nothing');
  });
});

function projectWithNotebook(): string {
  const folder = projectWith('perfect');
  writeFileSync(
    join(folder, 'grading', 'cell.ts'),
    `import { check, hint } from './notebook';
async function main() {
  await check('01.product-sum');
  await hint('01.product-sum', 2);
  for (const call of [check, hint]) await call('01.nothing').catch((error) => console.log(error.message));
}
void main();`,
  );
  return folder;
}

/** An entry of a copy of the project. */
function spawnEntry(folder: string, entry: string, args: readonly string[]) {
  return runEntry(entry, args, folder);
}
