import { convOutputSize } from '../ops/padding';
import { receptiveFields, type WindowLayer } from '../ops/receptive-fields';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { outputHtml } from './theme';

export interface StackOptions {
  /** How many cells the input has. */
  cells: number;
  /** From the one that reads the input to the last; without padding. */
  layers: readonly WindowLayer[];
  title: string;
  /** The output whose receptive field is drawn; the middle one unless told. */
  output?: number;
}

interface Row {
  readonly name: string;
  readonly count: number;
  /** Where the row's first cell and the next lie, in cells of the input. */
  readonly first: number;
  readonly jump: number;
  /** The cells that the output depends on. */
  readonly seen: readonly number[];
}

/** The rows of a stack, from the input to the last layer. @throws as convOutputSize does */
function stackRows({ cells, layers, output }: StackOptions): Row[] {
  const counts = [cells];
  for (const { kernel, stride = 1, dilation = 1 } of layers) {
    counts.push(convOutputSize(counts[counts.length - 1], kernel, stride, 'valid', dilation));
  }
  const top = counts[layers.length];
  const chosen = output ?? Math.floor(top / 2);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen >= top) {
    throw new Error(`layerStack: there is no output ${chosen}, the last layer has ${top}`);
  }
  const seen: number[][] = [[chosen]];
  for (const { kernel, stride = 1, dilation = 1 } of [...layers].reverse()) {
    const below = seen[0].flatMap((cell) =>
      Array.from({ length: kernel }, (_, i) => cell * stride + i * dilation),
    );
    seen.unshift([...new Set(below)].sort((a, b) => a - b));
  }
  const fields = [{ size: 1, jump: 1 }, ...receptiveFields(layers)];
  return counts.map((count, depth) => {
    const { kernel, stride = 1 } = layers[depth - 1] ?? { kernel: 0 };
    const name = depth === 0 ? 'input' : `layer ${depth}: kernel ${kernel}, stride ${stride}`;
    const { size, jump } = fields[depth];
    return { name, count, first: (size - 1) / 2, jump, seen: seen[depth] };
  });
}

const side = 24;
const rise = 58;

function stackSvg(options: StackOptions, label: string): string {
  const rows = stackRows(options);
  const y = (depth: number): number => (rows.length - 1 - depth) * rise + 4;
  const x = (depth: number, cell: number): number =>
    (rows[depth].first + cell * rows[depth].jump) * (side + 2) + side / 2 + 2;

  // Lines first, so that the cells lie on them.
  const lines = options.layers.flatMap(({ kernel, stride = 1, dilation = 1 }, index) =>
    rows[index + 1].seen.flatMap((cell) =>
      Array.from({ length: kernel }, (_, i) => {
        const from = x(index, cell * stride + i * dilation);
        return `<path d="M${from} ${y(index)}L${x(index + 1, cell)} ${y(index + 1) + side}" stroke="#56B4E9" stroke-width="1.5" opacity=".75"/>`;
      }),
    ),
  );
  const captionX = options.cells * (side + 2) + 14;
  const cells = rows.flatMap(({ count, name, seen }, depth) => [
    ...Array.from({ length: count }, (_, cell) => {
      const isSeen = seen.includes(cell);
      const isTop = depth === rows.length - 1;
      const fill = isSeen ? (isTop ? '#E69F00' : '#0072B2') : '#808080';
      const left = x(depth, cell) - side / 2;
      return (
        `<rect x="${left}" y="${y(depth)}" width="${side}" height="${side}" rx="3" fill="${fill}" fill-opacity="${isSeen ? 1 : 0.12}" stroke="#808080"/>` +
        `<text x="${x(depth, cell)}" y="${y(depth) + 16}" text-anchor="middle" font-size="11" fill="${isSeen ? (isTop ? '#111' : '#fff') : 'currentColor'}">${cell}</text>`
      );
    }),
    `<text x="${captionX}" y="${y(depth) + 16}" font-size="12" fill="currentColor">${escapeHtml(name)}</text>`,
  ]);
  const width = captionX + 158;
  const height = y(0) + side + 4;
  return (
    `<svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `style="max-width:100%;font-family:inherit">${[...lines, ...cells].join('')}</svg>`
  );
}

/** The output of `layerStack`. */
export function layerStackBundle(stacks: readonly StackOptions[]): Bundle {
  const described = stacks.map((stack) => {
    const rows = stackRows(stack);
    const lines = rows.map(
      ({ name, count, seen }) =>
        `${name}: ${count} cells, ${seen.length} seen (${seen.join(', ')})`,
    );
    return { stack, lines: lines.reverse() };
  });
  const html = described.map(({ stack, lines }) => {
    const label = escapeHtml(`${stack.title}. ${lines.join('; ')}`);
    return `<figure><figcaption>${escapeHtml(stack.title)}</figcaption>${stackSvg(stack, label)}</figure>`;
  });
  return {
    'text/html': outputHtml(`<div class="cl-row">${html.join('')}</div>`),
    'text/plain': described
      .map(({ stack, lines }) => [stack.title, ...lines].join('\n'))
      .join('\n\n'),
  };
}

/**
 * Shows stacks of layers on a row of cells, layer on layer with the input at the bottom: one output
 * and every cell beneath that it depends on, joined by lines.
 *
 * @throws as convOutputSize does, and if the last layer has no such output
 */
export function layerStack(stacks: readonly StackOptions[]): void {
  display(layerStackBundle(stacks));
}
