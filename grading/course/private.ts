import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findExercise } from './index';
import type { GradedTest } from './types';

/**
 * An instructor's own tests, kept out of the students' sight: a folder with `*.test.ts` in the
 * form of tests/exercises, importing from 'convlab/grading', and `points.json`:
 *
 *     { "01.product-sum": [{ "id": "large-window", "title": "handles a large window", "points": 2 }] }
 */
export interface PrivateTests {
  readonly folder: string;
  readonly tests: Readonly<Record<string, readonly GradedTest[]>>;
}

/** @throws with what is wrong, if the folder is not of that form. */
export function readPrivateTests(folder: string): PrivateTests {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  if (files.length === 0) throw new Error(`--tests: ${folder} holds no file named *.test.ts`);
  const path = join(folder, 'points.json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`--tests: ${path} can't be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error(`--tests: ${path} must hold an object, by the exercises' ids`);
  }
  const tests = Object.fromEntries(
    Object.entries(parsed).map(([id, list]) => [id, checkTests(path, id, list)]),
  );
  return { folder: realpathSync(folder), tests };
}

function checkTests(path: string, exerciseId: string, list: unknown): GradedTest[] {
  const exercise = findExercise(exerciseId);
  if (!exercise) throw new Error(`--tests: ${path} names ${exerciseId}, which is no exercise`);
  if (!Array.isArray(list)) throw new Error(`--tests: ${path}: ${exerciseId} must be a list`);
  const taken = new Set(exercise.tests.map(({ id }) => id));
  return list.map((entry: Partial<GradedTest>) => {
    const { id, title, points } = entry;
    if (
      typeof id !== 'string' ||
      typeof title !== 'string' ||
      typeof points !== 'number' ||
      !(points >= 0)
    ) {
      throw new Error(
        `--tests: ${path}: each test of ${exerciseId} needs id, title and points (0 or more), got ${JSON.stringify(entry)}`,
      );
    }
    if (taken.has(id)) throw new Error(`--tests: ${path}: ${exerciseId} has a test ${id} already`);
    taken.add(id);
    return { id, title, points };
  });
}
