import type { Conv2dGradients, Conv2dOptions, RowsAndCols, WindowOptions } from '../ops';
import { zeros, type Tensor } from '../tensor';
import { biasNumbers } from './conv2d-float64';
import type { TensorFlow, TfPadding, TfTensor } from './tensorflow-types';

const both = (value: RowsAndCols = 1): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;

/**
 * Padding spelled out for TensorFlow.js (4.22), which gets two of its own short forms wrong. Given
 * a number, it works out the output's width from the kernel's height. Given 'same', its wasm
 * backend returns zeros where the stride leaves cells over (kernel 1, stride 2, 4 cells). What
 * 'same' means is still TensorFlow's word, not ours.
 */
function tfPadding(
  tf: TensorFlow,
  x: TfTensor,
  kernels: TfTensor,
  { padding = 'valid', stride }: WindowOptions,
): TfPadding {
  if (padding === 'valid') return 'valid';
  if (padding === 'same') {
    const { padInfo } = tf.backend_util.computeConv2DInfo(
      x.shape,
      kernels.shape,
      both(stride),
      1,
      'same',
      undefined,
    );
    return [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ];
  }
  const [[top, bottom], [left, right]] =
    typeof padding === 'number'
      ? [
          [padding, padding],
          [padding, padding],
        ]
      : padding;
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

/**
 * Calls `visit` with the places of each weight in the kernels and in the same kernels with their
 * cells `dilation` apart and zeros between. TensorFlow.js takes dilation only with stride 1 and
 * without gradients (4.22); convolution by the spread kernels is the same, and it takes that.
 */
function spread(
  kernels: Tensor,
  dilation: RowsAndCols | undefined,
  visit: (kernelAt: number, spreadAt: number) => void,
): number[] {
  const [height, width, inChannels, outChannels] = kernels.shape;
  const [dilationRows, dilationCols] = both(dilation);
  const spreadWidth = (width - 1) * dilationCols + 1;
  const weights = inChannels * outChannels;
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const kernelAt = (i * width + j) * weights;
      const spreadAt = (i * dilationRows * spreadWidth + j * dilationCols) * weights;
      for (let k = 0; k < weights; k++) visit(kernelAt + k, spreadAt + k);
    }
  }
  return [(height - 1) * dilationRows + 1, spreadWidth, inChannels, outChannels];
}

function spreadKernels(kernels: Tensor, dilation: RowsAndCols | undefined): Tensor {
  const result = zeros(spread(kernels, dilation, () => undefined));
  spread(kernels, dilation, (kernelAt, spreadAt) => {
    result.data[spreadAt] = kernels.data[kernelAt];
  });
  return result;
}

const toTf = (tf: TensorFlow, t: Tensor): TfTensor => tf.tensor(t.data, t.shape);
const fromTf = (t: TfTensor): Tensor => ({
  shape: [...t.shape],
  data: new Float32Array(t.dataSync()),
});

/** A convolution in terms of TensorFlow.js, without dilation: of x by kernels, plus the bias. */
export function conv2dLayerTensorFlow(
  tf: TensorFlow,
  options: WindowOptions,
): (x: TfTensor, kernels: TfTensor, bias: TfTensor) => TfTensor {
  return (x, kernels, bias) =>
    tf.add(tf.conv2d(x, kernels, both(options.stride), tfPadding(tf, x, kernels, options)), bias);
}

/** What TensorFlow.js computes for conv2d, with the arguments of lib's. */
export function conv2dTensorFlow(
  tf: TensorFlow,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
): Tensor {
  const outChannels = kernels.shape[3];
  return tf.tidy(() =>
    fromTf(
      conv2dLayerTensorFlow(tf, options)(
        toTf(tf, x),
        toTf(tf, spreadKernels(kernels, options.dilation)),
        tf.tensor(biasNumbers(options.bias, outChannels), [outChannels]),
      ),
    ),
  );
}

/** What TensorFlow.js's own differentiation gives for conv2d's gradients. */
export function conv2dBackwardTensorFlow(
  tf: TensorFlow,
  gradOutput: Tensor,
  x: Tensor,
  kernels: Tensor,
  options: Conv2dOptions = {},
): Conv2dGradients {
  const outChannels = kernels.shape[3];
  return tf.tidy(() => {
    const [gradX, gradSpread, gradBias] = tf
      .grads(conv2dLayerTensorFlow(tf, options))(
        [
          toTf(tf, x),
          toTf(tf, spreadKernels(kernels, options.dilation)),
          tf.tensor(biasNumbers(options.bias, outChannels), [outChannels]),
        ],
        toTf(tf, gradOutput),
      )
      .map(fromTf);
    const gradKernels = zeros(kernels.shape);
    spread(kernels, options.dilation, (kernelAt, spreadAt) => {
      gradKernels.data[kernelAt] = gradSpread.data[spreadAt];
    });
    return { gradX, gradKernels, gradBias };
  });
}
