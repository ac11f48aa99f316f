import { requirePeer } from './packages';
import type { Peer } from './peer';
import { volumePeer, type Layer, type Trainer, type Volume } from './volumes';

interface ConvNetLayer extends Layer {
  in_act: Volume;
  out_act: Volume;
}
interface ConvNet {
  Vol: new (width: number, height: number, channels: number, value: number) => Volume;
  ConvLayer: new (options: object) => ConvNetLayer;
  Net: new () => { layers: ConvNetLayer[]; makeLayers(layers: object[]): void };
  Trainer: new (net: object, options: object) => Trainer;
}

/** Computes in float64. */
export const convNetJs: Peer = {
  name: 'convnetjs',
  threads: 1,
  load: () => {
    const { Vol, ConvLayer, Net, Trainer } = requirePeer('convnetjs') as ConvNet;
    return volumePeer({
      volume: (width, height, data) => {
        const volume = new Vol(width, height, data.length / width / height, 0);
        volume.w.set(data);
        return volume;
      },
      convolution: (width, height, inChannels, outChannels) => {
        const input = { in_sx: width, in_sy: height, in_depth: inChannels };
        return new ConvLayer({ ...input, sx: 3, pad: 1, filters: outChannels });
      },
      recall: (layer, input, output) => Object.assign(layer, { in_act: input, out_act: output }),
      lenet: ({ batch, learningRate, momentum }) => {
        const net = new Net();
        net.makeLayers([
          { type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
          { type: 'conv', sx: 3, pad: 1, filters: 8, activation: 'relu' },
          { type: 'pool', sx: 2, stride: 2 },
          { type: 'conv', sx: 3, pad: 1, filters: 16, activation: 'relu' },
          { type: 'pool', sx: 2, stride: 2 },
          { type: 'softmax', num_classes: 10 }, // brings the dense layer along
        ]);
        const options = { learning_rate: learningRate, momentum, batch_size: batch };
        return { layers: net.layers, trainer: new Trainer(net, options) };
      },
    });
  },
};
