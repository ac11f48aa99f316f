import type { Padding2d } from '../ops';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { matrixText } from './matrix';
import { pageHtml } from './page';
import { padded, visitsText } from './pages/padding-state';
import type { PaddingProps, PaddingSettings } from './pages/props';

export interface PaddingExplorerOptions {
  /** The picture's height and width, and the side of the kernel, in cells. */
  rows: number;
  cols: number;
  kernel: number;
  /** 1 unless told. */
  stride?: number;
  /** 'valid' unless told. */
  padding?: Padding2d;
  title?: string;
}

function settingsFrom(options: PaddingExplorerOptions): PaddingSettings {
  const { rows, cols, kernel, stride = 1, padding = 'valid' } = options;
  const sides = { top: 0, bottom: 0, left: 0, right: 0 };
  const rest = { rows, cols, kernel, stride };
  if (typeof padding === 'string') return { ...rest, form: padding, all: 1, ...sides };
  if (typeof padding === 'number') return { ...rest, form: 'number', all: padding, ...sides };
  const [[top, bottom], [left, right]] = padding;
  return { ...rest, form: 'sides', all: 1, top, bottom, left, right };
}

/**
 * The output of `paddingExplorer`.
 *
 * @throws if conv2d would refuse these sizes.
 */
export function paddingExplorerBundle(options: PaddingExplorerOptions): Bundle {
  const props: PaddingProps = {
    title: options.title ?? 'Padding, and who is read how often',
    settings: settingsFrom(options),
  };
  const outcome = padded(props.settings);
  if ('problem' in outcome) throw new Error(outcome.problem);
  const { visits, formulas } = outcome.picture;
  const text = [
    matrixText(visits, { title: 'Visits to each cell of the padded picture' }),
    `rows of the output: ${formulas[0]}`,
    `columns of the output: ${formulas[1]}`,
    visitsText(outcome.picture),
  ].join('\n');
  return {
    'text/html': pageHtml('padding-explorer', props, `<pre>${escapeHtml(text)}</pre>`),
    'text/plain': `${props.title} (interactive in a browser). ${text}`,
  };
}

/**
 * Shows padding to play with, in the page: sliders for picture, kernel, stride and the four forms
 * of padding; the padded picture with the visits to each cell, and the output with the padding that
 * each number reads. The page computes with lib's own conv2d, forward and backward.
 */
export function paddingExplorer(options: PaddingExplorerOptions): void {
  display(paddingExplorerBundle(options));
}
