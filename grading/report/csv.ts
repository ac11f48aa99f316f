import { stringify } from 'csv-stringify/sync';
import type { SubmissionReport } from './types';
import { fileProblemText, words } from './words';

/**
 * One line a student: points for each exercise, the total, and what an instructor should know.
 * A student's text that a spreadsheet would take for a formula is quoted against it.
 */
export function gradesCsv(reports: readonly SubmissionReport[]): string {
  const exercises = reports[0]?.lessons.flatMap((lesson) => lesson.exercises) ?? [];
  const header = ['student', ...exercises.map(({ id }) => id), 'total', 'max', 'notes'];
  const rows = reports.map((report) => [
    report.student,
    ...report.lessons.flatMap((lesson) => lesson.exercises.map(({ points }) => points)),
    report.points,
    report.maxPoints,
    notesOf(report).join(' | '),
  ]);
  return stringify([header, ...rows], { escape_formulas: true });
}

/** What a total does not tell: files that don't run, functions that were stopped, type errors. */
export function notesOf(report: SubmissionReport): string[] {
  return [
    ...report.notes,
    ...report.lessons.flatMap((lesson) => [
      ...(lesson.problem ? [`${lesson.id}: ${fileProblemText(lesson.problem)}`] : []),
      ...lesson.exercises.flatMap(({ id, tests, mistake }) => {
        const stopped = tests.find(({ failure }) => failure && failure.kind in stoppedNotes);
        const kind = stopped?.failure?.kind as keyof typeof stoppedNotes | undefined;
        return [
          ...(kind ? [`${id}: ${stoppedNotes[kind]}`] : []),
          ...(mistake ? [`${id}: ${mistake.id}`] : []),
        ];
      }),
      ...(lesson.typeCheck.problems.length > 0
        ? [
            `${lesson.id}: ${lesson.typeCheck.problems.length + lesson.typeCheck.more} ${words.typeErrors.toLowerCase()}`,
          ]
        : []),
    ]),
  ].map((note) => note.replace(/\s+/g, ' '));
}

const stoppedNotes = {
  'out-of-time': 'did not come to an end',
  'out-of-memory': 'used up the memory',
  'endless-recursion': 'calls itself without end',
  crashed: 'brought the sandbox down',
} as const;
