import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { outputHtml } from './theme';

/** A question, and its answer, which is folded away until it is asked for. */
export interface RecallQuestion {
  question: string;
  answer: string;
}

/** The output of `recall`. */
export function recallBundle(questions: readonly RecallQuestion[]): Bundle {
  const items = questions.map(
    ({ question, answer }) =>
      `<li style="margin:0 0 10px">${escapeHtml(question)}` +
      `<details><summary style="cursor:pointer">Answer</summary>${escapeHtml(answer)}</details></li>`,
  );
  const lines = questions.flatMap(({ question, answer }, index) => [
    `${index + 1}. ${question}`,
    `   Answer: ${answer}`,
  ]);
  return {
    'text/html': outputHtml(
      `<ol style="max-width:46em;margin:0;padding-left:2em">${items.join('')}</ol>`,
    ),
    'text/plain': lines.join('\n'),
  };
}

/** Shows questions to answer from memory; each answer opens at a click. */
export function recall(questions: readonly RecallQuestion[]): void {
  display(recallBundle(questions));
}
