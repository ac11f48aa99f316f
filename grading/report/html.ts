import { escapeHtml } from '../../lib/show/html';
import { outputHtml } from '../../lib/show/theme';
import type { Block, TestLine } from './document';
import type { ValueTable } from './value-tables';

/** The report's own rules, beyond those that every output of the course shares. */
const style = `<style>
.convlab.convlab .cl-report h2, .convlab.convlab .cl-report h3, .convlab.convlab .cl-report h4 { margin: 14px 0 4px; font-size: 16px; line-height: 1.4; }
.convlab.convlab .cl-report h4 { font-size: 14px; }
.convlab.convlab .cl-report p { margin: 4px 0; white-space: pre-wrap; }
.convlab.convlab .cl-report ul { list-style: none; margin: 4px 0; padding: 0; }
.convlab.convlab .cl-report pre { margin: 2px 0 8px; padding: 6px 10px; background: rgba(128,128,128,.12); white-space: pre-wrap; font-size: 13px; color: inherit; }
.convlab.convlab .cl-points { opacity: .8; font-weight: 400; }
.convlab.convlab .cl-good::before { content: '✓ '; color: #009E73; font-weight: 700; }
.convlab.convlab .cl-bad::before { content: '✗ '; color: #D55E00; font-weight: 700; }
.convlab.convlab .cl-fault { border-left: 4px solid #D55E00; padding: 4px 12px; background: rgba(213,94,0,.10); }
.convlab.convlab .cl-hint { border-left: 4px solid #0072B2; padding: 4px 12px; background: rgba(0,114,178,.10); }
.convlab.convlab table.cl-grid td.cl-wrong { box-shadow: inset 0 0 0 2px #D55E00; font-weight: 700; }
</style>`;

const paragraphClass = {
  plain: '',
  bad: 'cl-fault',
  quiet: 'cl-quiet',
  mistake: 'cl-note',
  hint: 'cl-hint',
} as const;

/** A report as an output of a notebook's cell. */
export function toHtml(blocks: readonly Block[]): string {
  return outputHtml(`${style}<div class="cl-report">${blocks.map(renderBlock).join('')}</div>`);
}

/** A report as a page of its own, which runs nothing and loads nothing. */
export function toPage(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>body { max-width: 960px; margin: 24px auto; padding: 0 16px; font-family: system-ui, sans-serif; } h1 { font-size: 20px; }</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${toHtml(blocks)}
</body>
</html>
`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const tag = `h${block.level + 1}`;
      const points =
        block.points === null ? '' : ` <span class="cl-points">${escapeHtml(block.points)}</span>`;
      return `<${tag}>${escapeHtml(block.text)}${points}</${tag}>`;
    }
    case 'paragraph':
      return `<p class="${paragraphClass[block.tone]}">${escapeHtml(block.text)}</p>`;
    case 'tests':
      return `<ul>${block.tests.map(renderTest).join('')}</ul>`;
    case 'tables':
      return `<div class="cl-row">${block.tables.map(renderTable).join('')}</div>`;
    case 'lines':
      return `<p>${escapeHtml(block.title)}</p><pre>${escapeHtml(block.lines.join('\n'))}</pre>`;
  }
}

function renderTest({ passed, title, note, points }: TestLine): string {
  const said = note ? `<br><span class="cl-quiet">${escapeHtml(note)}</span>` : '';
  return `<li class="${passed ? 'cl-good' : 'cl-bad'}">${escapeHtml(title)} <span class="cl-points">(${escapeHtml(points)})</span>${said}</li>`;
}

function renderTable({ title, rows }: ValueTable): string {
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map(({ text, wrong }) => `<td${wrong ? ' class="cl-wrong"' : ''}>${escapeHtml(text)}</td>`).join('')}</tr>`,
    )
    .join('');
  return `<table class="cl-grid cl-small"><caption>${escapeHtml(title)}</caption><tbody>${body}</tbody></table>`;
}
