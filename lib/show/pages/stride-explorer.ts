import { numberText } from '../numbers';
import { rowWindowsSvg } from '../row-windows';
import { controlStyle, element, slider } from './dom';
import type { StrideExplorerProps, StrideSettings } from './props';
import { layoutOf, type StrideLayout } from './stride-state';

const style = `${controlStyle}
.convlab.convlab .sx { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .sx-bar { display: flex; flex-wrap: wrap; gap: 6px 26px; margin: 6px 0 10px; }
.convlab.convlab .sx-formula { font-size: 15px; font-variant-numeric: tabular-nums; margin: 0 0 10px; }
.convlab.convlab .sx-columns { display: flex; flex-wrap: wrap; gap: 14px 34px; align-items: flex-start; }
.convlab.convlab .sx-head { font-size: 13px; margin: 0 0 4px; }
.convlab.convlab .sx table.cl-grid td { min-width: 26px; width: 26px; height: 26px; padding: 0; font-size: 12px; }
.convlab.convlab .sx table.cl-grid td.sx-never { background: rgba(213,94,0,.35); font-weight: 700; }
.convlab.convlab .sx table.cl-grid button { display: block; width: 25px; height: 25px; padding: 0; border: 0; border-radius: 0; }
.convlab.convlab .sx table.cl-grid button[aria-current=true] { background: #E69F00; }
.convlab.convlab .sx-text { margin: 8px 0 0; font-variant-numeric: tabular-nums; max-width: 60em; }
.convlab.convlab .sx-help { font-size: 12px; opacity: .75; margin: 8px 0 0; }
.convlab.convlab .sx [hidden] { display: none !important; }
`;

const sliders: readonly (readonly [keyof StrideSettings, string, number, number])[] = [
  ['cells', 'input size n', 1, 12],
  ['kernel', 'kernel size k', 1, 7],
  // A stride or a dilation of 0 is there to be refused.
  ['stride', 'stride s', 0, 6],
  ['padding', 'padding p', 0, 3],
  ['dilation', 'dilation d', 0, 3],
];

const listed = (cells: readonly number[]): string =>
  cells.map((cell) => numberText(cell)).join(', ');

function unvisitedText({ visits, row: { between, leftOver } }: StrideLayout): string {
  const all = visits.flat();
  const never = all.filter((count) => count === 0).length;
  if (never === 0) return 'Every cell of the input is visited.';
  const where = [
    ...(between.length > 0 ? [`${listed(between)} (skipped)`] : []),
    ...(leftOver.length > 0 ? [`${listed(leftOver)} (left over)`] : []),
  ];
  return `Never visited: ${never} of ${all.length} cells, those whose row or column is among ${where.join(' and ')}.`;
}

