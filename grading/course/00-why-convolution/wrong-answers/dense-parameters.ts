import type { WrongAnswer } from '../../types';

type Count = (height: number, width: number, channels: number, outputs: number) => number;

const wrong = (id: string, when: string, answer: Count): WrongAnswer => ({ id, when, answer });

export const denseParameters: WrongAnswer[] = [
  wrong(
    'biases-left-out',
    'the biases are left out: one for each output',
    (h, w, c, m) => h * w * c * m,
  ),
  wrong(
    'one-bias',
    'one bias is counted for the whole layer; each output has its own',
    (h, w, c, m) => h * w * c * m + 1,
  ),
  wrong(
    'bias-per-input',
    'a bias is counted for each input; each output has one',
    (h, w, c, m) => h * w * c * m + h * w * c,
  ),
  wrong('bias-per-weight', 'a bias is counted for each weight', (h, w, c, m) => 2 * h * w * c * m),
  wrong(
    'bias-per-channel',
    'a bias is counted for each channel of the picture; each output has one',
    (h, w, c, m) => h * w * c * m + c,
  ),
  wrong(
    'channels-added',
    'the channels are added to the pixels; each pixel has that many numbers, so multiply',
    (h, w, c, m) => (h * w + c) * m + m,
  ),
  wrong(
    'channels-left-out',
    'the channels are left out: each pixel counts as one input',
    (h, w, _c, m) => h * w * m + m,
  ),
  wrong(
    'outputs-left-out',
    'the weights of a single output are counted',
    (h, w, c) => h * w * c + 1,
  ),
  wrong(
    'outputs-left-out-of-weights',
    'the weights of one output are counted, and the biases of all',
    (h, w, c, m) => h * w * c + m,
  ),
  wrong(
    'width-twice',
    'width is multiplied by itself: the height is left out',
    (_h, w, c, m) => w * w * c * m + m,
  ),
  wrong(
    'height-twice',
    'height is multiplied by itself: the width is left out',
    (h, _w, c, m) => h * h * c * m + m,
  ),
  wrong(
    'sizes-added',
    'height, width and channels are added up; they have to be multiplied',
    (h, w, c, m) => (h + w + c) * m + m,
  ),
  wrong(
    'inputs-and-outputs-added',
    'inputs and outputs are added up; each input is joined with each output',
    (h, w, c, m) => h * w * c + m + m,
  ),
  wrong(
    'convolution-counted',
    'a convolutional layer with kernels of 3 × 3 is counted: this layer joins everything with everything',
    (_h, _w, c, m) => 9 * c * m + m,
  ),
];
