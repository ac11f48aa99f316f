/** One graded test: a vitest test that `graded(id, …)` defines in tests/exercises/. */
export interface GradedTest {
  /** Unique within its exercise; joins the test, the points and the report. */
  readonly id: string;
  /** What a correct answer does, as a sentence without "should": `adds up all nine products`. */
  readonly title: string;
  readonly points: number;
}

/**
 * An answer that students really give and that is wrong. It is a working function, so that the
 * grader can run it on the very inputs of a failed test: where it returns what the student's
 * function returned, the mistake has a name.
 */
export interface WrongAnswer {
  /** Unique within its exercise: `bias-left-out`. */
  readonly id: string;
  /** Completes "This is what you get when …". */
  readonly when: string;
  // The exercises have different signatures; the graded tests call each with its own arguments.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly answer: (...args: any[]) => unknown;
}

export interface Exercise {
  /** Joins notebook, stub, solution, tests, hints and report: `01.product-sum`. */
  readonly id: string;
  readonly title: string;
  /** The exported function that the student writes. */
  readonly functionName: string;
  /** How long a student should expect to need. */
  readonly minutes: number;
  /** 1 (a warm-up) to 5 (a whole operation). */
  readonly difficulty: 1 | 2 | 3 | 4 | 5;
  readonly tests: readonly GradedTest[];
  /** From a nudge to nearly the code; at least three. */
  readonly hints: readonly string[];
  readonly wrongAnswers: readonly WrongAnswer[];
}

export interface Lesson {
  /** `01` */
  readonly id: string;
  /** The name shared by notebook, exercise, solution and test files: `01-convolution-by-hand`. */
  readonly name: string;
  readonly title: string;
  readonly exercises: readonly Exercise[];
}
