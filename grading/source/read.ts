import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Lesson } from '../course/types';
import { maxSourceBytes, sourceFromBytes, type SourceFile, type Submission } from './states';
import { readZip } from './zip';

/** The path of a lesson's exercise file in a project and in a submission. */
export function exercisePath(lesson: Lesson): string {
  return `exercises/${lesson.name}.ts`;
}

/**
 * A submission from a folder: `exercises/NN-name.ts`, or `NN-name.ts` lying in the folder itself,
 * for students send one as often as the other.
 */
export function readFolder(
  folder: string,
  lessons: readonly Lesson[],
  student = basename(folder),
): Submission {
  const inside = linkNote(join(folder, 'exercises'));
  const files = lessons.map((lesson): [string, SourceFile] => {
    if (inside) return [lesson.id, { state: 'refused', reason: inside }];
    const file = readSource(join(folder, exercisePath(lesson)));
    return [
      lesson.id,
      file.state === 'missing' ? readSource(join(folder, `${lesson.name}.ts`)) : file,
    ];
  });
  return { student, files: Object.fromEntries(files), notes: [] };
}

/** The submissions of a class: one for each sub-folder and each zip, in the order of their names. */
export function readClass(folder: string, lessons: readonly Lesson[]): (() => Submission)[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== '__MACOSX')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return [() => readFolder(path, lessons)];
      const isZip = extname(entry.name).toLowerCase() === '.zip';
      if (entry.isFile() && isZip) return [() => readZip(path, lessons)];
      if (entry.isSymbolicLink()) return [() => refusedWhole(entry.name, lessons)];
      return [];
    });
}

function refusedWhole(student: string, lessons: readonly Lesson[]): Submission {
  const refused: SourceFile = { state: 'refused', reason: 'it is a symbolic link' };
  return {
    student,
    files: Object.fromEntries(lessons.map((lesson) => [lesson.id, refused])),
    notes: ['The submission is a symbolic link, which is not followed.'],
  };
}

function linkNote(folder: string): string | null {
  const entry = lstatSync(folder, { throwIfNoEntry: false });
  return entry?.isSymbolicLink() ? 'its folder is a symbolic link, which is not followed' : null;
}

/** One source file: an ordinary file of moderate size, whatever else its name may stand for. */
export function readSource(path: string): SourceFile {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return { state: 'missing' };
  if (entry.isSymbolicLink()) {
    return { state: 'refused', reason: 'it is a symbolic link, which is not followed' };
  }
  if (!entry.isFile()) return { state: 'refused', reason: 'it is not an ordinary file' };
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return { state: 'refused', reason: 'it could not be opened' };
  }
  try {
    if (!fstatSync(descriptor).isFile()) {
      return { state: 'refused', reason: 'it is not an ordinary file' };
    }
    const bytes = new Uint8Array(maxSourceBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return sourceFromBytes(bytes.subarray(0, length));
  } finally {
    closeSync(descriptor);
  }
}
