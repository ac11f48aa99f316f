import type { PrivateTests } from './course/private';
import type { Exercise, GradedTest, Lesson } from './course/types';
import { lessons as allLessons } from './course';
import type { Subject } from './graded/subjects';
import type {
  ExerciseReport,
  GradeRun,
  LessonReport,
  SubmissionReport,
  TestReport,
} from './report/types';
import { runTests, type TestResults } from './run-tests';
import { buildSandbox } from './sandbox/build';
import { prepare } from './source/bundle';
import { exercisePath } from './source/read';
import type { Prepared, Submission } from './source/states';
import { TypeChecker, type TypeCheckReply } from './source/type-check';

export interface GradeOptions {
  /** All lessons unless told. */
  readonly lessons?: readonly Lesson[];
  /** The one exercise to grade, by its id; all of the lessons unless told. */
  readonly exercise?: string;
  /** For the tests that draw their inputs; 1 unless told. */
  readonly seed?: number;
  readonly privateTests?: PrivateTests | null;
  /** A checker that is running already; the caller closes it. */
  readonly typeChecker?: TypeChecker;
  readonly onProgress?: (graded: number) => void;
}

/** How many submissions share one start of vitest; what a batch needs is held at once. */
const batchSize = 40;

/**
 * Grades submissions. It alone makes marks: the notebook's cell, `npm run check` and
 * `npm run grade` show what it says. A point is earned by a test that ran and passed, and by
 * nothing else; where a test did not run for a reason that is not the submission's, the run has
 * errors.
 */
export async function gradeSubmissions(
  submissions: readonly (() => Submission)[],
  options: GradeOptions = {},
): Promise<GradeRun> {
  const typeChecker = options.typeChecker ?? new TypeChecker();
  const reports: SubmissionReport[] = [];
  const errors = new Set<string>();
  try {
    for (let start = 0; start < submissions.length; start += batchSize) {
      const batch = submissions.slice(start, start + batchSize).map((read) => read());
      const run = await gradeBatch(batch, options, typeChecker);
      reports.push(...run.reports);
      run.errors.forEach((error) => errors.add(error));
      options.onProgress?.(reports.length);
    }
  } finally {
    if (!options.typeChecker) await typeChecker.close();
  }
  return { reports, errors: [...errors] };
}

async function gradeBatch(
  submissions: readonly Submission[],
  options: GradeOptions,
  typeChecker: TypeChecker,
): Promise<GradeRun> {
  const lessons = options.lessons ?? allLessons;
  const types = submissions.map((submission) => checkTypes(submission, lessons, typeChecker));
  const exercises = lessons
    .flatMap((lesson) => lesson.exercises)
    .filter(({ id }) => options.exercise === undefined || id === options.exercise);
  const [subjects, sandbox] = await Promise.all([
    Promise.all(submissions.map((submission) => toSubject(submission, lessons))),
    buildSandbox(),
  ]);
  const results = await runTests(
    { subjects, sandbox, seed: options.seed ?? 1, exercises: exercises.map(({ id }) => id) },
    lessons,
    options.privateTests?.folder ?? null,
  );
  const { reportOf, errors } = joinResults(results, exercises, options.privateTests ?? null);
  const reports = submissions.map(async (submission, index): Promise<SubmissionReport> => {
    const checked = await types[index]!;
    const lessonReports = lessons.map((lesson) =>
      lessonReport(
        lesson,
        lesson.exercises
          .filter((exercise) => exercises.includes(exercise))
          .map((exercise) => reportOf(index, exercise)),
        checked[lesson.id]!,
      ),
    );
    return {
      student: submission.student,
      points: sum(lessonReports.map(({ points }) => points)),
      maxPoints: sum(lessonReports.map(({ maxPoints }) => maxPoints)),
      notes: submission.notes,
      lessons: lessonReports,
    };
  });
  return { reports: await Promise.all(reports), errors };
}

async function toSubject(
  { student, files }: Submission,
  lessons: readonly Lesson[],
): Promise<Subject> {
  const prepared = await Promise.all(
    lessons.map(async (lesson): Promise<[string, Prepared]> => [
      lesson.id,
      await prepare(files[lesson.id]!, exercisePath(lesson)),
    ]),
  );
  return { name: student, files: Object.fromEntries(prepared) };
}

type TypeCheck = LessonReport['typeCheck'];

