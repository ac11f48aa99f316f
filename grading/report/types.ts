import type { Failure, FileProblem } from '../graded/failure';
import type { ConsoleLine } from '../sandbox/protocol';
import type { Problem } from '../source/states';

/** The number of this form of reports, in grades.json and in check's `--json`. */
export const schemaVersion = 1;

export interface TestReport {
  readonly id: string;
  readonly title: string;
  /** An instructor's own test: only its title and its points are ever shown. */
  readonly private: boolean;
  readonly points: number;
  readonly maxPoints: number;
  readonly passed: boolean;
  /** Null for a passed test, and for a private one. */
  readonly failure: Failure | null;
  readonly console: readonly ConsoleLine[];
}

export interface ExerciseReport {
  readonly id: string;
  readonly title: string;
  readonly functionName: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly tests: readonly TestReport[];
  /** The known wrong answer that does just what the student's function does. */
  readonly mistake: { readonly id: string; readonly when: string } | null;
}

export interface LessonReport {
  readonly id: string;
  readonly title: string;
  /** `exercises/01-convolution-by-hand.ts` */
  readonly file: string;
  readonly points: number;
  readonly maxPoints: number;
  /** Why nothing of the file could be run. */
  readonly problem: FileProblem | null;
  readonly typeCheck: {
    /** `unfinished`: the check took too long; `not-run`: there was nothing to check. */
    readonly state: 'done' | 'unfinished' | 'not-run';
    readonly problems: readonly Problem[];
    readonly more: number;
  };
  readonly exercises: readonly ExerciseReport[];
}

export interface SubmissionReport {
  readonly student: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly notes: readonly string[];
  readonly lessons: readonly LessonReport[];
}

/** One run of the grader. */
export interface GradeRun {
  readonly reports: readonly SubmissionReport[];
  /**
   * What went wrong in the grader or the course itself, not in a submission. With any of these
   * the marks of the run can't be relied on.
   */
  readonly errors: readonly string[];
}
