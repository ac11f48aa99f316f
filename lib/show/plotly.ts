import { transformSync } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'plotly.js-dist/package.json';
import { display } from './display';
import { escapeScript } from './html';
import { outputHtml } from './theme';

const cacheFolder = join(__dirname, '..', '..', 'build', 'cache');

/**
 * The drawing library as a script for a page. plotly.js can't be loaded in Node, so its file is
 * read as text; it is minified once (10 MB become 5) and kept in `folder`. Two kernels may do so at
 * the same moment: each writes a file of its own and renames it, so no one reads half a file.
 *
 * The script sets `window.Plotly` and nothing else. `define` and `module` are hidden from it, since
 * a page with require.js (Jupyter Notebook 6) would otherwise claim the parts of the bundle that
 * look for it.
 */
export function plotlyScript(folder: string = cacheFolder): string {
  const file = join(folder, `plotly-${version}.min.js`);
  if (!existsSync(file)) {
    const source = readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8');
    const minified = transformSync(source, {
      minify: true,
      legalComments: 'none',
      target: 'es2020',
    });
    const licence = `/* plotly.js v${version}, (c) Plotly, Inc., MIT licence */`;
    const script =
      `${licence}(function(){if(window.Plotly&&window.Plotly.version===${JSON.stringify(version)})return;` +
      `(function(define,module,exports){${minified.code}}).call(window);delete window.moduleName;})();`;
    mkdirSync(folder, { recursive: true });
    const draft = join(folder, `${randomUUID()}.tmp`);
    writeFileSync(draft, escapeScript(script));
    renameSync(draft, file);
  }
  return readFileSync(file, 'utf8');
}

let isPrepared = false;

/**
 * Puts the drawing library into the notebook, as an output of the running cell. A lesson calls it
 * in its first cell, so that running that cell again brings the library back.
 */
export function prepareFigures(): void {
  isPrepared = true;
  const text = `Figures are drawn by Plotly ${version}, which this output holds: keep it.`;
  display({
    'text/html': outputHtml(
      `<div class="cl-quiet">${text}</div><script>${plotlyScript()}</script>`,
    ),
    'text/plain': text,
  });
}

/** Puts the drawing library into the notebook unless this session has done so. */
export function ensureFigures(): void {
  if (!isPrepared) prepareFigures();
}
