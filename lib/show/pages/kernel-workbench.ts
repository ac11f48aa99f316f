import { numberText } from '../numbers';
import { element, slider, typedNumber } from './dom';
import type { WorkbenchPreset, WorkbenchProps } from './props';
import { largestIn, Panel } from './workbench-draw';
import { compute, decoded, reportText, viewOf, type Settings, type Shift } from './workbench-state';
import { workbenchStyle } from './workbench-style';

const colourNames = ['red', 'green', 'blue'];

/** Puts the workbench into `root`. Everything it knows lives in this call. */
export function mount(root: HTMLElement, props: WorkbenchProps): void {
  const pictures = props.pictures.map(decoded);
  let shown = 0;
  let shift: Shift = { down: 0, right: 0 };
  const colours = colourNames.map(() => 1);

  // ---- what is set

  const button = (text: string, label: string, act: () => void): HTMLButtonElement =>
    element('button', { type: 'button', 'aria-label': label, click: act }, text);

  const field = (label: string, value: string): HTMLInputElement => {
    const input = element('input', { type: 'text', 'aria-label': label, autocomplete: 'off' });
    input.value = value;
    input.addEventListener('input', refresh);
    return input;
  };

  const weights = props.presets[0]!.weights.map((line, i) =>
    line.map((_, j) => field(`Weight, row ${i}, column ${j}`, '')),
  );
  const stride = field('stride', '1');
  const padding = field('padding', '0');
  const asPicture = element('input', { type: 'checkbox', change: refresh });
  const sliders = colourNames.map((name, c) =>
    slider(name, { min: -1, max: 1, step: 0.25, value: 1 }, (value) => {
      colours[c] = value;
      refresh();
    }),
  );

  const pictureButtons = props.pictures.map(({ name }, index) =>
    button(name, `Picture: ${name}`, () => {
      shown = index;
      refresh();
    }),
  );
  const presetButtons = props.presets.map((preset) =>
    button(preset.name, `Kernel: ${preset.name}`, () => take(preset)),
  );

  function take(preset: WorkbenchPreset): void {
    weights.forEach((line, i) =>
      line.forEach((input, j) => (input.value = numberText(preset.weights[i]![j]!))),
    );
    asPicture.checked = preset.isPicture;
    refresh();
  }

  function move(down: number, right: number): void {
    const within = (cells: number): number =>
      Math.max(-props.margin, Math.min(props.margin, cells));
    shift = { down: within(shift.down + down), right: within(shift.right + right) };
    refresh();
  }

  function restart(): void {
    shift = { down: 0, right: 0 };
    shown = 0;
    stride.value = '1';
    padding.value = '0';
    sliders.forEach((label) => {
      const input = label.querySelector('input')!;
      input.value = '1';
      input.dispatchEvent(new Event('input'));
    });
    take(props.presets[0]!);
  }

  const up = button('↑', 'Shift the picture up', () => move(-1, 0));
  const left = button('←', 'Shift the picture to the left', () => move(0, -1));
  const home = button('⌂', 'Shift the picture back to its place', () =>
    move(-shift.down, -shift.right),
  );
  const right = button('→', 'Shift the picture to the right', () => move(0, 1));
  const down = button('↓', 'Shift the picture down', () => move(1, 0));
  const reset = button('Reset', 'Back to the beginning', restart);

  // ---- what is shown

  const view = new Panel();
  const map = new Panel();
  const difference = new Panel();
  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });
  const report = element('div', { class: 'kw-report', role: 'status' });
  const colourBox = element(
    'div',
    { class: 'kw-colours' },
    element('div', { class: 'kw-name' }, 'colour weights'),
    ...sliders,
  );

  function settings(): Settings {
    return {
      weights: weights.map((line) => line.map((input) => input.value)),
      colours,
      stride: stride.value,
      padding: padding.value,
      shift,
    };
  }

  function refresh(): void {
    const outcome = compute(pictures[shown]!, props.margin, settings());
    const computed = 'computed' in outcome ? outcome.computed : null;
    problem.textContent = 'problem' in outcome ? outcome.problem : '';
    problem.hidden = computed !== null;
    map.root.hidden = report.hidden = !computed;
    colourBox.hidden = pictures[shown]!.shape[3] === 1;
    for (const input of [...weights.flat(), stride]) {
      input.setAttribute('aria-invalid', String(!Number.isFinite(typedNumber(input.value))));
    }
    pictureButtons.forEach((b, index) => b.setAttribute('aria-pressed', String(index === shown)));
    presetButtons.forEach((b, index) =>
      b.setAttribute('aria-pressed', String(isTaken(props.presets[index]!))),
    );
    up.disabled = shift.down === -props.margin;
    down.disabled = shift.down === props.margin;
    left.disabled = shift.right === -props.margin;
    right.disabled = shift.right === props.margin;
    const isShifted = shift.down !== 0 || shift.right !== 0;
    home.disabled = !isShifted;
    const title = `${props.pictures[shown]!.name}${isShifted ? ', shifted' : ''}`;
    view.drawView(viewOf(pictures[shown]!, props.margin, shift), title);
    difference.root.hidden = !computed || !isShifted || computed.report.compared === 0;
    if (!computed) return;
    map.drawRows(computed.map, 'feature map', asPicture.checked ? 'grey' : 'signed');
    if (!difference.root.hidden) {
      const { report: compared, map: now } = computed;
      difference.drawRows(compared.difference, 'new − old, moved along', 'signed', largestIn(now));
    }
    report.textContent = reportText(computed.report, shift, stride.value);
  }

  function isTaken(preset: WorkbenchPreset): boolean {
    return weights.every((line, i) =>
      line.every((input, j) => input.value === numberText(preset.weights[i]![j]!)),
    );
  }

  // A notebook's own shortcuts listen further up.
  root.addEventListener('keydown', (event) => event.stopPropagation());

  const gap = (): HTMLElement => element('span', {});
  const grid = element(
    'table',
    { class: 'cl-grid', 'aria-label': 'the weights of the kernel' },
    element(
      'tbody',
      {},
      ...weights.map((line) => element('tr', {}, ...line.map((input) => element('td', {}, input)))),
    ),
  );
  root.replaceChildren(
    element('style', {}, workbenchStyle),
    element(
      'div',
      { class: 'kw', role: 'group', 'aria-label': props.title },
      element('div', { class: 'kw-head' }, element('strong', {}, props.title)),
      element('div', { class: 'kw-bar' }, element('span', {}, 'picture'), ...pictureButtons, reset),
      element('div', { class: 'kw-bar' }, element('span', {}, 'kernel'), ...presetButtons),
      element(
        'div',
        { class: 'kw-settings' },
        element('div', {}, element('div', { class: 'kw-name' }, 'weights'), grid),
        colourBox,
        element(
          'div',
          {},
          element('label', {}, element('span', {}, 'stride'), stride),
          element('label', {}, element('span', {}, 'padding'), padding),
          element('label', {}, asPicture, 'draw the map as a grey picture'),
        ),
        element(
          'div',
          {},
          element('div', { class: 'kw-name' }, 'shift the picture'),
          element(
            'div',
            { class: 'kw-pad' },
            gap(),
            up,
            gap(),
            left,
            home,
            right,
            gap(),
            down,
            gap(),
          ),
        ),
      ),
      problem,
      element('div', { class: 'kw-panels' }, view.root, map.root, difference.root),
      report,
    ),
  );
  restart();
}
