import { buildSync } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { escapeScript, scriptJson } from './html';
import { outputHtml } from './theme';

/**
 * A piece of the notebook that runs in the page: HTML whose script is bundled from
 * `pages/<name>.ts` at this moment, with whatever of lib it imports, so the page runs the very
 * code that the lesson runs. The script leaves nothing on `window`, needs no network, and finds
 * its own element, so a page may hold several.
 *
 * @param name a file of `pages/` that exports `mount(root: HTMLElement, props)`
 * @param props goes to `mount`, as JSON
 * @param fallback HTML for a page without scripts
 */
export function pageHtml(name: string, props: unknown, fallback: string): string {
  const bundle = buildSync({
    entryPoints: [join(__dirname, 'pages', `${name}.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'page',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const id = randomUUID();
  const script = `(()=>{${bundle.outputFiles[0]!.text}
for(const root of document.querySelectorAll('[data-convlab-page="${id}"]:not([data-mounted])')){root.dataset.mounted='';page.mount(root,${scriptJson(props)});}})();`;
  return outputHtml(
    `<div data-convlab-page="${id}" data-lm-suppress-shortcuts="true">${fallback}</div>` +
      `<script>${escapeScript(script)}</script>`,
  );
}
