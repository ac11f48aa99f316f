import type { Tensor } from '../tensor';
import { checkTensor, describe, imageLayout } from './check';
import type { Margins } from './padding';
import { rowsAndCols, windowOn, type RowsAndCols, type Window, type WindowOptions } from './window';

export interface PoolOptions extends Omit<WindowOptions, 'dilation'> {
  /** The window's size in cells, a number or [rows, cols]. */
  size: RowsAndCols;
  /** How many cells the window moves; its own size, so that windows lie side by side, unless given. */
  stride?: RowsAndCols;
}

/** All sizes of one pooling. */
export interface PoolSizes extends Window {
  images: number;
  height: number;
  width: number;
  channels: number;
  size: readonly [rows: number, cols: number];
}

/** A window that lies wholly in the padding has no maximum and no mean. */
function checkEveryWindowSees(
  where: string,
  cells: 'rows' | 'columns',
  {
    image,
    size,
    stride,
    margins,
    places,
  }: {
    image: number;
    size: number;
    stride: number;
    margins: Margins;
    places: number;
  },
): void {
  const [before] = margins;
  const lastStart = (places - 1) * stride - before;
  if (size > before && lastStart < image) return;
  throw new Error(
    `${where}: a window of ${size} ${cells} would lie wholly in the padding of ${margins[0]} + ${margins[1]} ${cells}` +
      ' (a pooling window needs a cell of the image; pad less than the window)',
  );
}

/**
 * Checks the arguments of a pooling and works out its sizes.
 *
 * @param where the function that a message is to name
 * @throws as said at maxPool2d
 */
export function poolSizes(where: string, x: Tensor, options: PoolOptions): PoolSizes {
  checkTensor(where, 'x', x, imageLayout);
  if (typeof options !== 'object' || options === null) {
    throw new Error(
      `${where}: the second argument must be options such as { size: 2 }, got ${describe(options)}`,
    );
  }
  const size = rowsAndCols(where, 'size', options.size, '2 makes windows of 2 by 2 cells');
  const { stride = size, padding } = options;
  const [images, height, width, channels] = x.shape;
  const window = windowOn(where, [height, width], size, { stride, padding });
  checkEveryWindowSees(where, 'rows', {
    image: height,
    size: size[0],
    stride: window.stride[0],
    margins: window.padding[0],
    places: window.outHeight,
  });
  checkEveryWindowSees(where, 'columns', {
    image: width,
    size: size[1],
    stride: window.stride[1],
    margins: window.padding[1],
    places: window.outWidth,
  });
  return { images, height, width, channels, size, ...window };
}
