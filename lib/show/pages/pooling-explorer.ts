import { numberText } from '../numbers';
import { routesSvg } from '../routes-svg';
import { element, slider, typedNumber } from './dom';
import {
  backwardText,
  computePooling,
  forwardText,
  typedMap,
  type PoolingComputed,
  type PoolingOutcome,
  type PoolingTyped,
} from './pooling-state';
import { poolingStyle } from './pooling-style';
import type { PoolingExplorerProps } from './props';

type Setting = 'size' | 'stride' | 'padding';

const settings: readonly (readonly [Setting, number, number])[] = [
  ['size', 1, 6],
  // A stride of 0 is there to be refused.
  ['stride', 0, 6],
  ['padding', 0, 3],
];

/** Puts the page into `root`. Everything it knows lives in this call. */
export function mount(root: HTMLElement, props: PoolingExplorerProps): void {
  let mapIndex = 0;
  let typed: PoolingTyped;
  let outcome: PoolingOutcome = { problem: '' };
  let row = 0;
  let col = 0;

  let mapCells: HTMLTableCellElement[][] = []; // [padded row][padded col]
  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });
  const bar = element('div', { class: 'px-bar' });
  const map = element('div', { class: 'px-map' });
  const outputs = element('div', { class: 'px-outputs' });
  const words = element('p', { class: 'px-text', role: 'status' });
  const gradients = element('div', { class: 'px-gradients' });
  const routes = element('div', { class: 'px-routes' });
  const back = element('div', { class: 'px-back' }, routes);

  // ---- controls

  const button = (text: string, label: string, act: () => void): HTMLButtonElement =>
    element('button', { type: 'button', 'aria-label': label, click: act }, text);

  const maps = props.maps.map(({ name }, index) =>
    button(name, `Take ${name}`, () => {
      mapIndex = index;
      restart();
    }),
  );
  const kinds = (['max', 'average'] as const).map((kind) =>
    button(kind, `Pool by ${kind === 'max' ? 'maximum' : 'mean'}`, () => {
      typed.kind = kind;
      refresh();
    }),
  );
  const first = button('« First', 'First window', () => go(0));
  const previous = button('‹ Back', 'One window back', () => go(position() - 1));
  const next = button('Step ›', 'Next window', () => go(position() + 1));
  const reset = button('Reset', 'Back to the numbers given', restart);
  next.classList.add('cl-main');
  const sendBack = element('input', { type: 'checkbox' });
  sendBack.addEventListener('change', refresh);

  // ---- where we are

  const computed = (): PoolingComputed | null => ('computed' in outcome ? outcome.computed : null);
  const outWidth = (): number => computed()?.pooled.output[0]!.length ?? 1;
  const position = (): number => row * outWidth() + col;

  function go(target: number): void {
    const result = computed();
    if (!result) return;
    const at = Math.max(0, Math.min(result.pooled.routes.length - 1, target));
    row = Math.floor(at / outWidth());
    col = at % outWidth();
    refresh();
  }

  function restart(): void {
    const { kind, size, stride, padding } = props;
    typed = {
      kind,
      size,
      stride,
      padding,
      map: typedMap(props, mapIndex),
      gradOutput: new Map(),
    };
    row = col = 0;
    const sliders = settings.map(([name, min, max]) =>
      slider(name, { min, max, value: typed[name] }, (value) => {
        typed[name] = value;
        if (name === 'padding') buildMap();
        refresh();
      }),
    );
    bar.replaceChildren(element('div', { class: 'px-group' }, ...kinds), ...sliders);
    buildMap();
    refresh();
  }

  // ---- drawing

  const grid = (cells: HTMLTableCellElement[][], label: string): HTMLTableElement =>
    element(
      'table',
      { class: 'cl-grid', 'aria-label': label },
      element('tbody', {}, ...cells.map((line) => element('tr', {}, ...line))),
    );

  const head = (name: string, text = ''): HTMLElement =>
    element('div', { class: 'px-head' }, element('strong', {}, name), text);

  /** A cell that takes a number and hands each change to `change`. */
  function numberCell(text: string, label: string, change: (text: string) => void) {
    const input = element('input', { type: 'text', 'aria-label': label, autocomplete: 'off' });
    input.value = text;
    input.addEventListener('input', () => {
      change(input.value);
      input.setAttribute('aria-invalid', String(!Number.isFinite(typedNumber(input.value))));
      refresh();
    });
    input.addEventListener('focus', () => input.select());
    return element('td', {}, input);
  }

  /** Makes the map's grid anew: after a change of map or padding. */
  function buildMap(): void {
    const ring = typed.padding;
    const [height, width] = [typed.map.length, typed.map[0]!.length];
    mapCells = Array.from({ length: height + 2 * ring }, (_, r) =>
      Array.from({ length: width + 2 * ring }, (_unused, c) => {
        const line = typed.map[r - ring];
        const text = line?.[c - ring];
        if (!line || text === undefined)
          return element('td', { class: 'cl-edge', title: 'padding' });
        return numberCell(text, `Map, row ${r - ring}, column ${c - ring}`, (now) => {
          line[c - ring] = now;
        });
      }),
    );
    const padded = ring > 0 ? `, padded to ${height + 2 * ring} × ${width + 2 * ring}` : '';
    map.replaceChildren(head('Map', `, ${height} × ${width}${padded}`), grid(mapCells, 'Map'));
  }

  /** Computes, and brings every mark and number up to date; the map's grid and the focus stay. */
  function refresh(): void {
    outcome = computePooling(typed);
    const result = computed();
    problem.textContent = 'problem' in outcome ? outcome.problem : '';
    problem.hidden = result !== null;
    outputs.hidden = words.hidden = !result;
    back.hidden = gradients.hidden = !result || !sendBack.checked;
    maps.forEach((one, index) => one.setAttribute('aria-pressed', String(index === mapIndex)));
    kinds.forEach((one, k) =>
      one.setAttribute('aria-pressed', String(typed.kind === (['max', 'average'] as const)[k])),
    );
    for (const control of [first, previous, next]) control.disabled = !result;
    if (!result) {
      markWindow(null);
      return;
    }
    row = Math.min(row, result.pooled.output.length - 1);
    col = Math.min(col, outWidth() - 1);
    first.disabled = previous.disabled = position() === 0;
    next.disabled = position() === result.pooled.routes.length - 1;
    markWindow(result);
    drawOutputs(result);
    drawBack(result);
    const way = sendBack.checked ? ` ${backwardText(typed, result, row, col)}` : '';
    words.textContent = forwardText(typed, result, row, col) + way;
  }

  function markWindow(result: PoolingComputed | null): void {
    const ring = typed.padding;
    const window = result?.windowOf(row, col);
    const ends = result?.pooled.routes[position()]!.ends ?? [];
    mapCells.forEach((line, r) =>
      line.forEach((cell, c) => {
        const [y, x] = [r - ring, c - ring];
        const isIn =
          window !== undefined &&
          y >= window.top &&
          y < window.top + typed.size &&
          x >= window.left &&
          x < window.left + typed.size;
        const isWinner = typed.kind === 'max' && ends.some((end) => end.row === y && end.col === x);
        cell.classList.toggle('cl-in', isIn);
        cell.classList.toggle('px-won', isWinner);
      }),
    );
  }

  function drawOutputs({ pooled: { output } }: PoolingComputed): void {
    // The cell that has the focus is about to be replaced.
    const hadFocus = outputs.contains(document.activeElement);
    const cells = output.map((line, r) =>
      line.map((value, c) => {
        const text = numberText(value, 2);
        const isHere = r === row && c === col;
        const cell = button(text, `Output, row ${r}, column ${c}: ${text}`, () =>
          go(r * outWidth() + c),
        );
        cell.tabIndex = isHere ? 0 : -1;
        if (isHere) cell.setAttribute('aria-current', 'true');
        return element('td', {}, cell);
      }),
    );
    outputs.replaceChildren(
      head('Output', `, ${output.length} × ${output[0]!.length}`),
      grid(cells, 'Output'),
    );
    if (hadFocus) outputs.querySelector<HTMLElement>('[aria-current=true]')?.focus();
  }

  function drawBack({ map: values, pooled, gradOutput }: PoolingComputed): void {
    if (!sendBack.checked) return;
    // While one of the gradients is being typed, their grid stays.
    if (!gradients.contains(document.activeElement)) {
      const cells = gradOutput.map((line, r) =>
        line.map((value, c) =>
          numberCell(numberText(value), `Gradient of output row ${r}, column ${c}`, (text) => {
            typed.gradOutput.set(`${r} ${c}`, text);
          }),
        ),
      );
      gradients.replaceChildren(
        head('Gradient of each output', ', to be typed over'),
        grid(cells, 'Gradient of each output'),
      );
    }
    const title = 'Where the gradients go';
    routes.innerHTML = routesSvg({ map: values, pooled, gradOutput, title, current: position() });
  }

  // ---- keys

  root.addEventListener('keydown', (event) => {
    // A notebook's own shortcuts listen further up.
    event.stopPropagation();
    const result = computed();
    const isTyping = event.target instanceof HTMLInputElement;
    if (!result || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const lastRow = result.pooled.output.length - 1;
    const targets: Record<string, number> = {
      ArrowRight: position() + 1,
      ArrowLeft: position() - 1,
      ArrowDown: row < lastRow ? position() + outWidth() : position(),
      ArrowUp: row > 0 ? position() - outWidth() : position(),
      Home: 0,
      End: result.pooled.routes.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  });

  root.replaceChildren(
    element('style', {}, poolingStyle),
    element(
      'div',
      { class: 'px', role: 'group', 'aria-label': props.title, tabindex: 0 },
      element('strong', {}, props.title),
      element(
        'div',
        { class: 'px-bar' },
        ...(maps.length > 1 ? [element('div', { class: 'px-group' }, ...maps)] : []),
        element('div', { class: 'px-group' }, first, previous, next, reset),
        element('label', {}, sendBack, 'send the gradient back'),
      ),
      bar,
      problem,
      element('div', { class: 'px-columns' }, map, outputs, gradients),
      words,
      back,
      element(
        'p',
        { class: 'px-help' },
        'Step with the buttons or the arrow keys, or click an output. Type over any number of the map. The window is framed, the winner of a maximum is green, padding is dashed and empty.',
      ),
    ),
  );
  restart();
}
