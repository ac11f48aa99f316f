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

/** Where the windows of a pooling stand on an image. */
export interface PoolWindow extends Window {
  size: readonly [rows: number, cols: number];
}

/** All sizes of one pooling. */
export interface PoolSizes extends PoolWindow {
  images: number;
  height: number;
  width: number;
  channels: number;
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
 * Works out where the windows of a pooling stand on an image.
 *
 * @param where the function that a message is to name
 * @param image the image's [height, width]
 * @throws as said at maxPool2d, as far as options and the image's size go
 */
export function poolWindow(
  where: string,
  image: readonly [height: number, width: number],
  options: PoolOptions,
): PoolWindow {
  if (typeof options !== 'object' || options === null) {
    throw new Error(
      `${where}: the second argument must be options such as { size: 2 }, got ${describe(options)}`,
    );
  }
  const size = rowsAndCols(where, 'size', options.size, '2 makes windows of 2 by 2 cells');
  const { stride = size, padding } = options;
  const window = windowOn(where, image, size, { stride, padding });
  checkEveryWindowSees(where, 'rows', {
    image: image[0],
    size: size[0],
    stride: window.stride[0],
    margins: window.padding[0],
    places: window.outHeight,
  });
  checkEveryWindowSees(where, 'columns', {
    image: image[1],
    size: size[1],
    stride: window.stride[1],
    margins: window.padding[1],
    places: window.outWidth,
  });
  return { size, ...window };
}

/**
 * Checks the arguments of a pooling and works out its sizes.
 *
 * @param where the function that a message is to name
 * @throws as said at maxPool2d
 */
export function poolSizes(where: string, x: Tensor, options: PoolOptions): PoolSizes {
  checkTensor(where, 'x', x, imageLayout);
  const [images, height, width, channels] = x.shape;
  return { images, height, width, channels, ...poolWindow(where, [height, width], options) };
}
