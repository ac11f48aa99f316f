import { conv2d, tensor, type Padding2d, type Tensor } from '../../index';
import { typedNumber } from './dom';
import { numberFrom } from './explorer-state';
import type { WorkbenchPicture } from './props';

/** How far the picture has moved, in cells. */
export interface Shift {
  readonly down: number;
  readonly right: number;
}

/** What the student has set, as typed: a text need not be a number. */
export interface Settings {
  /** [row][col] */
  readonly weights: readonly (readonly string[])[];
  /** The weight of each colour; without meaning for a picture of one channel. */
  readonly colours: readonly number[];
  readonly stride: string;
  readonly padding: string;
  readonly shift: Shift;
}

export type Rows = readonly (readonly number[])[];

/** The map of the shifted view against the map of the view as it was, moved along. */
export interface ShiftReport {
  /** By how many cells of the map it is moved along. */
  readonly along: Shift;
  /** Whether the shift is a multiple of the stride, so that the map can move along. */
  readonly fits: boolean;
  /** Cells that both maps have. */
  readonly compared: number;
  readonly different: number;
  readonly difference: Rows;
}

export interface Computed {
  readonly map: Rows;
  readonly report: ShiftReport;
}

/** Either a computed map, or a sentence that says why there is none. */
export type Outcome = { readonly computed: Computed } | { readonly problem: string };

/** The picture as a tensor [1, h, w, c]. */
export function decoded({ height, width, channels, bytes }: WorkbenchPicture): Tensor {
  const values = Array.from(atob(bytes), (character) => character.charCodeAt(0) / 255);
  return tensor([1, height, width, channels], values);
}

/**
 * The part of the picture that is seen, [1, h − 2·margin, w − 2·margin, c]; as the view moves up,
 * what is in it moves down.
 */
export function viewOf(picture: Tensor, margin: number, { down, right }: Shift): Tensor {
  const [, height, width, channels] = picture.shape as [number, number, number, number];
  const [rows, cols] = [height - 2 * margin, width - 2 * margin];
  const view = tensor([1, rows, cols, channels]);
  for (let row = 0; row < rows; row++) {
    const from = ((row + margin - down) * width + margin - right) * channels;
    view.data.set(picture.data.subarray(from, from + cols * channels), row * cols * channels);
  }
  return view;
}

/** The one channel of a map [1, h, w, 1] as rows. */
function rowsOf(map: Tensor): number[][] {
  const width = map.shape[2]!;
  return Array.from({ length: map.shape[1]! }, (_, row) =>
    Array.from(map.data.subarray(row * width, (row + 1) * width)),
  );
}

/** Rounding aside, equal answers are equal. */
const share = 1e-5;

function compareShifted(before: Rows, after: Rows, shift: Shift, stride: number): ShiftReport {
  // Away from zero, so that a shift by half a stride does not depend on its direction.
  const moved = (cells: number): number => Math.sign(cells) * Math.round(Math.abs(cells) / stride);
  const along = { down: moved(shift.down), right: moved(shift.right) };
  const largest = Math.max(...before.flat().map(Math.abs), ...after.flat().map(Math.abs));
  const difference = after.flatMap((line, row) => {
    const other = before[row - along.down];
    if (!other) return [];
    const cells = line.flatMap((value, col) => {
      const was = other[col - along.right];
      return was === undefined ? [] : [Math.abs(value - was) > share * largest ? value - was : 0];
    });
    return cells.length > 0 ? [cells] : [];
  });
  return {
    along,
    fits: shift.down % stride === 0 && shift.right % stride === 0,
    compared: difference.flat().length,
    different: difference.flat().filter((value) => value !== 0).length,
    difference,
  };
}

/** Computes the map with lib's conv2d, or says what is wrong, in lib's own words. */
export function compute(picture: Tensor, margin: number, settings: Settings): Outcome {
  try {
    const channels = picture.shape[3]!;
    const colours = channels === 1 ? [1] : settings.colours;
    const weights = settings.weights.flatMap((line, i) =>
      line.map((text, j) => numberFrom(text, `Weight, row ${i}, column ${j}`)),
    );
    const kernel = tensor(
      [settings.weights.length, settings.weights[0]!.length, channels, 1],
      weights.flatMap((weight) => colours.map((colour) => weight * colour)),
    );
    const stride = numberFrom(settings.stride, 'Stride');
    const typed = settings.padding.trim();
    // What is no number may be a word that lib knows; if not, lib says so.
    const padding = Number.isNaN(typedNumber(typed)) ? (typed as Padding2d) : typedNumber(typed);
    if (typed === '') throw new Error('Padding is empty.');
    const mapOf = (shift: Shift): Rows =>
      rowsOf(conv2d(viewOf(picture, margin, shift), kernel, { stride, padding }));
    const before = mapOf({ down: 0, right: 0 });
    const map = mapOf(settings.shift);
    return { computed: { map, report: compareShifted(before, map, settings.shift, stride) } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

const counted = (n: number): string => n.toLocaleString('en');

const shiftText = ({ down, right }: Shift): string => {
  const parts = [
    ...(down !== 0 ? [`${Math.abs(down)} ${down > 0 ? 'down' : 'up'}`] : []),
    ...(right !== 0 ? [`${Math.abs(right)} to the ${right > 0 ? 'right' : 'left'}`] : []),
  ];
  return parts.join(' and ') || 'nowhere';
};

/** What the comparison found, in a sentence or two. */
export function reportText(report: ShiftReport, shift: Shift, stride: string): string {
  if (shift.down === 0 && shift.right === 0) {
    return 'Shift the picture, and see whether its map moves along.';
  }
  const { along, fits, compared, different } = report;
  const picture = `The picture has moved ${shiftText(shift)}.`;
  if (compared === 0) return `${picture} The two maps have no cell in common.`;
  if (!fits) {
    return (
      `${picture} That is no multiple of the stride, ${stride.trim()}, so the map can't move ` +
      `along. Moved by the nearest number of cells (${shiftText(along)}), ` +
      `${counted(different)} of ${counted(compared)} cells differ.`
    );
  }
  const map = `Its map, moved ${shiftText(along)}, is compared with the new one:`;
  return different === 0
    ? `${picture} ${map} all ${counted(compared)} cells that both have are equal. It has moved along.`
    : `${picture} ${map} ${counted(different)} of ${counted(compared)} cells differ, those whose ` +
        'windows reach into the padding, which does not move. All others have moved along.';
}
