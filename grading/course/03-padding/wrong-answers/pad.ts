import { tensor, type Tensor } from '../../../../lib/tensor';
import { read } from '../../wrong-answers/read';
import type { WrongAnswer } from '../../types';

type Sides = [[number, number], [number, number]];
type Pad = (x: Tensor, padding: Sides) => Tensor;

/** A tensor of the shape whose cell (row, col, channel) is cellAt(row, col, channel). */
function made(
  shape: readonly [number, number, number],
  cellAt: (row: number, col: number, c: number) => number,
): Tensor {
  const [, width, channels] = shape;
  const t = tensor(shape);
  return tensor(
    shape,
    Array.from(t.data, (_, index) => {
      const pixel = Math.floor(index / channels);
      return cellAt(Math.floor(pixel / width), pixel % width, index % channels);
    }),
  );
}

const shapeWith = (x: Tensor, [[top, bottom], [left, right]]: Sides): [number, number, number] => [
  top + x.shape[0] + bottom,
  left + x.shape[1] + right,
  x.shape[2],
];

/** Padding by zeros, right for the sides that it is given. */
const padded: Pad = (x, sides) =>
  made(shapeWith(x, sides), (row, col, c) => read(x, [row - sides[0][0], col - sides[1][0], c]));

/** The right answer to another question: the sides that the student understood. */
const withSides =
  (understood: (sides: Sides) => Sides): Pad =>
  (x, sides) =>
    padded(x, understood(sides));

/** Cells of padding that take their number from the picture's cell at source(i, n). */
const copied =
  (source: (i: number, n: number) => number): Pad =>
  (x, sides) =>
    made(shapeWith(x, sides), (row, col, c) =>
      read(x, [source(row - sides[0][0], x.shape[0]), source(col - sides[1][0], x.shape[1]), c]),
    );

/** Zeros laid over the outermost cells of the picture, which keeps its size. */
function rimCleared(x: Tensor, [[top, bottom], [left, right]]: Sides): Tensor {
  const [height, width, channels] = x.shape as [number, number, number];
  return made([height, width, channels], (row, col, c) =>
    row < top || row >= height - bottom || col < left || col >= width - right
      ? 0
      : read(x, [row, col, c]),
  );
}

