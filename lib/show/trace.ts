import type { Tensor } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { matrixHtml, matrixText } from './matrix';
import { numberText } from './numbers';
import { outputTerms, type TermsOptions } from './terms';
import { outputHtml } from './theme';
import { channelLine, totalLine } from './written-out';

export interface TraceOptions extends TermsOptions {
  title?: string;
}

const isColour = (name: string): name is 'red' | 'green' | 'blue' =>
  name === 'red' || name === 'green' || name === 'blue';

/** The output of `trace`. */
export function traceBundle(x: Tensor, kernels: Tensor, options: TraceOptions): Bundle {
  const terms = outputTerms(x, kernels, options);
  const title =
    options.title ??
    `Output row ${options.row}, column ${options.col}, of kernel W${options.outChannel ?? 0}`;
  const channelHtml = terms.channels.map((channel) => {
    const colour = isColour(channel.name) ? { channel: channel.name } : {};
    const sign = (text: string): string => `<span class="cl-sign">${text}</span>`;
    return (
      `<div style="margin:10px 0"><div class="cl-row cl-centre" style="gap:6px 12px">` +
      matrixHtml(channel.window, { title: `${channel.name}: window`, ...colour }) +
      sign('·') +
      matrixHtml(channel.kernel, { title: 'kernel', ...colour }) +
      sign('→') +
      matrixHtml(channel.products, { title: 'products' }) +
      sign('→') +
      matrixHtml([[channel.sum]], { title: 'sum' }) +
      `</div><p class="cl-sum">${escapeHtml(channelLine(channel))}</p></div>`
    );
  });
  const channelText = terms.channels.map((channel) =>
    [
      matrixText(channel.window, { title: `${channel.name}: window` }),
      matrixText(channel.kernel, { title: 'kernel' }),
      `${channel.name}: ${channelLine(channel)}`,
    ].join('\n'),
  );
  const names = terms.channels.map((channel) => channel.name).join(' + ');
  return {
    'text/html': outputHtml(
      `<strong>${escapeHtml(title)}</strong>${channelHtml.join('')}` +
        `<p class="cl-sum cl-result">${escapeHtml(names)} + bias: ` +
        `${escapeHtml(totalLine(terms).replace(/ = [^=]*$/, ''))} = <strong>${numberText(terms.output)}</strong></p>`,
    ),
    'text/plain': [title, ...channelText, `${names} + bias: ${totalLine(terms)}`].join('\n\n'),
  };
}

/**
 * Shows how one output number of a convolution comes about: for each channel the window, the
 * kernel, every product and their sum; then the channels' sums and the bias added up.
 *
 * @param x the image, [1, h, w, c]
 * @param kernels [kh, kw, c, m]
 */
export function trace(x: Tensor, kernels: Tensor, options: TraceOptions): void {
  display(traceBundle(x, kernels, options));
}
