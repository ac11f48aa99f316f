import { numberText, termText } from './numbers';
import type { ChannelTerms, OutputTerms } from './terms';

/** A channel's sum with every product visible: `0·(−1) + 1·0 + 2·1 = 2`. */
export function channelLine(channel: ChannelTerms): string {
  const products = channel.window.flatMap((row, i) =>
    row.map((value, j) => `${numberText(value)}·${termText(channel.kernel[i]![j]!)}`),
  );
  return `${products.join(' + ')} = ${numberText(channel.sum)}`;
}

/** The channels' sums and the bias, added up: `0 + (−1) + 0 + bias 0 = −1`. */
export function totalLine(terms: OutputTerms): string {
  const sums = terms.channels.map((channel, index) =>
    index === 0 ? numberText(channel.sum) : termText(channel.sum),
  );
  return `${sums.join(' + ')} + bias ${termText(terms.bias)} = ${numberText(terms.output)}`;
}
