import { inkOn, signedColour } from '../theme';
import { element, slider } from './dom';
import { padded, visitsText, type PaddedPicture } from './padding-state';
import { paddingStyle } from './padding-style';
import type { PaddingForm, PaddingProps, PaddingSettings } from './props';

type Counts = readonly (readonly number[])[];

const forms: readonly [form: PaddingForm, label: string][] = [
  ['valid', "'valid'"],
  ['same', "'same'"],
  ['number', 'one number'],
  ['sides', 'four sides'],
];

/** Counts as a table of cells, each coloured by its share of the largest. */
function heatTable(counts: Counts, label: string): HTMLTableElement {
  const largest = Math.max(1, ...counts.flat());
  const lines = counts.map((row) =>
    element(
      'tr',
      {},
      ...row.map((count) => {
        const colour = signedColour(count / largest);
        const style = `background:rgb(${colour.join()});color:${inkOn(colour)}`;
        return element('td', { class: 'px-cell', style }, String(count));
      }),
    ),
  );
  return element(
    'table',
    { class: 'cl-grid', 'aria-label': label },
    element('tbody', {}, ...lines),
  );
}

/** Draws a cell's part of the line around the window, in which it is the cell (i, j). */
function markWindow(cell: HTMLElement, i: number, j: number, side: number): void {
  if (i < 0 || j < 0 || i >= side || j >= side) return;
  cell.classList.add('cl-in');
  const borders: [isOuter: boolean, x: number, y: number][] = [
    [i === 0, 0, 1],
    [i === side - 1, 0, -1],
    [j === 0, 1, 0],
    [j === side - 1, -1, 0],
  ];
  // Blue with a white hairline inside, so that it shows on light and on dark cells.
  const lines: [colour: string, width: number][] = [
    ['#0072B2', 3],
    ['#fff', 4],
  ];
  cell.style.boxShadow = lines
    .flatMap(([colour, width]) =>
      borders
        .filter(([isOuter]) => isOuter)
        .map(([, x, y]) => `inset ${x * width}px ${y * width}px ${colour}`),
    )
    .join(', ');
}

