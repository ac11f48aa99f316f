import type { TensorFlow } from './tensorflow-types';

const kernelName = 'Conv2DBackpropFilter';

/**
 * Gives the wasm backend of TensorFlow.js the kernel it lacks, the gradient of a convolution with
 * respect to its filter, made of what it has. That gradient is
 *
 *     gradFilter[i, j, c, m] = Σ_image Σ_row Σ_col  padded[image, row·stride + i, col·stride + j, c] · gradOutput[image, row, col, m]
 *
 * which is a convolution again: of the padded input, its channels taken for images and its images
 * for channels, by the output's gradient as the filter, whose cells lie `stride` apart. Cells
 * that the forward pass left over at the end make rows and columns too many; they are cut off.
 *
 * Does nothing if the kernel is there, as it may be in a later version of TensorFlow.js.
 */
export function registerFilterGradient(tf: TensorFlow): void {
  if (tf.getKernel(kernelName, 'wasm')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs: { x, dy }, attrs }) => {
      const filterShape = attrs.filterShape as number[];
      const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
      if (attrs.dataFormat !== 'NHWC') {
        throw new Error(
          `${kernelName} on wasm: the data format must be NHWC, got ${String(attrs.dataFormat)}`,
        );
      }
      const { padInfo, strideHeight, strideWidth } = tf.backend_util.computeConv2DInfo(
        x.shape,
        filterShape,
        attrs.strides,
        1,
        attrs.pad,
        attrs.dimRoundingMode,
      );
      return tf.tidy(() => {
        const padded = tf.pad(x, [
          [0, 0],
          [padInfo.top, padInfo.bottom],
          [padInfo.left, padInfo.right],
          [0, 0],
        ]); // [images, paddedHeight, paddedWidth, inChannels]
        const gradient = tf.conv2d(
          tf.transpose(padded, [3, 1, 2, 0]), // [inChannels, paddedHeight, paddedWidth, images]
          tf.transpose(dy, [1, 2, 0, 3]), // [outHeight, outWidth, images, outChannels]
          [1, 1],
          'valid',
          'NHWC',
          [strideHeight, strideWidth],
        ); // [inChannels, ≥ filterHeight, ≥ filterWidth, outChannels]
        const cut = tf.slice(
          gradient,
          [0, 0, 0, 0],
          [inChannels, filterHeight, filterWidth, outChannels],
        );
        return tf.transpose(cut, [1, 2, 0, 3]);
      });
    },
  });
}