export const pad: WrongAnswer[] = [
  {
    id: 'unpadded',
    when: 'the picture is returned as it came, with nothing added',
    answer: ((x) => tensor(x.shape, x.data)) satisfies Pad,
  },
  {
    id: 'top-left-only',
    when: 'rows are added at the top and columns at the left only; the bottom and the right are forgotten',
    answer: withSides(([[top], [left]]) => [
      [top, 0],
      [left, 0],
    ]),
  },
  {
    id: 'bottom-right-only',
    when: 'rows are added at the bottom and columns at the right only; the top and the left are forgotten',
    answer: withSides(([[, bottom], [, right]]) => [
      [0, bottom],
      [0, right],
    ]),
  },
  {
    id: 'rows-only',
    when: 'rows are added and the columns are forgotten',
    answer: withSides(([rows]) => [rows, [0, 0]]),
  },
  {
    id: 'columns-only',
    when: 'columns are added and the rows are forgotten',
    answer: withSides(([, cols]) => [[0, 0], cols]),
  },
  {
    id: 'rows-and-columns-swapped',
    when: 'the two pairs are swapped: the first is [top, bottom], for the rows, the second [left, right]',
    answer: withSides(([rows, cols]) => [cols, rows]),
  },
  {
    id: 'befores-and-afters',
    when: 'the pairs are read as [top, left] and [bottom, right]; they are [top, bottom] and [left, right]',
    answer: withSides(([[top, left], [bottom, right]]) => [
      [top, bottom],
      [left, right],
    ]),
  },
  {
    id: 'top-and-left-on-both-sides',
    when: 'the top is used for the bottom too, and the left for the right',
    answer: withSides(([[top], [left]]) => [
      [top, top],
      [left, left],
    ]),
  },
  {
    id: 'one-number-for-all',
    when: 'the first number, top, is used for all four sides',
    answer: withSides(([[top]]) => [
      [top, top],
      [top, top],
    ]),
  },
  {
    id: 'sides-swapped',
    when: 'the shape is right, but the picture is moved by bottom and right instead of by top and left',
    answer: withSides(([[top, bottom], [left, right]]) => [
      [bottom, top],
      [right, left],
    ]),
  },
  {
    id: 'padded-twice',
    when: 'each side gets its cells twice over',
    answer: withSides(([[top, bottom], [left, right]]) => [
      [2 * top, 2 * bottom],
      [2 * left, 2 * right],
    ]),
  },
  {
    id: 'not-moved',
    when: 'the shape is right, but top and left are not added to the position: the picture lies in the top left corner',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col, c) => read(x, [row, col, c]))) satisfies Pad,
  },
  {
    id: 'top-for-left',
    when: 'the columns are moved by top instead of by left',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col, c) =>
        read(x, [row - sides[0][0], col - sides[0][0], c]),
      )) satisfies Pad,
  },
  {
    id: 'left-in-numbers',
    when: 'left is added to the place in data as so many numbers; a column holds as many numbers as there are channels',
    answer: ((x, sides) => {
      const [height, width, channels] = shapeWith(x, sides);
      // What stands in column 0 of the picture begins `left` numbers, not columns, into its row.
      return made([height, width, channels], (row, col, c) => {
        const before = col * channels + c - sides[1][0];
        return read(x, [row - sides[0][0], Math.floor(before / channels), before % channels]);
      });
    }) satisfies Pad,
  },
  {
    id: 'copied-in-one-piece',
    when: 'the numbers are copied in one piece; the rows are longer now, so each row has to be copied to its own place',
    answer: ((x, sides) => {
      const t = tensor(shapeWith(x, sides));
      t.data.set(x.data);
      return t;
    }) satisfies Pad,
  },
  {
    id: 'all-zeros',
    when: 'the tensor of the new shape is made, and the picture is never copied into it',
    answer: ((x, sides) => tensor(shapeWith(x, sides))) satisfies Pad,
  },
  {
    id: 'edge-value',
    when: 'the padding repeats the outermost pixels; it is to be zeros',
    answer: copied((i, n) => Math.min(Math.max(i, 0), n - 1)),
  },
  {
    id: 'wrapped-around',
    when: 'the padding is taken from the other side of the picture; it is to be zeros',
    answer: copied((i, n) => ((i % n) + n) % n),
  },
  {
    id: 'padded-with-ones',
    when: 'the padding holds ones; it is to be zeros',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col, c) => {
        const [r, s] = [row - sides[0][0], col - sides[1][0]];
        const isInside = r >= 0 && r < x.shape[0] && s >= 0 && s < x.shape[1];
        return isInside ? read(x, [r, s, c]) : 1;
      })) satisfies Pad,
  },
  {
    id: 'first-channel-only',
    when: 'only the first channel is copied; the others are left at zero',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col, c) =>
        c === 0 ? read(x, [row - sides[0][0], col - sides[1][0], 0]) : 0,
      )) satisfies Pad,
  },
  {
    id: 'channels-dropped',
    when: 'the output has one channel only; it keeps all channels of the picture',
    answer: ((x, sides) => {
      const [height, width] = shapeWith(x, sides);
      return made([height, width, 1], (row, col) =>
        read(x, [row - sides[0][0], col - sides[1][0], 0]),
      );
    }) satisfies Pad,
  },
  {
    id: 'first-channel-for-all',
    when: 'every channel is filled with the first one',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col) =>
        read(x, [row - sides[0][0], col - sides[1][0], 0]),
      )) satisfies Pad,
  },
  {
    id: 'square-only',
    when: 'the number of rows is used for the number of columns too, so that the columns beyond it are lost',
    answer: ((x, sides) =>
      made(shapeWith(x, sides), (row, col, c) => {
        const s = col - sides[1][0];
        return s < x.shape[0] ? read(x, [row - sides[0][0], s, c]) : 0;
      })) satisfies Pad,
  },
  {
    id: 'channel-first-output',
    when: 'the output is laid out [channels, height, width]; here the channels come last',
    answer: ((x, sides) => {
      const [height, width, channels] = shapeWith(x, sides);
      return made([channels, height, width], (c, row, col) =>
        read(x, [row - sides[0][0], col - sides[1][0], c]),
      );
    }) satisfies Pad,
  },
  {
    id: 'rim-cleared',
    when: 'zeros are laid over the outermost cells of the picture; they are to be added around it',
    answer: rimCleared,
  },
  {
    id: 'rim-cleared-in-place',
    when: 'zeros are written over the outermost cells of the picture that was given, which the caller still needs',
    answer: ((x, sides) => {
      x.data.set(rimCleared(x, sides).data);
      return x;
    }) satisfies Pad,
  },
  {
    id: 'empties-the-input',
    when: 'the numbers are moved out of the picture that was given, which the caller still needs',
    answer: ((x, sides) => {
      const result = padded(x, sides);
      x.data.fill(0);
      return result;
    }) satisfies Pad,
  },
];