/** Puts the padding explorer into `root`. Everything it knows lives in this call. */
export function mount(root: HTMLElement, props: PaddingProps): void {
  let settings: PaddingSettings = props.settings;
  let chosen = 0; // the window that is marked, in reading order

  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });
  const grids = element('div', { class: 'px-grids' });
  const results = element('div', { class: 'px-results', role: 'status' });
  const windowChoice = element('div', { class: 'px-bar' });

  function change(part: Partial<PaddingSettings>): void {
    settings = { ...settings, ...part };
    refresh();
  }

  const setting = (label: string, name: keyof PaddingSettings, min: number, max: number) =>
    slider(label, { min, max, value: Number(settings[name]) }, (value) =>
      change({ [name]: value }),
    );

  // Stride 0 and padding −1 are on the sliders for what lib says to them.
  const everySide = setting('on every side', 'all', -1, 6);
  const sides = (['top', 'bottom', 'left', 'right'] as const).map((side) =>
    setting(side, side, 0, 6),
  );
  const group = `padding-${root.dataset['convlabPage'] ?? ''}`;
  const choices = forms.map(([form, label]) => {
    const radio = element('input', { type: 'radio', name: group, value: form });
    radio.checked = form === settings.form;
    radio.addEventListener('change', () => change({ form }));
    return element('label', {}, radio, label);
  });

  function draw(picture: PaddedPicture): void {
    const { margins, outHeight, outWidth, visits, paddingRead, formulas } = picture;
    const [[top, bottom], [left, right]] = margins;
    const input = heatTable(visits, 'How often each cell of the padded picture is visited');
    const output = heatTable(paddingRead, 'How many cells of padding each output reads');
    const row = Math.floor(chosen / outWidth) * settings.stride;
    const col = (chosen % outWidth) * settings.stride;
    [...input.rows].forEach((line, r) =>
      [...line.cells].forEach((cell, c) => {
        const isPadding =
          r < top || c < left || r >= visits.length - bottom || c >= line.cells.length - right;
        cell.classList.toggle('cl-edge', isPadding);
        if (isPadding) cell.title = 'padding';
        markWindow(cell, r - row, c - col, settings.kernel);
      }),
    );
    [...output.rows].forEach((line, r) =>
      [...line.cells].forEach((cell, c) => {
        const place = r * outWidth + c;
        cell.classList.toggle('cl-in', place === chosen);
        cell.addEventListener('click', () => choose(place));
      }),
    );
    grids.replaceChildren(
      element(
        'div',
        {},
        element('div', { class: 'px-head' }, 'visits to each cell; dashed: padding'),
        input,
      ),
      element(
        'div',
        { class: 'px-outputs' },
        element('div', { class: 'px-head' }, 'output: cells of padding that each one reads'),
        output,
      ),
    );
    results.replaceChildren(
      element('div', {}, `rows of the output: ${formulas[0]}`),
      element('div', {}, `columns of the output: ${formulas[1]}`),
      element('div', {}, `padding: top ${top}, bottom ${bottom}, left ${left}, right ${right}`),
      element('div', {}, visitsText(picture)),
      element(
        'div',
        {},
        `Marked: output row ${Math.floor(chosen / outWidth)}, column ${chosen % outWidth}, ` +
          `of ${outHeight} × ${outWidth}, and its window.`,
      ),
    );
  }

  /** The slider for the marked window; made anew when there are more or fewer windows. */
  let windows = 0;
  function offerWindows(count: number): void {
    if (count === windows) return;
    windows = count;
    windowChoice.replaceChildren(
      slider('window', { min: 1, max: count, value: chosen + 1 }, (value) => {
        chosen = value - 1;
        refresh();
      }),
      `of ${count}`,
    );
  }

  /** Chooses a window as its slider does, and moves the slider along. */
  function choose(place: number): void {
    const input = windowChoice.querySelector('input')!;
    input.value = String(place + 1);
    input.dispatchEvent(new Event('input'));
  }

  function refresh(): void {
    everySide.hidden = settings.form !== 'number';
    for (const side of sides) side.hidden = settings.form !== 'sides';
    const outcome = padded(settings);
    const isRefused = 'problem' in outcome;
    problem.hidden = !isRefused;
    grids.hidden = results.hidden = windowChoice.hidden = isRefused;
    if (isRefused) {
      problem.textContent = outcome.problem;
      return;
    }
    const { outHeight, outWidth } = outcome.picture;
    chosen = Math.min(chosen, outHeight * outWidth - 1);
    offerWindows(outHeight * outWidth);
    draw(outcome.picture);
  }

  // Arrow keys move sliders here and nothing in the notebook around.
  root.addEventListener('keydown', (event) => event.stopPropagation());
  root.replaceChildren(
    element('style', {}, paddingStyle),
    element(
      'div',
      { class: 'px', role: 'group', 'aria-label': props.title },
      element('strong', {}, props.title),
      element(
        'div',
        { class: 'px-bar' },
        setting('rows', 'rows', 1, 10),
        setting('columns', 'cols', 1, 12),
        setting('kernel', 'kernel', 1, 8),
        setting('stride', 'stride', 0, 5),
      ),
      element(
        'fieldset',
        {},
        element('legend', {}, 'padding'),
        element('div', { class: 'px-bar', style: 'margin-top:0' }, ...choices),
        element('div', { class: 'px-bar' }, everySide, ...sides),
      ),
      problem,
      grids,
      windowChoice,
      results,
      element(
        'p',
        { class: 'px-help' },
        'The number in a cell is how often windows read it, in the padding too. Choose a window ' +
          'with its slider, or click an output.',
      ),
    ),
  );
  refresh();
}