/** Puts the page into `root`. Everything it knows lives in this call. */
export function mount(root: HTMLElement, props: StrideExplorerProps): void {
  let settings = props.settings;
  let row = 0;
  let col = 0;

  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });
  const formula = element('p', { class: 'sx-formula', role: 'status' });
  const input = element('div', { class: 'sx-input' });
  const outputs = element('div', { class: 'sx-outputs' });
  const place = element('p', { class: 'sx-text' });
  const unvisited = element('p', { class: 'sx-text' });
  const oneRow = element('div', { class: 'sx-row' });
  const drawn = element(
    'div',
    {},
    formula,
    element('div', { class: 'sx-columns' }, input, outputs),
    place,
    unvisited,
    oneRow,
  );

  const grid = (cells: HTMLTableCellElement[][], label: string): HTMLTableElement =>
    element(
      'table',
      { class: 'cl-grid', 'aria-label': label },
      element('tbody', {}, ...cells.map((line) => element('tr', {}, ...line))),
    );

  function drawInput({ visits, row: { windows } }: StrideLayout): void {
    const { cells, padding } = settings;
    const most = Math.max(...visits.flat());
    const all = Array.from({ length: cells + 2 * padding }, (_, index) => index - padding);
    const table = all.map((r) =>
      all.map((c) => {
        const count = visits[r]?.[c];
        const cell = element('td');
        if (count === undefined) cell.classList.add('cl-edge');
        else if (count === 0) cell.classList.add('sx-never');
        else cell.style.background = `rgba(86,180,233,${0.08 + (0.5 * count) / most})`;
        cell.textContent = count === undefined ? '' : count === 0 ? '×' : String(count);
        if (windows[row].includes(r) && windows[col].includes(c)) cell.classList.add('cl-in');
        return cell;
      }),
    );
    input.replaceChildren(
      element(
        'div',
        { class: 'sx-head' },
        element('strong', {}, 'Input'),
        `, ${cells} × ${cells}${padding > 0 ? `, padded to ${all.length} × ${all.length}` : ''}: how many windows visit each cell`,
      ),
      grid(table, 'Visits of each input cell'),
    );
  }

  function drawOutputs(layout: StrideLayout): void {
    const { side } = layout;
    // The cell that has the focus is about to be replaced.
    const hadFocus = outputs.contains(document.activeElement);
    const table = Array.from({ length: side }, (_, r) =>
      Array.from({ length: side }, (_unused, c) => {
        const isHere = r === row && c === col;
        const button = element('button', {
          type: 'button',
          'aria-label': `Output row ${r}, column ${c}`,
          tabindex: isHere ? 0 : -1,
          click: () => {
            go(layout, r, c);
          },
        });
        if (isHere) button.setAttribute('aria-current', 'true');
        return element('td', {}, button);
      }),
    );
    outputs.replaceChildren(
      element(
        'div',
        { class: 'sx-head' },
        element('strong', {}, 'Output'),
        `, ${side} × ${side} = ${side * side}: choose a cell to see its window`,
      ),
      grid(table, 'Outputs'),
    );
    if (hadFocus) outputs.querySelector<HTMLElement>('[aria-current=true]')!.focus();
  }

  function drawWindow(layout: StrideLayout): void {
    const { windows } = layout.row;
    drawInput(layout);
    drawOutputs(layout);
    place.textContent = `Output row ${row}, column ${col} reads rows ${listed(windows[row])} and columns ${listed(windows[col])} of the input. All outputs together take ${layout.side} · ${layout.side} · ${settings.kernel} · ${settings.kernel} = ${layout.multiplyAdds} multiply-adds.`;
    oneRow.innerHTML = rowWindowsSvg(settings, 'The windows along one row of the input', col);
  }

  function go(layout: StrideLayout, toRow: number, toCol: number): void {
    row = Math.max(0, Math.min(layout.side - 1, toRow));
    col = Math.max(0, Math.min(layout.side - 1, toCol));
    drawWindow(layout);
  }

  function refresh(): void {
    const outcome = layoutOf(settings);
    const isProblem = 'problem' in outcome;
    problem.hidden = !isProblem;
    drawn.hidden = isProblem;
    if (isProblem) {
      problem.textContent = outcome.problem;
      return;
    }
    formula.textContent = outcome.layout.formula;
    unvisited.textContent = unvisitedText(outcome.layout);
    go(outcome.layout, row, col);
  }

  const steps: Record<string, readonly [number, number]> = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
  };
  root.addEventListener('keydown', (event) => {
    // A notebook's own shortcuts listen further up.
    event.stopPropagation();
    const step = steps[event.key];
    if (!step || !outputs.contains(event.target as Node)) return;
    event.preventDefault();
    const outcome = layoutOf(settings);
    if ('layout' in outcome) go(outcome.layout, row + step[0], col + step[1]);
  });

  root.replaceChildren(
    element('style', {}, style),
    element(
      'div',
      { class: 'sx', role: 'group', 'aria-label': props.title },
      element('strong', {}, props.title),
      element(
        'div',
        { class: 'sx-bar' },
        ...sliders.map(([name, label, min, max]) =>
          slider(label, { min, max, value: settings[name] }, (value) => {
            settings = { ...settings, [name]: value };
            refresh();
          }),
        ),
      ),
      problem,
      drawn,
      element(
        'p',
        { class: 'sx-help' },
        'Crosses mark cells that no window visits. Dashed cells are padding; those above and to the left have negative numbers. In the output, the arrow keys move from cell to cell.',
      ),
    ),
  );
  refresh();
}
