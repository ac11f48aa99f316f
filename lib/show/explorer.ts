import { toNested, type Tensor } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { pageHtml } from './page';
import type { ExplorerProps } from './pages/props';
import { channelName } from './theme';
import { traceBundle } from './trace';

export interface ExplorerOptions {
  /** One number for each kernel; zeros unless told. */
  bias?: readonly number[];
  stride?: number;
  padding?: number;
  title?: string;
}

/** The sheets of a block [rows, cols, sheets] as matrices: one a channel. */
function sheets(block: number[][][]): number[][][] {
  return block[0]![0]!.map((_, c) => block.map((row) => row.map((cell) => cell[c]!)));
}

/** The output of `explorer`. */
export function explorerBundle(x: Tensor, kernels: Tensor, options: ExplorerOptions = {}): Bundle {
  const { stride = 1, padding = 0, title = 'Convolution, step by step' } = options;
  const outChannels = kernels.shape[3]!;
  const bias = options.bias ?? new Array<number>(outChannels).fill(0);
  // The text alternative takes the first output apart; it also checks that the shapes fit.
  const first = traceBundle(x, kernels, { row: 0, col: 0, bias, stride, padding });
  const weights = toNested(kernels) as number[][][][];
  const props: ExplorerProps = {
    title,
    channelNames: Array.from({ length: x.shape[3]! }, (_, c) => channelName(c, x.shape[3]!)),
    input: sheets((toNested(x) as number[][][][])[0]!),
    kernels: Array.from({ length: outChannels }, (_, m) =>
      sheets(weights.map((row) => row.map((cell) => cell.map((maps) => maps[m]!)))),
    ),
    bias: [...bias],
    stride,
    padding,
  };
  return {
    'text/html': pageHtml(
      'convolution-explorer',
      props,
      `<pre>${escapeHtml(first['text/plain'])}</pre>`,
    ),
    'text/plain': `${title} (interactive in a browser). ${first['text/plain']}`,
  };
}

/**
 * Shows a convolution to play with, in the page: step through the windows, click an output cell,
 * change any number of the input and the kernels, the bias, stride and padding, and read the sum
 * written out. The page computes with lib's own conv2d.
 *
 * @param x the image, [1, h, w, c]
 * @param kernels [kh, kw, c, m]
 */
export function explorer(x: Tensor, kernels: Tensor, options: ExplorerOptions = {}): void {
  display(explorerBundle(x, kernels, options));
}
