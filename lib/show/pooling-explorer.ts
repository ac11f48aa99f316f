import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { matrixText } from './matrix';
import { pageHtml } from './page';
import type { PoolingExplorerProps } from './pages/props';
import { poolMap } from './pool-routes';

/** A map of one channel, and what it is called. */
export interface TitledMap {
  name: string;
  /** Rows of numbers. */
  values: readonly (readonly number[])[];
}

export interface PoolingExplorerOptions {
  kind?: 'max' | 'average';
  /** Of the window; 2 unless told. */
  size?: number;
  /** As the size unless told. */
  stride?: number;
  padding?: number;
  title?: string;
}

/** The output of `poolingExplorer`. @throws as maxPool2d does, for the settings it begins with. */
export function poolingExplorerBundle(
  maps: readonly TitledMap[],
  options: PoolingExplorerOptions = {},
): Bundle {
  const { kind = 'max', size = 2, stride = size, padding = 0 } = options;
  const props: PoolingExplorerProps = {
    title: options.title ?? 'Pooling, step by step',
    maps,
    kind,
    size,
    stride,
    padding,
  };
  const [{ name, values }] = maps as [TitledMap];
  const { output } = poolMap(values, { kind, size, stride, padding });
  const text = [
    matrixText(values, { title: name }),
    matrixText(output, { title: `pooled by ${kind === 'max' ? 'maximum' : 'mean'}` }),
  ].join('\n');
  return {
    'text/html': pageHtml('pooling-explorer', props, `<pre>${escapeHtml(text)}</pre>`),
    'text/plain': `${props.title} (interactive in a browser).\n${text}`,
  };
}

/**
 * Shows a pooling to play with, in the page: step through the windows, change size, stride, padding
 * and the numbers of the map, and send the gradient back along its routes. The page computes with
 * lib's own maxPool2d and avgPool2d and their backward passes.
 *
 * @param maps one or more maps to choose from
 */
export function poolingExplorer(
  maps: readonly TitledMap[],
  options: PoolingExplorerOptions = {},
): void {
  display(poolingExplorerBundle(maps, options));
}
