import { conv2dBackward } from '../../ops/conv2d';
import { extentOf } from '../../ops/padding';
import { tensor, toNested, type Tensor } from '../../tensor';
import { numberText } from '../numbers';
import { rowWindows, type RowWindows } from '../row-windows';
import type { StrideSettings } from './props';

/** What follows from the settings. */
export interface StrideLayout {
  /** Outputs along a side. */
  readonly side: number;
  /** How many windows lie on each cell of the input: [row][col]. */
  readonly visits: readonly (readonly number[])[];
  /** The windows along one side. */
  readonly row: RowWindows;
  /** The size formula with the numbers put in. */
  readonly formula: string;
  readonly multiplyAdds: number;
}

/** Either a layout, or a sentence that says why there is none. */
export type StrideOutcome = { readonly layout: StrideLayout } | { readonly problem: string };

const ones = (shape: readonly number[]): Tensor => {
  const t = tensor(shape);
  t.data.fill(1);
  return t;
};

function formulaText({ cells, kernel, stride, padding, dilation }: StrideSettings, side: number) {
  const extent = extentOf(kernel, dilation);
  const [letters, span] =
    dilation === 1
      ? ['k', String(kernel)]
      : ['((k − 1)·d + 1)', `((${kernel} − 1)·${dilation} + 1)`];
  const quotient = (cells + 2 * padding - extent) / stride;
  return (
    `⌊(n + 2p − ${letters}) / s⌋ + 1 = ⌊(${cells} + 2·${padding} − ${span}) / ${stride}⌋ + 1` +
    ` = ⌊${numberText(quotient, 2)}⌋ + 1 = ${side}`
  );
}

/** Works out where the windows stand, or says why there are none, in lib's own words. */
export function layoutOf(settings: StrideSettings): StrideOutcome {
  const { cells, kernel, stride, padding, dilation } = settings;
  try {
    const row = rowWindows(settings);
    const side = row.windows.length;
    // With ones everywhere, what comes back to a cell is the number of windows that it lies in.
    const { gradX } = conv2dBackward(
      ones([1, side, side, 1]),
      tensor([1, cells, cells, 1]),
      ones([kernel, kernel, 1, 1]),
      { stride, padding, dilation },
    );
    return {
      layout: {
        side,
        visits: toNested({ shape: [cells, cells], data: gradX.data }) as number[][],
        row,
        formula: formulaText(settings, side),
        multiplyAdds: (side * kernel) ** 2,
      },
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
