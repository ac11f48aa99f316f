import type { WrongAnswer } from '../../types';

/** The sizes of the layer that is asked about, and those of its output. */
interface Sizes {
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outChannels: number;
  /** Places of the window: rows · columns of the output of a valid convolution. */
  readonly places: number;
  /** The weights of all kernels. */
  readonly weights: number;
}

const counted =
  (count: (sizes: Sizes) => number) =>
  (
    [height, width, inChannels]: number[],
    kernelHeight: number,
    kernelWidth: number,
    outChannels: number,
  ): number =>
    count({
      height,
      width,
      inChannels,
      kernelHeight,
      kernelWidth,
      outChannels,
      places: (height - kernelHeight + 1) * (width - kernelWidth + 1),
      weights: kernelHeight * kernelWidth * inChannels * outChannels,
    });

export const parameters: WrongAnswer[] = [
  {
    id: 'bias-not-counted',
    when: 'the biases are not counted',
    answer: counted(({ weights }) => weights),
  },
  {
    id: 'one-bias-for-all',
    when: 'one bias is counted for the whole layer; each kernel has its own',
    answer: counted(({ weights }) => weights + 1),
  },
  {
    id: 'bias-per-input-channel',
    when: 'a bias is counted for each input channel; there is one for each kernel',
    answer: counted(({ weights, inChannels }) => weights + inChannels),
  },
  {
    id: 'bias-per-sheet',
    when: 'a bias is counted for each input channel of each kernel; a kernel has one bias for all its channels',
    answer: counted(({ weights, inChannels, outChannels }) => weights + inChannels * outChannels),
  },
  {
    id: 'bias-per-weight',
    when: 'a bias is counted for each weight; there is one for each kernel',
    answer: counted(({ weights }) => 2 * weights),
  },
  {
    id: 'bias-per-output',
    when: 'a bias is counted for each output number; all places of a map share one',
    answer: counted(({ weights, places, outChannels }) => weights + places * outChannels),
  },
  {
    id: 'counted-per-place',
    when: 'weights and biases are counted once for each place of the window; all places share them',
    answer: counted(({ weights, places, outChannels }) => (weights + outChannels) * places),
  },
  {
    id: 'weights-per-place',
    when: 'the weights are counted once for each place of the window; all places share them',
    answer: counted(({ weights, places, outChannels }) => weights * places + outChannels),
  },
  {
    id: 'multiplications',
    when: 'the multiplications are counted; a weight is multiplied at many places and learnt once',
    answer: counted(({ weights, places }) => weights * places),
  },
  {
    id: 'dense-layer',
    when: 'the parameters of a dense layer are counted: each output with a weight for every input number',
    answer: counted(
      ({ height, width, inChannels, places, outChannels }) =>
        (height * width * inChannels + 1) * places * outChannels,
    ),
  },
  {
    id: 'output-numbers',
    when: 'the numbers of the output are counted, not those that training has to find',
    answer: counted(({ places, outChannels }) => places * outChannels),
  },
  {
    id: 'kernel-as-large-as-input',
    when: 'height and width of the picture are used for those of the kernel',
    answer: counted(
      ({ height, width, inChannels, outChannels }) =>
        (height * width * inChannels + 1) * outChannels,
    ),
  },
  {
    id: 'channels-left-out',
    when: 'the input channels are left out; a kernel has a sheet of weights for each of them',
    answer: counted(
      ({ kernelHeight, kernelWidth, outChannels }) =>
        (kernelHeight * kernelWidth + 1) * outChannels,
    ),
  },
  {
    id: 'one-kernel-only',
    when: 'one kernel and its bias are counted; there are outChannels of them',
    answer: counted(
      ({ kernelHeight, kernelWidth, inChannels }) => kernelHeight * kernelWidth * inChannels + 1,
    ),
  },
  {
    id: 'one-kernel-all-biases',
    when: 'the weights of one kernel are counted, with the biases of all',
    answer: counted(
      ({ kernelHeight, kernelWidth, inChannels, outChannels }) =>
        kernelHeight * kernelWidth * inChannels + outChannels,
    ),
  },
  {
    id: 'first-size-for-channels',
    when: 'inputShape[0], the height, is taken for the number of channels; the channels come last',
    answer: counted(
      ({ height, kernelHeight, kernelWidth, outChannels }) =>
        (kernelHeight * kernelWidth * height + 1) * outChannels,
    ),
  },
  {
    id: 'square-by-height',
    when: 'the height of the kernel is used for its width too, so that only square kernels come out right',
    answer: counted(
      ({ kernelHeight, inChannels, outChannels }) =>
        (kernelHeight ** 2 * inChannels + 1) * outChannels,
    ),
  },
  {
    id: 'square-by-width',
    when: 'the width of the kernel is used for its height too, so that only square kernels come out right',
    answer: counted(
      ({ kernelWidth, inChannels, outChannels }) =>
        (kernelWidth ** 2 * inChannels + 1) * outChannels,
    ),
  },
  {
    id: 'sides-added',
    when: 'height and width of the kernel are added; it has height times width weights in each sheet',
    answer: counted(
      ({ kernelHeight, kernelWidth, inChannels, outChannels }) =>
        ((kernelHeight + kernelWidth) * inChannels + 1) * outChannels,
    ),
  },
  {
    id: 'channels-added',
    when: 'the input channels are added to the kernel cells; each channel has a whole sheet of them',
    answer: counted(
      ({ kernelHeight, kernelWidth, inChannels, outChannels }) =>
        (kernelHeight * kernelWidth + inChannels + 1) * outChannels,
    ),
  },
];
