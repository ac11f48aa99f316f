import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { projectRoot } from '../kernel/project';
import type { Lesson } from './course/types';
import { readRecord, type ExerciseRecord, type Meta, type TestRecord } from './graded/record';
import type { Payload } from './graded/subjects';

/** What the graded tests of one run reported. */
export interface TestResults {
  readonly tests: readonly (TestRecord & { readonly passed: boolean; readonly private: boolean })[];
  readonly exercises: readonly ExerciseRecord[];
  /** Whatever is not a submission's doing: files that don't load, tests that break, dead workers. */
  readonly errors: readonly string[];
}

/**
 * Runs the graded tests of some lessons, and an instructor's private ones, on the subjects of the
 * payload: in this process's vitest, with no configuration but this.
 */
export async function runTests(
  payload: Payload,
  lessons: readonly Lesson[],
  privateFolder: string | null,
): Promise<TestResults> {
  const publicFiles = lessons.map(({ name }) =>
    join(projectRoot, 'tests', 'exercises', `${name}.test.ts`),
  );
  const absent = publicFiles.filter((file) => !existsSync(file));
  if (absent.length > 0) {
    return { tests: [], exercises: [], errors: absent.map((file) => `${file} is not there`) };
  }
  const privateFiles = privateFolder === null ? [] : [join(privateFolder, '*.test.ts')];
  const collector = new Collector(privateFolder);
  const { createVitest } = await import('vitest/node');
  const exitCode = process.exitCode;
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root: projectRoot,
      watch: false,
      include: [...publicFiles, ...privateFiles],
      passWithNoTests: true,
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      fileParallelism: false,
      reporters: [collector],
      testTimeout: 0,
      hookTimeout: 0,
      provide: { convlab: payload },
    },
    {
      logLevel: 'silent',
      resolve: {
        alias: {
          'convlab/grading': join(projectRoot, 'grading', 'graded', 'index.ts'),
          'convlab/lib': join(projectRoot, 'lib'),
        },
      },
    },
  );
  try {
    await vitest.start();
  } finally {
    await vitest.close();
    // vitest counts a student's failed test as a failure of the command; here it is a result.
    process.exitCode = exitCode;
  }
  return collector;
}

class Collector implements Reporter, TestResults {
  readonly tests: (TestRecord & { passed: boolean; private: boolean })[] = [];
  readonly exercises: ExerciseRecord[] = [];
  readonly errors: string[] = [];

  constructor(private readonly privateFolder: string | null) {}

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    for (const module of modules) {
      this.errors.push(...module.errors().map(({ message }) => `${module.moduleId}: ${message}`));
      for (const suite of module.children.allSuites()) this.readSuite(suite);
      for (const test of module.children.allTests()) this.readTest(test, module);
    }
    this.errors.push(...unhandled.map(({ message }) => message));
  }

  private readSuite(suite: TestSuite): void {
    this.errors.push(...suite.errors().map(({ message }) => `${suite.fullName}: ${message}`));
    const record = readRecord<ExerciseRecord>(suite.meta() as Meta);
    if (record) this.exercises.push(record);
  }

  private readTest(test: TestCase, module: TestModule): void {
    const record = readRecord<TestRecord>(test.meta() as Meta);
    const result = test.result();
    if (!record) {
      const reason = result.errors?.[0]?.message ?? `it is ${result.state}`;
      this.errors.push(`${test.fullName}: ${reason}`);
      return;
    }
    const isPrivate =
      this.privateFolder !== null && module.moduleId.startsWith(this.privateFolder + sep);
    this.tests.push({
      ...record,
      passed: result.state === 'passed' && record.failure === null,
      private: isPrivate,
    });
  }
}
