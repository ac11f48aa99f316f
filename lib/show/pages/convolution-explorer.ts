import { numberText, termText } from '../numbers';
import type { ChannelTerms } from '../terms';
import { productText } from '../written-out';
import { element, typedNumber } from './dom';
import { compute, resized, typedFrom, type Computed, type Outcome } from './explorer-state';
import { explorerStyle } from './explorer-style';
import type { ExplorerProps } from './props';

/** The largest input and kernel that the page draws. */
const largestInput = 9;
const largestKernel = 7;
const largestPadding = 3;
const millisecondsAStep = 900;

const wholeNumber = (text: string, from: number, to: number): number | null => {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= from && value <= to ? value : null;
};

const isNumber = (text: string): boolean => Number.isFinite(typedNumber(text));

/** Puts the explorer into `root`. Everything it knows lives in this call. */
export function mount(root: HTMLElement, props: ExplorerProps): void {
  let typed = typedFrom(props);
  let outcome: Outcome = { problem: '' };
  let kernelNumber = 0;
  let row = 0;
  let col = 0;
  /** Outputs the student has been at, as `kernel row col`. */
  let seen = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const inputCells: HTMLTableCellElement[][][] = []; // [channel][padded row][padded col]
  const kernelCells: HTMLTableCellElement[][][] = []; // [channel][row][col]
  const termBoxes: HTMLElement[] = [];
  const columns = element('div', { class: 'cx-columns' });
  const outputs = element('div', { class: 'cx-outputs' });
  const total = element('div', { class: 'cx-total', role: 'status' });
  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });

  // ---- controls

  const button = (text: string, label: string, act: () => void): HTMLButtonElement =>
    element('button', { type: 'button', 'aria-label': label, click: act }, text);

  const setting = (label: string, value: string, change: (text: string) => void) => {
    const input = element('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off' });
    input.value = value;
    input.addEventListener('input', () => change(input.value));
    return { input, label: element('label', {}, label, input) };
  };

  const first = button('« First', 'First window', () => go(0));
  const back = button('‹ Back', 'One window back', () => go(position() - 1));
  const next = button('Step ›', 'Next window', () => go(position() + 1));
  const play = button('Play', 'Step through all windows', () => (timer ? pause() : start()));
  const all = button('Show all', 'Fill the whole output', showAll);
  const reset = button('Reset', 'Back to the numbers given', restart);
  next.classList.add('cl-main');

  const rows = setting('input rows', '', resizeInput);
  const cols = setting('columns', '', resizeInput);
  const size = setting('kernel size', '', resizeKernels);
  const stride = setting('stride', '', (text) => {
    typed.stride = text;
    refresh();
  });
  const padding = setting('padding', '', (text) => {
    typed.padding = text;
    build();
  });
  const bias = setting('bias', '', (text) => {
    typed.bias[kernelNumber] = text;
    refresh();
  });
  const flip = element('input', { type: 'checkbox' });
  flip.addEventListener('change', () => {
    typed.flip = flip.checked;
    refresh();
  });
  const tabs = props.kernels.map((_, m) =>
    button(`W${m}`, `Kernel W${m}`, () => {
      kernelNumber = m;
      build();
    }),
  );

  // ---- where we are

  function computed(): Computed | null {
    return 'computed' in outcome ? outcome.computed : null;
  }

  function position(): number {
    return row * (computed()?.outWidth ?? 1) + col;
  }

  function go(target: number): void {
    const result = computed();
    if (!result) return;
    const last = result.outHeight * result.outWidth - 1;
    const at = Math.max(0, Math.min(last, target));
    row = Math.floor(at / result.outWidth);
    col = at % result.outWidth;
    refresh();
  }

  function start(): void {
    const result = computed();
    if (!result) return;
    if (position() === result.outHeight * result.outWidth - 1) go(0);
    timer = setInterval(() => {
      const now = computed();
      // The output may have been cleared, or the numbers made impossible, while it plays.
      if (!root.isConnected || !now || position() >= now.outHeight * now.outWidth - 1) pause();
      else go(position() + 1);
    }, millisecondsAStep);
    play.textContent = 'Pause';
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  }

  function showAll(): void {
    const result = computed();
    result?.output.forEach((sheet, m) =>
      sheet.forEach((line, r) => line.forEach((_, c) => seen.add(`${m} ${r} ${c}`))),
    );
    refresh();
  }

  function restart(): void {
    pause();
    typed = typedFrom(props);
    kernelNumber = row = col = 0;
    seen = new Set();
    rows.input.value = String(typed.input[0]!.length);
    cols.input.value = String(typed.input[0]![0]!.length);
    size.input.value = String(typed.kernels[0]![0]!.length);
    stride.input.value = typed.stride;
    padding.input.value = typed.padding;
    flip.checked = false;
    build();
  }

  function resizeInput(): void {
    const height = wholeNumber(rows.input.value, 1, largestInput);
    const width = wholeNumber(cols.input.value, 1, largestInput);
    rows.input.setAttribute('aria-invalid', String(height === null));
    cols.input.setAttribute('aria-invalid', String(width === null));
    if (height === null || width === null) {
      complain(`Input rows and columns: whole numbers from 1 to ${largestInput}.`);
      return;
    }
    typed.input = typed.input.map((sheet) => resized(sheet, height, width));
    build();
  }

  function resizeKernels(): void {
    const side = wholeNumber(size.input.value, 1, largestKernel);
    size.input.setAttribute('aria-invalid', String(side === null));
    if (side === null) {
      complain(`Kernel size: a whole number from 1 to ${largestKernel}.`);
      return;
    }
    typed.kernels = typed.kernels.map((kernel) =>
      kernel.map((sheet) => resized(sheet, side, side)),
    );
    build();
  }

  // ---- drawing

  /** A cell that takes a number and hands each change to `change`. */
  function numberCell(text: string, label: string, change: (text: string) => void) {
    const input = element('input', { type: 'text', 'aria-label': label, autocomplete: 'off' });
    input.value = text;
    input.addEventListener('input', () => {
      change(input.value);
      refresh();
    });
    input.addEventListener('focus', () => input.select());
    return element('td', { class: 'cx-cell' }, input);
  }

  function sheetTable(cells: HTMLTableCellElement[][], channel: string): HTMLTableElement {
    const colour = ['red', 'green', 'blue'].includes(channel) ? ` cl-${channel}` : '';
    const lines = cells.map((line) => element('tr', {}, ...line));
    return element('table', { class: `cl-grid${colour}` }, element('tbody', {}, ...lines));
  }

  /** Makes the grids anew: after a change of size, padding or kernel. */
  function build(): void {
    const ring = wholeNumber(typed.padding, 0, largestPadding) ?? 0;
    inputCells.length = kernelCells.length = termBoxes.length = 0;
    bias.input.value = typed.bias[kernelNumber]!;
    tabs.forEach((tab, m) => tab.setAttribute('aria-pressed', String(m === kernelNumber)));
    const channels = typed.input.map((sheet, c) => {
      const name = props.channelNames[c]!;
      const width = sheet[0]!.length + 2 * ring;
      const cells = Array.from({ length: sheet.length + 2 * ring }, (_, r) =>
        Array.from({ length: width }, (_unused, s) => {
          const line = sheet[r - ring];
          const text = line?.[s - ring];
          if (!line || text === undefined) {
            return element('td', { class: 'cl-edge cx-cell', title: 'padding' }, '0');
          }
          return numberCell(text, `Input ${name}, row ${r - ring}, column ${s - ring}`, (now) => {
            line[s - ring] = now;
          });
        }),
      );
      const weights = typed.kernels[kernelNumber]![c]!;
      const weightCells = weights.map((line, i) =>
        line.map((text, j) =>
          numberCell(text, `Kernel W${kernelNumber} ${name}, row ${i}, column ${j}`, (now) => {
            line[j] = now;
          }),
        ),
      );
      const terms = element('div', { class: 'cx-terms' });
      inputCells.push(cells);
      kernelCells.push(weightCells);
      termBoxes.push(terms);
      return element(
        'div',
        { class: 'cx-channel' },
        element('div', { class: 'cx-head' }, element('strong', {}, name), ' input'),
        sheetTable(cells, name),
        element('div', { class: 'cx-head cx-kernel' }, `kernel W${kernelNumber}, ${name}`),
        sheetTable(weightCells, name),
        terms,
      );
    });
    columns.replaceChildren(...channels, outputs);
    refresh();
  }

  function complain(text: string): void {
    problem.textContent = text;
    problem.hidden = text === '';
  }

  /** Computes, and brings every mark and number up to date; the grids and the focus stay. */
  function refresh(): void {
    outcome =
      typedNumber(typed.padding) > largestPadding
        ? { problem: `Padding: this page draws at most ${largestPadding} rings of zeros.` }
        : compute(typed, props.channelNames);
    const result = computed();
    markInvalid();
    complain('problem' in outcome ? outcome.problem : '');
    outputs.hidden = total.hidden = !result;
    termBoxes.forEach((box) => (box.hidden = !result));
    for (const control of [first, back, next, play, all]) control.disabled = !result;
    if (!result) {
      pause();
      markWindow(null);
      return;
    }
    row = Math.min(row, result.outHeight - 1);
    col = Math.min(col, result.outWidth - 1);
    seen.add(`${kernelNumber} ${row} ${col}`);
    first.disabled = back.disabled = position() === 0;
    next.disabled = position() === result.outHeight * result.outWidth - 1;
    markWindow(result);
    drawTerms(result);
    drawOutputs(result);
  }

  function markInvalid(): void {
    for (const input of root.querySelectorAll<HTMLInputElement>('.cx-cell input')) {
      input.setAttribute('aria-invalid', String(!isNumber(input.value)));
    }
    for (const { input } of [stride, padding, bias]) {
      input.setAttribute('aria-invalid', String(!isNumber(input.value)));
    }
  }

  function markWindow(result: Computed | null): void {
    const step = Number(typed.stride);
    const side = kernelCells[0]!.length;
    for (const cells of inputCells) {
      cells.forEach((line, r) =>
        line.forEach((cell, c) => {
          const isIn =
            result !== null &&
            r >= row * step &&
            r < row * step + side &&
            c >= col * step &&
            c < col * step + side;
          cell.classList.toggle('cl-in', isIn);
        }),
      );
    }
  }

  /** Lights up the two cells that a product is made of, while the pointer is on it. */
  function point(channel: number, i: number, j: number, isOn: boolean): void {
    const step = Number(typed.stride);
    const side = kernelCells[channel]!.length;
    const [ki, kj] = typed.flip ? [side - 1 - i, side - 1 - j] : [i, j];
    inputCells[channel]![row * step + i]?.[col * step + j]?.classList.toggle('cx-point', isOn);
    kernelCells[channel]![ki]?.[kj]?.classList.toggle('cx-point', isOn);
  }

  /** The kernel as it lies on the window after its half turn. */
  function turnedKernel(channel: ChannelTerms): HTMLElement[] {
    const cells = channel.kernel.map((line) =>
      line.map((weight) => element('td', { class: 'cx-cell' }, numberText(weight))),
    );
    const head = element('div', { class: 'cx-head' }, 'turned');
    return [head, sheetTable(cells, channel.name)];
  }

  function drawTerms(result: Computed): void {
    const terms = result.terms(row, col, kernelNumber);
    terms.channels.forEach((channel, c) => {
      const lines = channel.window.map((line, i) => {
        const products = line.flatMap((value, j) => {
          const weight = channel.kernel[i]![j]!;
          const product = element('span', {}, productText(value, weight, i + j === 0));
          if (value * weight === 0) product.classList.add('cx-zero');
          product.addEventListener('mouseenter', () => point(c, i, j, true));
          product.addEventListener('mouseleave', () => point(c, i, j, false));
          return i + j === 0 ? [product] : [' + ', product];
        });
        return element('div', {}, ...products);
      });
      const sum = element('div', {}, '= ', element('strong', {}, numberText(channel.sum)));
      termBoxes[c]!.replaceChildren(...(typed.flip ? turnedKernel(channel) : []), ...lines, sum);
    });
    const sums = terms.channels.map((channel, c) => {
      const sign = c === 0 ? '' : ' + ';
      return `${sign}${channel.name} ${c === 0 ? numberText(channel.sum) : termText(channel.sum)}`;
    });
    const output = result.output[kernelNumber]![row]![col]!;
    total.replaceChildren(
      `Output row ${row}, column ${col}, kernel W${kernelNumber}${typed.flip ? ' (turned)' : ''}: `,
      `${sums.join('')} + bias ${termText(terms.bias)} = `,
      element('strong', {}, numberText(output)),
    );
  }

  function drawOutputs(result: Computed): void {
    // The cell that has the focus is about to be replaced.
    const hadFocus = outputs.contains(document.activeElement);
    const sheets = result.output.map((sheet, m) => {
      const cells = sheet.map((line, r) =>
        line.map((value, c) => {
          const isHere = m === kernelNumber && r === row && c === col;
          const text = seen.has(`${m} ${r} ${c}`) ? numberText(value, 3) : '·';
          const cell = button(text, `Output of W${m}, row ${r}, column ${c}: ${text}`, () => {
            const isOther = m !== kernelNumber;
            kernelNumber = m;
            row = r;
            col = c;
            if (isOther) build();
            else refresh();
            outputs.querySelector<HTMLElement>('[aria-current=true]')?.focus();
          });
          cell.tabIndex = isHere ? 0 : -1;
          if (isHere) cell.setAttribute('aria-current', 'true');
          return element('td', { class: 'cx-cell' }, cell);
        }),
      );
      const head = element(
        'div',
        { class: 'cx-head' },
        element('strong', {}, 'Output'),
        ` of W${m}`,
      );
      if (m > 0) head.classList.add('cx-kernel');
      return element('div', {}, head, sheetTable(cells, ''));
    });
    outputs.replaceChildren(...sheets);
    if (hadFocus) outputs.querySelector<HTMLElement>('[aria-current=true]')?.focus();
  }

  // ---- keys

  /** In a grid of numbers, up, down and Enter go to the cell above or below. */
  function moveInGrid(input: HTMLInputElement, key: string): boolean {
    const cell = input.closest('td');
    const line = cell?.parentElement as HTMLTableRowElement | null;
    const towards = key === 'ArrowUp' ? line?.previousElementSibling : line?.nextElementSibling;
    const target = (towards as HTMLTableRowElement | null)?.cells[cell!.cellIndex];
    const field = target?.querySelector('input');
    field?.focus();
    return Boolean(field);
  }

  root.addEventListener('keydown', (event) => {
    // A notebook's own shortcuts listen further up.
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement && event.target.type === 'text') {
      if (['ArrowUp', 'ArrowDown', 'Enter'].includes(event.key)) {
        if (moveInGrid(event.target, event.key)) event.preventDefault();
      }
      return;
    }
    const result = computed();
    if (!result) return;
    const { outWidth, outHeight } = result;
    const targets: Record<string, number> = {
      ArrowRight: position() + 1,
      ArrowLeft: position() - 1,
      ArrowDown: row + 1 < outHeight ? position() + outWidth : position(),
      ArrowUp: row > 0 ? position() - outWidth : position(),
      Home: 0,
      End: outWidth * outHeight - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  });

  root.replaceChildren(
    element('style', {}, explorerStyle),
    element(
      'div',
      { class: 'cx', role: 'group', 'aria-label': props.title, tabindex: 0 },
      element(
        'div',
        { class: 'cx-head' },
        element('strong', { style: 'text-transform:none' }, props.title),
      ),
      element(
        'div',
        { class: 'cx-bar' },
        element('div', { class: 'cx-steps' }, first, back, next, play, all, reset),
      ),
      element(
        'div',
        { class: 'cx-bar' },
        ...(tabs.length > 1 ? [element('div', { class: 'cx-steps' }, ...tabs)] : []),
        bias.label,
        stride.label,
        padding.label,
        rows.label,
        cols.label,
        size.label,
        element('label', {}, flip, 'turn the kernel by half a turn (true convolution)'),
      ),
      problem,
      columns,
      total,
      element(
        'p',
        { class: 'cx-help' },
        'Step with the buttons or the arrow keys, or click an output cell. Type over any number of the input or the kernel. Point at a product to see the two numbers it is made of. Dashed cells are padding.',
      ),
    ),
  );
  restart();
}
