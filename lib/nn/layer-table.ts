import { sizeOf } from '../tensor';
import { childrenOf, kindOf, outputShapeOf, type LayerSpec, type Shape } from './layer';
import { networkSpec } from './model';

export interface LayerRow {
  /** The layer's number, counted from 0; within a residual block `3.body.0`. */
  name: string;
  kind: string;
  /** Shapes of one image. */
  inputShape: Shape;
  outputShape: Shape;
  parameters: number;
  /**
   * Multiplications of one image's forward pass whose products are summed: those by weights, of
   * convolutions (by padded zeros too) and dense layers. Biases, normalisation, pooling and
   * activations are not counted, as is the custom.
   */
  multiplyAdds: number;
}

export interface LayerTable {
  rows: LayerRow[];
  parameters: number;
  multiplyAdds: number;
}

function rowsOf(spec: LayerSpec, inputShape: Shape, name: string): LayerRow[] {
  const prefix = name === '' ? '' : `${name}.`;
  const inner = Object.entries(childrenOf(spec, inputShape)).flatMap(([child, inside]) =>
    rowsOf(inside.spec, inside.inputShape, prefix + child),
  );
  if (spec.kind === 'sequential') return inner; // nothing but its layers
  const kind = kindOf(spec);
  const plans = Object.values(kind.parameters?.(spec, inputShape) ?? {});
  const row: LayerRow = {
    name,
    kind: spec.kind,
    inputShape,
    outputShape: outputShapeOf(spec, inputShape),
    parameters: plans.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    multiplyAdds: kind.multiplyAdds?.(spec, inputShape) ?? 0,
  };
  return [...inner, row];
}

/**
 * Shapes, parameters and multiplications of every layer of a network. Nothing is run, and no
 * weights are made, so it serves for networks of any size. The row of a residual block, its sum,
 * stands after those of the layers inside.
 *
 * @param network the layers; those of a model are `model.spec.layers`
 * @param inputShape the shape of one image
 * @throws as createModel does.
 */
export function layerTable(network: readonly LayerSpec[], inputShape: Shape): LayerTable {
  const rows = rowsOf(networkSpec('layerTable', network, inputShape), inputShape, '');
  return {
    rows,
    parameters: rows.reduce((sum, row) => sum + row.parameters, 0),
    multiplyAdds: rows.reduce((sum, row) => sum + row.multiplyAdds, 0),
  };
}
