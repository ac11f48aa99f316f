import type { Block, TestLine } from './document';
import type { ValueTable } from './value-tables';

/** A report as Markdown, for what shows no HTML. */
export function toMarkdown(title: string, blocks: readonly Block[]): string {
  return `# ${escape(title)}\n\n${blocks.map(renderBlock).join('\n\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const points = block.points === null ? '' : ` (${block.points})`;
      return `${'#'.repeat(block.level + 1)} ${escape(block.text)}${points}`;
    }
    case 'paragraph':
      return block.tone === 'mistake' || block.tone === 'hint'
        ? `> ${escape(block.text)}`
        : escape(block.text);
    case 'tests':
      return block.tests.map(renderTest).join('\n');
    case 'tables':
      return block.tables.map(renderTable).join('\n\n');
    case 'lines':
      return `${escape(block.title)}\n\n${code(block.lines)}`;
  }
}

function renderTest({ passed, title, note, points }: TestLine): string {
  const line = `- ${passed ? '✓' : '✗'} ${escape(title)} (${points})`;
  return note ? `${line}  \n  ${escape(note)}` : line;
}

function renderTable({ title, rows }: ValueTable): string {
  const width = Math.max(...rows.map((row) => row.length), 1);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) =>
    line(
      Array.from({ length: width }, (_, j) => {
        const text = escape(row[j]?.text ?? '');
        return row[j]?.wrong ? `**${text}**` : text;
      }),
    ),
  );
  const empty = Array.from({ length: width }, () => ' ');
  return [`${escape(title)}:`, '', line(empty), line(empty.map(() => '---:')), ...body].join('\n');
}

/** Indented, so that no run of backticks in a student's text can end it. */
function code(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split(/\r\n|[\n\r]/))
    .map((line) => `    ${line}`)
    .join('\n');
}

/** A student's text stays text: one line, and no mark of Markdown or HTML works. */
function escape(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]<>#+|~!&]/g, (mark) =>
      mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : mark === '&' ? '&amp;' : `\\${mark}`,
    );
}
