import { imagesOf, joinLast, lastIndex } from './layouts';
import {
  learningRate,
  momentum,
  type ConvolutionCase,
  type Engine,
  type PreparedConvolution,
  type PreparedStep,
} from '../contender';

// ConvNetJS and its fork toygrad take one image at a time: a volume of [height, width, channels],
// numbers (w) and gradients (dw). A layer keeps its last input and output for the way back.

type Numbers = ArrayLike<number> & {
  set(values: ArrayLike<number>): void;
  fill(value: number): void;
};
export interface Volume {
  w: Numbers;
  dw: Numbers;
}
export interface Layer {
  filters?: Volume[];
  biases?: Volume;
  forward(x: Volume, training: boolean): Volume;
  backward(): void;
}
export interface Trainer {
  train(x: Volume, label: number): void;
}

/** What differs between the two. */
export interface VolumeLibrary {
  volume(width: number, height: number, data: Float32Array): Volume;
  convolution(width: number, height: number, inChannels: number, outChannels: number): Layer;
  /** As if the layer's last input and output had been these. */
  recall(layer: Layer, input: Volume, output: Volume): void;
  /** The network of bench/lenet.ts, and its trainer. */
  lenet(options: { batch: number; learningRate: number; momentum: number }): {
    layers: Layer[];
    trainer: Trainer;
  };
}

export const volumePeer = (library: VolumeLibrary): Engine => ({
  prepare: async (convolution) => prepare(library, convolution),
  prepareLeNet: async (start) => prepareStep(library, start),
});

function prepare(
  library: VolumeLibrary,
  { x, kernels, gradOutput }: ConvolutionCase,
): PreparedConvolution {
  const [, height, width, inChannels] = x.shape as [number, number, number, number];
  const layer = library.convolution(width, height, inChannels, kernels.shape[3]);
  const filters = layer.filters!;
  filters.forEach((filter, m) => filter.w.set(lastIndex(kernels, m)));
  const inputs = imagesOf(x).map((image) => library.volume(width, height, image));
  const gradients = imagesOf(gradOutput);
  let outputs: Volume[] = [];
  const forward = (): void => {
    outputs = inputs.map((input) => layer.forward(input, true));
  };
  forward(); // the gradients need it, whatever is run first
  return {
    operations: {
      forward: {
        run: forward,
        results: () => ({ output: joinImages(gradOutput.shape, outputs, 'w') }),
      },
      gradients: {
        run: () => {
          for (const filter of filters) filter.dw.fill(0); // they add up, image by image
          inputs.forEach((input, n) => {
            outputs[n].dw.set(gradients[n]);
            library.recall(layer, input, outputs[n]);
            layer.backward();
          });
        },
        results: () => ({
          gradX: joinImages(x.shape, inputs, 'dw'),
          gradKernels: joinLast(
            kernels.shape,
            filters.map(({ dw }) => dw),
          ),
        }),
      },
    },
    close: () => undefined,
  };
}

function joinImages(shape: readonly number[], images: readonly Volume[], part: 'w' | 'dw') {
  const data = new Float32Array(images.length * images[0].w.length);
  images.forEach((image, n) => data.set(image[part], n * image.w.length));
  return { shape, data };
}

function prepareStep(
  library: VolumeLibrary,
  { x, labels, parameters }: Parameters<NonNullable<Engine['prepareLeNet']>>[0],
): PreparedStep {
  const { layers, trainer } = library.lenet({ batch: labels.length, learningRate, momentum });
  const weighted = layers.filter(({ filters }) => filters);
  weighted.forEach(({ filters, biases }, i) => {
    filters!.forEach((filter, m) => filter.w.set(lastIndex(parameters[2 * i], m)));
    biases!.w.set(parameters[2 * i + 1].data);
  });
  const [, height, width] = x.shape as [number, number, number, number];
  const images = imagesOf(x).map((image) => library.volume(width, height, image));
  return {
    run: () => {
      images.forEach((image, n) => trainer.train(image, labels[n]));
    },
    parameters: () =>
      weighted.flatMap(({ filters, biases }, i) => [
        joinLast(
          parameters[2 * i].shape,
          filters!.map(({ w }) => w),
        ),
        { shape: parameters[2 * i + 1].shape, data: Float32Array.from(biases!.w) },
      ]),
    close: () => undefined,
  };
}
