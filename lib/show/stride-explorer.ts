import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { pageHtml } from './page';
import type { StrideExplorerProps, StrideSettings } from './pages/props';
import { layoutOf } from './pages/stride-state';

export interface StrideExplorerOptions extends Partial<StrideSettings> {
  title?: string;
}

/**
 * The output of `strideExplorer`.
 *
 * @throws if the settings to begin with give no output
 */
export function strideExplorerBundle(options: StrideExplorerOptions = {}): Bundle {
  const { title = 'Windows and strides', ...given } = options;
  const settings = { cells: 8, kernel: 3, stride: 2, padding: 0, dilation: 1, ...given };
  const outcome = layoutOf(settings);
  if ('problem' in outcome) throw new Error(`strideExplorer: ${outcome.problem}`);
  const text = `${title} (interactive in a browser). ${outcome.layout.formula}`;
  const props: StrideExplorerProps = { title, settings };
  return {
    'text/html': pageHtml('stride-explorer', props, `<pre>${escapeHtml(text)}</pre>`),
    'text/plain': text,
  };
}

/**
 * Shows, in the page, how a square window slides over a square input, with a slider for each size:
 * which cells every output reads, how often each cell is visited, the size formula with its numbers,
 * and lib's own reason where there is no output.
 */
export function strideExplorer(options: StrideExplorerOptions = {}): void {
  display(strideExplorerBundle(options));
}
