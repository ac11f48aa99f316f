import { conv2d, conv2dBackward } from '../../ops/conv2d';
import { pad2d } from '../../ops/pad2d';
import type { Margins, Padding2d } from '../../ops/padding';
import { windowOn } from '../../ops/window';
import { tensor, toNested, type Tensor } from '../../tensor';
import type { PaddingSettings } from './props';

/** What the padding explorer draws. */
export interface PaddedPicture {
  readonly margins: readonly [rows: Margins, cols: Margins];
  readonly outHeight: number;
  readonly outWidth: number;
  /** How many windows read each cell of the padded picture: [row][col], padding included. */
  readonly visits: readonly (readonly number[])[];
  /** How many cells of padding each window reads: [output row][output col]. */
  readonly paddingRead: readonly (readonly number[])[];
  /** The size of the output, written out, for rows and for columns. */
  readonly formulas: readonly [rows: string, cols: string];
}

/** Either what is to be drawn, or a sentence that says why there is nothing. */
export type PaddingOutcome = { readonly picture: PaddedPicture } | { readonly problem: string };

/** The padding as conv2d takes it. */
export function paddingOf(settings: PaddingSettings): Padding2d {
  const { form, all, top, bottom, left, right } = settings;
  if (form === 'number') return all;
  if (form === 'sides') {
    return [
      [top, bottom],
      [left, right],
    ];
  }
  return form;
}

const ones = (shape: readonly number[]): Tensor => {
  const t = tensor(shape);
  t.data.fill(1);
  return t;
};

const rowsOf = (t: Tensor): number[][] =>
  (toNested(t) as number[][][][])[0]!.map((row) => row.map((cell) => cell[0]!));

const formula = (n: number, k: number, s: number, [before, after]: Margins, size: number): string =>
  `⌊(${n} + ${before} + ${after} − ${k}) / ${s}⌋ + 1 = ${size}`;

/** Pads, slides and counts with lib, or says what is wrong, in lib's own words. */
export function padded(settings: PaddingSettings): PaddingOutcome {
  const { rows, cols, kernel, stride } = settings;
  try {
    const options = { stride, padding: paddingOf(settings) };
    const sizes = windowOn('conv2d', [rows, cols], [kernel, kernel], options);
    const { padding: margins, outHeight, outWidth } = sizes;
    const picture = ones([1, rows, cols, 1]);
    const kernels = ones([kernel, kernel, 1, 1]);
    // On a picture of ones, a kernel of ones counts the cells of the picture in each window, and
    // the slope of the sum of all outputs in a cell is the number of windows that read it.
    const cellsRead = conv2d(picture, kernels, options);
    const { gradX } = conv2dBackward(ones(cellsRead.shape), pad2d(picture, margins), kernels, {
      stride,
    });
    return {
      picture: {
        margins,
        outHeight,
        outWidth,
        visits: rowsOf(gradX),
        paddingRead: rowsOf(cellsRead).map((row) => row.map((read) => kernel ** 2 - read)),
        formulas: [
          formula(rows, kernel, stride, margins[0], outHeight),
          formula(cols, kernel, stride, margins[1], outWidth),
        ],
      },
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** What the counts say of the picture's own cells, in one sentence. */
export function visitsText({ visits, margins }: PaddedPicture): string {
  const [[top, bottom], [left, right]] = margins;
  const inside = visits
    .slice(top, visits.length - bottom)
    .flatMap((row) => row.slice(left, row.length - right));
  const [least, most] = [Math.min(...inside), Math.max(...inside)];
  const never = inside.filter((count) => count === 0).length;
  const range =
    least === most
      ? `Every cell of the picture is visited ${least === 1 ? 'once' : `${least} times`}.`
      : `Cells of the picture are visited between ${least} and ${most} times.`;
  return never === 0 ? range : `${range} Never visited: ${never} of ${inside.length}.`;
}
