import { describe } from '../ops/check';
import type { LayerSpec } from './layer';
import { batchNorm } from './layers/batch-norm';
import { conv2d } from './layers/conv2d';
import { dense } from './layers/dense';
import { flatten } from './layers/flatten';
import { globalAvgPool } from './layers/global-avg-pool';
import { maxPool } from './layers/max-pool';
import { relu } from './layers/relu';
import { residual } from './layers/residual';
import { subsample } from './layers/subsample';

/**
 * A small network in the manner of LeNet-5: two convolutions, each followed by ReLU and max
 * pooling, and one dense layer.
 *
 * Source: LeCun et al., "Gradient-based learning applied to document recognition" (1998), section
 * II, with ReLU and max pooling, as has been usual since 2012, and one dense layer for three.
 */
export const leNet = ({ classes = 10 }: { classes?: number } = {}): LayerSpec[] => [
  conv2d({ outChannels: 8, size: 3, padding: 'same' }),
  relu(),
  maxPool({ size: 2 }),
  conv2d({ outChannels: 16, size: 3, padding: 'same' }),
  relu(),
  maxPool({ size: 2 }),
  flatten(),
  dense({ outputs: classes }),
];

export interface ResidualBlockOptions {
  outChannels: number;
  /** Of the block's first convolution, and so of the shortcut; 1 unless given. */
  stride?: number;
  /**
   * 'identity', unless given; 'projection', a 1 by 1 convolution with batch normalisation
   * (option B); 'subsample', which has no weights (option A); or 'none', a plain block.
   */
  shortcut?: 'identity' | 'projection' | 'subsample' | 'none';
}

/**
 * Two 3 by 3 convolutions with batch normalisation, a ReLU between them and one at the end, and
 * a shortcut past the two, which is added before the last ReLU.
 *
 * Source: He et al., "Deep residual learning for image recognition" (2015), figure 2 and sections
 * 3.3 and 3.4.
 *
 * @throws if the shortcut is none of those.
 */
export function residualBlock({
  outChannels,
  stride = 1,
  shortcut = 'identity',
}: ResidualBlockOptions): LayerSpec[] {
  const body = [
    conv2d({ outChannels, size: 3, stride, padding: 1, bias: false }),
    batchNorm(),
    relu(),
    conv2d({ outChannels, size: 3, padding: 1, bias: false }),
    batchNorm(),
  ];
  switch (shortcut) {
    case 'none':
      return [...body, relu()];
    case 'identity':
      return [residual({ body }), relu()];
    case 'projection': {
      const projection = [conv2d({ outChannels, size: 1, stride, bias: false }), batchNorm()];
      return [residual({ body, shortcut: projection }), relu()];
    }
    case 'subsample':
      return [residual({ body, shortcut: [subsample({ stride, outChannels })] }), relu()];
    default:
      throw new Error(
        `residualBlock: shortcut must be 'identity', 'projection', 'subsample' or 'none', got ${describe(shortcut)}`,
      );
  }
}

export interface DeepNetworkOptions {
  /** Layers with weights: 6n + 2, such as 20, 32, 44, 56. */
  depth: number;
  /** Channels of the first stage; the second has twice as many, the third four times; 16 unless given. */
  width?: number;
  /** How blocks that change the shape get past it; 'subsample' unless given. 'none' is the plain network. */
  shortcuts?: 'projection' | 'subsample' | 'none';
  classes?: number;
}

/**
 * The networks of He et al. for small images, residual or plain: a convolution, three stages of n
 * blocks of two convolutions, the second and third stage begun with stride 2, global average
 * pooling, and a dense layer. With 'subsample' and 'none' the weights are equal in number.
 *
 * Source: He et al., "Deep residual learning for image recognition" (2015), section 4.2.
 *
 * @throws if depth is not 6n + 2, width no whole number ≥ 1, or shortcuts none of those.
 */
export function deepNetwork({
  depth,
  width = 16,
  shortcuts = 'subsample',
  classes = 10,
}: DeepNetworkOptions): LayerSpec[] {
  const blocks = (depth - 2) / 6;
  if (!Number.isInteger(blocks) || blocks < 1) {
    throw new Error(
      `deepNetwork: depth must be 6n + 2, such as 20, 32 or 56, got ${describe(depth)}`,
    );
  }
  const stages = [width, 2 * width, 4 * width].flatMap((outChannels, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const changesShape = stage > 0 && block === 0;
      const shortcut = changesShape || shortcuts === 'none' ? shortcuts : 'identity';
      return residualBlock({ outChannels, stride: changesShape ? 2 : 1, shortcut });
    }).flat(),
  );
  return [
    conv2d({ outChannels: width, size: 3, padding: 1, bias: false }),
    batchNorm(),
    relu(),
    ...stages,
    globalAvgPool(),
    dense({ outputs: classes }),
  ];
}
