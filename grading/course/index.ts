import { lesson as whyConvolution } from './00-why-convolution/lesson';
import { lesson as convolutionByHand } from './01-convolution-by-hand/lesson';
import { lesson as stride } from './02-stride/lesson';
import { lesson as padding } from './03-padding/lesson';
import { lesson as sharedWeights } from './04-shared-weights/lesson';
import { lesson as pooling } from './05-pooling/lesson';
import type { Exercise, Lesson } from './types';

/** The lessons with exercises, in the order of the course. */
export const lessons: readonly Lesson[] = [
  whyConvolution,
  convolutionByHand,
  stride,
  padding,
  sharedWeights,
  pooling,
];

/** A lesson by its number, `01`. */
export function findLesson(id: string): Lesson | undefined {
  return lessons.find((lesson) => lesson.id === id);
}

/** An exercise by its id, `01.product-sum`. */
export function findExercise(id: string): Exercise | undefined {
  return lessons.flatMap((lesson) => lesson.exercises).find((exercise) => exercise.id === id);
}
