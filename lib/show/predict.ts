import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { numberText } from './numbers';
import { pageHtml } from './page';
import type { PredictProps } from './pages/props';

export interface Prediction {
  question: string;
  /** Computed by the cell: a number, or one of `choices`. */
  answer: number | string;
  /** What to choose from; without them the student types a number. */
  choices?: readonly string[];
  /** How far a number may be off. */
  tolerance?: number;
  /** Shown with the answer: why it is so. */
  explanation: string;
}

/**
 * The output of `predict`.
 *
 * @throws if the answer is not one of the choices, or not a number where a number is asked for.
 */
export function predictBundle(prediction: Prediction): Bundle {
  const { question, answer, choices, tolerance = 1e-6, explanation } = prediction;
  if (choices ? !choices.includes(String(answer)) : typeof answer !== 'number') {
    throw new Error(
      choices
        ? `predict: the answer "${answer}" is not one of the choices (${choices.join(', ')})`
        : `predict: the answer must be a number, got "${answer}" (or give choices)`,
    );
  }
  const answerText = typeof answer === 'number' ? numberText(answer) : answer;
  const props: PredictProps = {
    question,
    explanation,
    answerText,
    ...(choices ? { choices } : { answer: Number(answer), tolerance }),
  };
  const asked = choices ? `${question} (${choices.join(' / ')})` : question;
  const fallback =
    `<p><strong>Predict first.</strong> ${escapeHtml(asked)}</p>` +
    `<details><summary>Answer</summary>${escapeHtml(answerText)}. ${escapeHtml(explanation)}</details>`;
  return {
    'text/html': pageHtml('predict', props, fallback),
    'text/plain': `Predict first: ${asked}\nThe answer: ${answerText}. ${explanation}`,
  };
}

/**
 * Asks for a prediction in the page. The answer, which the cell has computed, shows once the
 * student has committed to one.
 */
export function predict(prediction: Prediction): void {
  display(predictBundle(prediction));
}