async function checkTypes(
  { files }: Submission,
  lessons: readonly Lesson[],
  typeChecker: TypeChecker,
): Promise<Record<string, TypeCheck>> {
  const checked = await Promise.all(
    lessons.map(async (lesson): Promise<[string, TypeCheck]> => {
      const file = files[lesson.id]!;
      if (file.state !== 'read') {
        return [lesson.id, { state: 'not-run', problems: [], more: 0 }];
      }
      const reply = await typeChecker.check({ path: exercisePath(lesson), text: file.text });
      return [lesson.id, typeCheck(reply)];
    }),
  );
  return Object.fromEntries(checked);
}

function typeCheck(reply: TypeCheckReply | null): TypeCheck {
  return reply === null
    ? { state: 'unfinished', problems: [], more: 0 }
    : { state: 'done', problems: reply.problems, more: reply.more };
}

/** Lays the results of a run beside the manifest; what is in one only is an error of the course. */
function joinResults(
  results: TestResults,
  exercises: readonly Exercise[],
  privateTests: PrivateTests | null,
): {
  reportOf: (subject: number, exercise: Exercise) => ExerciseReport;
  errors: string[];
} {
  const key = (subject: number, exercise: string, test = ''): string =>
    `${subject} ${exercise} ${test}`;
  const errors = [...results.errors];
  const found = new Map(results.tests.map((r) => [key(r.subject, r.exercise, r.test), r]));
  if (found.size < results.tests.length) errors.push('A graded test is defined twice.');
  const mistakes = new Map<string, string>();
  for (const { subject, exercise, mistake } of results.exercises) {
    if (mistake !== null && !mistakes.has(key(subject, exercise))) {
      mistakes.set(key(subject, exercise), mistake);
    }
  }
  const known = new Set<string>();
  for (const exercise of exercises) {
    for (const { id } of testsOf(exercise, privateTests)) known.add(`${exercise.id} ${id}`);
  }
  for (const { exercise, test, private: isPrivate } of results.tests) {
    if (!known.has(`${exercise} ${test}`)) {
      errors.push(
        `${exercise} ${test}: there is such a test, but ${isPrivate ? 'points.json' : 'the manifest'} does not name it`,
      );
    }
  }
  const testReport = (subject: number, exercise: Exercise, test: ManifestTest): TestReport => {
    const result = found.get(key(subject, exercise.id, test.id));
    if (!result) errors.push(`${exercise.id} ${test.id}: the test did not run`);
    const passed = result?.passed ?? false;
    const hidden = test.private;
    return {
      id: test.id,
      title: test.title,
      private: hidden,
      points: passed ? test.points : 0,
      maxPoints: test.points,
      passed,
      failure: hidden ? null : (result?.failure ?? null),
      console: hidden ? [] : (result?.console ?? []),
    };
  };
  return {
    errors,
    reportOf: (subject, exercise) => {
      const tests = testsOf(exercise, privateTests).map((test) =>
        testReport(subject, exercise, test),
      );
      const id = mistakes.get(key(subject, exercise.id));
      const mistake = exercise.wrongAnswers.find((wrong) => wrong.id === id);
      return {
        id: exercise.id,
        title: exercise.title,
        functionName: exercise.functionName,
        points: sum(tests.map(({ points }) => points)),
        maxPoints: sum(tests.map(({ maxPoints }) => maxPoints)),
        tests,
        mistake: mistake ? { id: mistake.id, when: mistake.when } : null,
      };
    },
  };
}

type ManifestTest = GradedTest & { readonly private: boolean };

function testsOf(exercise: Exercise, privateTests: PrivateTests | null): ManifestTest[] {
  return [
    ...exercise.tests.map((test) => ({ ...test, private: false })),
    ...(privateTests?.tests[exercise.id] ?? []).map((test) => ({ ...test, private: true })),
  ];
}

function lessonReport(
  lesson: Lesson,
  exercises: readonly ExerciseReport[],
  typeCheck: TypeCheck,
): LessonReport {
  const failures = exercises.flatMap(({ tests }) => tests.map(({ failure }) => failure));
  const fileFailure = failures.find((failure) => failure?.kind === 'file');
  return {
    id: lesson.id,
    title: lesson.title,
    file: exercisePath(lesson),
    points: sum(exercises.map(({ points }) => points)),
    maxPoints: sum(exercises.map(({ maxPoints }) => maxPoints)),
    problem: fileFailure?.kind === 'file' ? fileFailure.problem : null,
    typeCheck,
    exercises,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
