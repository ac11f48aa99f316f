import { numberText, termText } from './numbers';
import type { ChannelTerms, OutputTerms } from './terms';

/** One product: `2·(−1)`; a negative first factor is bracketed unless it opens the sum. */
export function productText(value: number, weight: number, isFirst: boolean): string {
  return `${isFirst ? numberText(value) : termText(value)}·${termText(weight)}`;
}

/** A channel's sum with every product visible: `0·(−1) + 1·0 + 2·1 = 2`. */
export function channelLine(channel: ChannelTerms): string {
  const products = channel.window.flatMap((row, i) =>
    row.map((value, j) => productText(value, channel.kernel[i]![j]!, i + j === 0)),
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
