import { at, shapeText, type Tensor } from '../tensor';
import { channelName } from './theme';

/** What one channel adds to one output number. */
export interface ChannelTerms {
  readonly name: string;
  /** Rows of the padded input under the kernel. */
  readonly window: readonly (readonly number[])[];
  readonly kernel: readonly (readonly number[])[];
  /** Cell by cell: window · kernel. */
  readonly products: readonly (readonly number[])[];
  readonly sum: number;
}

/** One output number of a convolution, taken apart. */
export interface OutputTerms {
  readonly channels: readonly ChannelTerms[];
  readonly bias: number;
  /** The channels' sums and the bias, added up. */
  readonly output: number;
}

/** Which output number to take apart, and how the convolution is laid. */
export interface TermsOptions {
  /** The output's row and column. */
  row: number;
  col: number;
  /** Which kernel, and so which channel of the output; 0 unless told. */
  outChannel?: number;
  /** One number for each kernel; zeros unless told. */
  bias?: readonly number[];
  stride?: number;
  /** Rings of zeros around the input; 0 unless told. */
  padding?: number;
}

/**
 * Takes one output number of a convolution apart into its terms.
 *
 * @param x the image, [1, h, w, c]
 * @param kernels [kh, kw, c, m]
 * @throws if the shapes don't fit, or the window at (row, col) leaves the padded input.
 */
export function outputTerms(x: Tensor, kernels: Tensor, options: TermsOptions): OutputTerms {
  const { row, col, outChannel = 0, stride = 1, padding = 0 } = options;
  if (x.shape.length !== 4 || kernels.shape.length !== 4 || x.shape[3] !== kernels.shape[2]) {
    throw new Error(
      'outputTerms: wants an image [1, h, w, c] and kernels [kh, kw, c, m] with the same c, ' +
        `got ${shapeText(x.shape)} and ${shapeText(kernels.shape)}`,
    );
  }
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const [kernelHeight, kernelWidth] = kernels.shape as [number, number, number, number];
  const top = row * stride - padding;
  const left = col * stride - padding;
  const fits =
    top >= -padding &&
    left >= -padding &&
    top + kernelHeight <= height + padding &&
    left + kernelWidth <= width + padding;
  if (!fits) {
    throw new Error(
      `outputTerms: the window of output (${row}, ${col}) leaves the padded input ` +
        `(${height + 2 * padding}×${width + 2 * padding}, kernel ${kernelHeight}×${kernelWidth}, stride ${stride})`,
    );
  }
  const grid = (cell: (i: number, j: number) => number): number[][] =>
    Array.from({ length: kernelHeight }, (_, i) =>
      Array.from({ length: kernelWidth }, (_unused, j) => cell(i, j)),
    );
  const parts = Array.from({ length: channels }, (_, c): ChannelTerms => {
    const window = grid((i, j) => {
      const r = top + i;
      const s = left + j;
      return r < 0 || s < 0 || r >= height || s >= width ? 0 : at(x, 0, r, s, c);
    });
    const kernel = grid((i, j) => at(kernels, i, j, c, outChannel));
    const products = grid((i, j) => window[i]![j]! * kernel[i]![j]!);
    const sum = products.flat().reduce((total, product) => total + product, 0);
    return { name: channelName(c, channels), window, kernel, products, sum };
  });
  const bias = options.bias?.[outChannel] ?? 0;
  return { channels: parts, bias, output: parts.reduce((sum, part) => sum + part.sum, bias) };
}
