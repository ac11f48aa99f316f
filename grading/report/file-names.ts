/**
 * File names for students' names, whatever they hold: letters, digits, a few marks, never a path.
 * Two that would fall together get a number.
 */
export function fileNames(students: readonly string[]): string[] {
  const taken = new Set<string>();
  return students.map((student) => {
    const plain = student
      .normalize('NFC')
      .replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
      .replace(/^[. ]+|[. ]+$/g, '')
      .slice(0, 80);
    const base = plain === '' ? 'student' : plain;
    let name = base;
    // Compared as a file system that ignores case compares them.
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base} (${n})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
