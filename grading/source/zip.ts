import { basename, extname } from 'node:path';
import { readFileSync, statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Lesson } from '../course/types';
import { maxSourceBytes, sourceFromBytes, type SourceFile, type Submission } from './states';

const maxZipBytes = 20 * 1024 * 1024;
const maxEntries = 2000;

/**
 * A submission from a zip, unpacked in memory: no path of it ever reaches the disk. Only entries
 * named as an exercise file are unpacked, whatever folders stand before the name, and none larger
 * than a source file may be.
 */
export function readZip(path: string, lessons: readonly Lesson[]): Submission {
  const student = basename(path, extname(path));
  const nothing = (reason: string): Submission => ({
    student,
    files: Object.fromEntries(
      lessons.map((lesson): [string, SourceFile] => [lesson.id, { state: 'refused', reason }]),
    ),
    notes: [`The zip could not be used: ${reason}.`],
  });
  if (statSync(path).size > maxZipBytes) {
    return nothing(`it is larger than ${maxZipBytes / 1024 / 1024} MiB`);
  }
  const tooLarge = new Set<string>();
  let entries = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(readFileSync(path), {
      filter({ name, originalSize }) {
        entries++;
        if (entries > maxEntries) throw new Error(`it has more than ${maxEntries} entries`);
        if (lessonOf(name, lessons) === undefined) return false;
        if (originalSize <= maxSourceBytes) return true;
        tooLarge.add(name);
        return false;
      },
    });
  } catch (error) {
    return nothing((error as Error).message);
  }
  const files = lessons.map((lesson): [string, SourceFile] => {
    const isFile = (name: string): boolean => lessonOf(name, lessons) === lesson;
    const found = Object.keys(unpacked).filter(isFile).sort(byDepth)[0];
    if (found !== undefined) return [lesson.id, sourceFromBytes(unpacked[found]!)];
    if ([...tooLarge].some(isFile)) {
      const reason = `it is larger than ${maxSourceBytes / 1024} KiB`;
      return [lesson.id, { state: 'refused', reason }];
    }
    return [lesson.id, { state: 'missing' }];
  });
  return { student, files: Object.fromEntries(files), notes: [] };
}

function lessonOf(entry: string, lessons: readonly Lesson[]): Lesson | undefined {
  const parts = entry.split(/[/\\]/);
  if (parts.includes('__MACOSX') || parts.includes('..')) return undefined;
  return lessons.find((lesson) => parts.at(-1) === `${lesson.name}.ts`);
}

/** The file nearest to the zip's root comes first. */
function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}
