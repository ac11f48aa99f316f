// What `hint(…)` in a notebook runs: prints hints of an exercise as Markdown.
//   hint.ts 01.product-sum [LEVEL]
import { findExercise } from './course';
import { words } from './report/words';

const [id = '', level = '1'] = process.argv.slice(2);
const exercise = findExercise(id);
if (exercise) {
  const { hints } = exercise;
  const count = Math.min(Math.max(1, Number(level) || 1), hints.length);
  const shown = hints
    .slice(0, count)
    .map((text, index) => `**${words.hint(index + 1, hints.length)}:** ${text}`);
  const more = count < hints.length ? [words.moreByNotebook(id, count + 1)] : [];
  console.log([...shown, ...more].join('\n\n'));
} else {
  console.error(`hint: there is no exercise ${id}`);
  process.exitCode = 2;
}
