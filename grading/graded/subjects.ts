import { inject } from 'vitest';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../kernel/project';
import { lessons } from '../course';
import { buildSandbox, type SandboxCode } from '../sandbox/build';
import { prepare } from '../source/bundle';
import { exercisePath, readFolder, readSource } from '../source/read';
import type { Prepared } from '../source/states';

/** What is graded: a student's files, made ready for the sandbox, by the lesson's id. */
export interface Subject {
  readonly name: string;
  readonly files: Readonly<Record<string, Prepared>>;
}

/** What the engine hands to the tests (../engine.ts). */
export interface Payload {
  readonly subjects: readonly Subject[];
  readonly sandbox: SandboxCode;
  readonly seed: number;
  /** The exercises to grade. */
  readonly exercises: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    convlab: Payload | undefined;
  }
}

/**
 * The engine's subjects; or, when vitest is run by hand, one: the submission in the folder that
 * CONVLAB_SUBMISSION names, or the course's own solutions.
 */
export async function loadPayload(): Promise<Payload> {
  const given = inject('convlab');
  if (given) return given;
  const folder = process.env['CONVLAB_SUBMISSION'];
  const sources = folder
    ? readFolder(resolve(folder), lessons).files
    : Object.fromEntries(
        lessons.map((lesson) => [
          lesson.id,
          readSource(join(projectRoot, 'solutions', `${lesson.name}.ts`)),
        ]),
      );
  const files = await Promise.all(
    lessons.map(async (lesson): Promise<[string, Prepared]> => [
      lesson.id,
      await prepare(sources[lesson.id]!, exercisePath(lesson)),
    ]),
  );
  return {
    subjects: [{ name: folder ?? 'solutions', files: Object.fromEntries(files) }],
    sandbox: await buildSandbox(),
    seed: 1,
    exercises: lessons.flatMap((lesson) => lesson.exercises.map(({ id }) => id)),
  };
}

/** How many subjects there are, and their names, known before anything is loaded. */
export function subjectNames(): readonly string[] {
  return (
    inject('convlab')?.subjects.map(({ name }) => name) ?? [
      process.env['CONVLAB_SUBMISSION'] ?? 'solutions',
    ]
  );
}

/** Whether an exercise is among those to be graded. */
export function isWanted(exerciseId: string): boolean {
  return inject('convlab')?.exercises.includes(exerciseId) ?? true;
}
