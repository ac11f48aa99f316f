import { notesOf } from './csv';
import { plainLine } from './terminal';
import type { SubmissionReport } from './types';

/** A class at a glance, for the terminal. */
export function summaryTable(reports: readonly SubmissionReport[]): string {
  const exercises = reports[0]?.lessons.flatMap((lesson) => lesson.exercises) ?? [];
  const header = ['student', ...exercises.map(({ id }) => id.split('.')[1]!), 'total', 'notes'];
  const rows = reports.map((report) => [
    plainLine(report.student).slice(0, 28),
    ...report.lessons.flatMap((lesson) => lesson.exercises.map(({ points }) => String(points))),
    `${report.points}/${report.maxPoints}`,
    plainLine(notesOf(report).join('; ')).slice(0, 60),
  ]);
  const all = [header, ...rows];
  const widths = header.map((_, j) => Math.max(...all.map((row) => row[j]!.length)));
  const isText = (j: number): boolean => j === 0 || j === header.length - 1;
  return all
    .map((row) =>
      row
        .map((cell, j) => (isText(j) ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
