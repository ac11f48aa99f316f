import { pathToFileURL } from 'node:url';
import { requirePeer } from './packages';
import type { Peer } from './peer';
import { volumePeer, type Layer, type Trainer, type Volume } from './volumes';

interface ToygradLayer extends Layer {
  it: Volume;
  ot: Volume;
}
interface Toygrad {
  Tensor: new (width: number, height: number, channels: number, data: Float32Array) => Volume;
  NeuralNetwork: new (options: { layers: object[] }) => { layers: ToygradLayer[] };
  Trainers: { SGD: new (network: object, options: object) => Trainer };
}

const convolution = (filters: number): object => ({
  type: 'conv',
  sx: 3,
  pad: 1,
  stride: 1,
  filters,
});
const pool = { type: 'pool', sx: 2, stride: 2 };

export const toygrad: Peer = {
  name: 'toygrad',
  threads: 1,
  load: async () => {
    const file = pathToFileURL(requirePeer.resolve('toygrad')).href;
    const { Tensor, NeuralNetwork, Trainers } = (await import(file)) as Toygrad;
    return volumePeer({
      volume: (width, height, data) =>
        new Tensor(width, height, data.length / width / height, data),
      convolution: (width, height, inChannels, outChannels) => {
        const input = { type: 'input', sx: width, sy: height, sz: inChannels };
        // A network has to end in a loss; it is not run.
        const layers = [input, convolution(outChannels), { type: 'softmax' }];
        return new NeuralNetwork({ layers }).layers[1];
      },
      recall: (layer, input, output) => Object.assign(layer, { it: input, ot: output }),
      lenet: ({ batch, learningRate, momentum }) => {
        const network = new NeuralNetwork({
          layers: [
            { type: 'input', sx: 28, sy: 28, sz: 1 },
            convolution(8),
            { type: 'relu' },
            pool,
            convolution(16),
            { type: 'relu' },
            pool,
            { type: 'dense', filters: 10 },
            { type: 'softmax' },
          ],
        });
        const options = { learningRate, momentum, batchSize: batch };
        return { layers: network.layers, trainer: new Trainers.SGD(network, options) };
      },
    });
  },
};
