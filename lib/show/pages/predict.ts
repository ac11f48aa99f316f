import { controlStyle, element, typedNumber } from './dom';
import type { PredictProps } from './props';

const style = `${controlStyle}
.convlab.convlab .cl-predict { border: 1px solid rgba(128,128,128,.45); border-left: 5px solid #56B4E9; border-radius: 4px; padding: 10px 16px; max-width: 46em; }
.convlab.convlab .cl-predict p { margin: 0 0 8px; }
.convlab.convlab .cl-predict fieldset { border: 0; padding: 0; margin: 0 0 8px; min-width: 0; }
.convlab.convlab .cl-predict .cl-choices { display: flex; flex-wrap: wrap; gap: 4px 20px; }
.convlab.convlab .cl-predict .cl-reveal { border-top: 1px solid rgba(128,128,128,.35); padding-top: 8px; margin-top: 10px; }
`;

/** Asks for a prediction; shows the answer, and why, once there is one. */
export function mount(root: HTMLElement, props: PredictProps): void {
  const name = `choice-${root.dataset['convlabPage'] ?? ''}`;
  const answerBox = element('div', { 'aria-live': 'polite' });
  const commit = element('button', { type: 'button', class: 'cl-main' }, 'That is my prediction');
  const number = element('input', {
    type: 'text',
    inputmode: 'decimal',
    'aria-label': 'Your prediction, a number',
    autocomplete: 'off',
  });
  const radios = (props.choices ?? []).map((choice) =>
    element('input', { type: 'radio', name, value: choice }),
  );
  const form = element(
    'fieldset',
    {},
    props.choices
      ? element(
          'div',
          { class: 'cl-choices' },
          ...radios.map((radio) => element('label', {}, radio, radio.value)),
        )
      : number,
  );

  function reveal(): void {
    const prediction = props.choices
      ? radios.find((radio) => radio.checked)?.value
      : Number.isNaN(typedNumber(number.value))
        ? undefined
        : number.value.trim();
    number.setAttribute('aria-invalid', String(prediction === undefined));
    if (prediction === undefined) {
      answerBox.replaceChildren(
        element('p', {}, props.choices ? 'Choose one first.' : 'Type a number first.'),
      );
      return;
    }
    const isRight = props.choices
      ? prediction === props.answerText
      : Math.abs(typedNumber(prediction) - props.answer!) <= props.tolerance!;
    form.disabled = true;
    commit.remove();
    answerBox.replaceChildren(
      element(
        'div',
        { class: 'cl-reveal' },
        element(
          'p',
          {},
          isRight ? '✓ Right: ' : `You said ${prediction}. The answer is `,
          element('strong', {}, props.answerText),
          '.',
        ),
        element('p', {}, props.explanation),
      ),
    );
  }

  commit.addEventListener('click', reveal);
  root.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Enter' && event.target === number) reveal();
  });
  root.replaceChildren(
    element('style', {}, style),
    element(
      'div',
      { class: 'cl-predict', role: 'group', 'aria-label': 'Predict first' },
      element('p', {}, element('strong', {}, 'Predict first. '), props.question),
      form,
      commit,
      answerBox,
    ),
  );
}
