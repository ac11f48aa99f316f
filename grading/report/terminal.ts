import pc from 'picocolors';
import type { Block, TestLine } from './document';
import type { ValueTable } from './value-tables';

type Colors = ReturnType<typeof pc.createColors>;

/** The width up to which tables are set side by side. */
const width = 96;

/** A report for a terminal; without colours, the plain text of the notebook and of files. */
export function toText(blocks: readonly Block[], colours = false): string {
  const colors = pc.createColors(colours);
  return blocks
    .map((block) => renderBlock(block, colors))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function renderBlock(block: Block, colors: Colors): string {
  switch (block.kind) {
    case 'heading': {
      const colour = block.full ? colors.green : colors.yellow;
      const text = safe(block.points === null ? block.text : `${block.text}: ${block.points}`);
      return `\n${block.level === 3 ? colour(text) : colors.bold(colour(text))}`;
    }
    case 'paragraph':
      return renderParagraph(block, colors);
    case 'tests':
      return block.tests.map((test) => renderTest(test, colors)).join('\n');
    case 'tables':
      return sideBySide(block.tables.map((table) => renderTable(table, colors)));
    case 'lines':
      return [indent(safe(block.title)), ...block.lines.map((line) => indent(safe(line), 4))].join(
        '\n',
      );
  }
}

function renderParagraph(
  { text, tone }: Extract<Block, { kind: 'paragraph' }>,
  colors: Colors,
): string {
  const colour = {
    plain: (t: string) => t,
    bad: colors.red,
    quiet: colors.dim,
    mistake: (t: string) => colors.bold(colors.yellow(t)),
    hint: colors.cyan,
  }[tone];
  return indent(colour(safe(text)));
}

function renderTest({ passed, title, note, points }: TestLine, colors: Colors): string {
  const mark = passed ? colors.green('✓') : colors.red('✗');
  return `  ${mark} ${safe(title)} ${colors.dim(`(${points})`)}${note ? `\n      ${safe(note)}` : ''}`;
}

interface Drawn {
  readonly lines: readonly string[];
  /** Colours take no room. */
  readonly width: number;
}

function renderTable({ title, rows }: ValueTable, colors: Colors): Drawn {
  const columns = Math.max(...rows.map((row) => row.length), 0);
  const widths = Array.from({ length: columns }, (_, j) =>
    Math.max(...rows.map((row) => safe(row[j]?.text ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map(({ text, wrong }, j) => {
        const padded = safe(text).padStart(widths[j]!);
        return wrong ? colors.bold(colors.red(padded)) : padded;
      })
      .join('  '),
  );
  const inner = widths.reduce((sum, size) => sum + size + 2, -2);
  const caption = safe(title);
  return { lines: [colors.dim(caption), ...lines], width: Math.max(caption.length, inner) };
}

/** Tables in as many rows of tables as the width asks for. */
function sideBySide(tables: readonly Drawn[]): string {
  const rows: Drawn[][] = [];
  let used = Infinity;
  for (const table of tables) {
    if (used + table.width > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(table);
    used += table.width + 4;
  }
  return rows.map((row) => indent(joinTables(row), 4)).join('\n');
}

function joinTables(tables: readonly Drawn[]): string {
  const height = Math.max(...tables.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, i) =>
    tables
      .map(
        ({ lines, width: size }) =>
          (lines[i] ?? '') + ' '.repeat(size - visibleLength(lines[i] ?? '')),
      )
      .join('    ')
      .trimEnd(),
  ).join('\n');
}

const ansiColour = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

function visibleLength(text: string): number {
  return text.replace(ansiColour, '').length;
}

/** A student's text must not steer the terminal: control characters are written out. */
function safe(text: string): string {
  return text.replace(
    /(?![\t\n])[\p{Cc}\p{Bidi_Control}]/gu,
    (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** A student's text on one line of a terminal. */
export function plainLine(text: string): string {
  return safe(text).replace(/\s+/g, ' ');
}

function indent(text: string, by = 2): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
