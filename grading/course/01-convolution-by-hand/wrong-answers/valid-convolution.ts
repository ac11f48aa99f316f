import type { Tensor } from '../../../../lib/tensor';
import type { WrongAnswer } from '../../types';
import { anyLayer } from '../../wrong-answers/any-layer';
import { layer, type Slip } from '../../wrong-answers/layer';

type Convolve = (x: Tensor, kernels: Tensor, bias: number[]) => Tensor;

const slippedLayer =
  (slipFor: (x: Tensor, kernels: Tensor) => Slip): Convolve =>
  (x, kernels, bias) =>
    layer(x, kernels, bias, slipFor(x, kernels));

export const validConvolution: WrongAnswer[] = [
  ...anyLayer.map(({ id, when, maps }): WrongAnswer => {
    const answer: Convolve = (x, kernels, bias) => maps(x, kernels, bias, [1, 1]);
    return { id, when, answer };
  }),
  {
    id: 'output-too-large',
    when: 'the output is one row and one column too large: a kernel 2 wide fits into 3 columns at 2 places, width − kernelWidth + 1',
    answer: slippedLayer((x, kernels) => ({
      outHeight: x.shape[0] - kernels.shape[0] + 2,
      outWidth: x.shape[1] - kernels.shape[1] + 2,
    })),
  },
  {
    id: 'output-too-small',
    when: 'the output is one row and one column too small: the + 1 is missing from height − kernelHeight + 1',
    answer: slippedLayer((x, kernels) => ({
      outHeight: Math.max(1, x.shape[0] - kernels.shape[0]),
      outWidth: Math.max(1, x.shape[1] - kernels.shape[1]),
    })),
  },
  {
    id: 'output-as-large-as-input',
    when: 'the output is as large as the input, with zeros read beyond the bottom and the right edge',
    answer: slippedLayer((x) => ({ outHeight: x.shape[0], outWidth: x.shape[1] })),
  },
  {
    id: 'same-padding',
    when: 'the image is padded with zeros all round to keep its size ("same"); a valid convolution does not pad',
    answer: slippedLayer((x, kernels) => ({
      outHeight: x.shape[0],
      outWidth: x.shape[1],
      input: (row, col, i, j, c) => [
        row + i - Math.floor((kernels.shape[0] - 1) / 2),
        col + j - Math.floor((kernels.shape[1] - 1) / 2),
        c,
      ],
    })),
  },
  {
    id: 'windows-side-by-side',
    when: 'the windows are laid side by side (the stride is the kernel size); here they move by one cell',
    answer: slippedLayer((_x, kernels) => ({ stride: [kernels.shape[0], kernels.shape[1]] })),
  },
];
