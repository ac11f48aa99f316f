import { conv2d, fromNested, toNested, type Nested, type Tensor } from '../../index';
import { numberText } from '../numbers';
import { outputTerms, type OutputTerms } from '../terms';
import { typedNumber } from './dom';
import type { ExplorerProps } from './props';

/** What the student has typed, as typed: a text need not be a number. */
export interface Typed {
  /** [channel][row][col] */
  input: string[][][];
  /** [kernel][channel][row][col] */
  kernels: string[][][][];
  bias: string[];
  stride: string;
  padding: string;
  /** Turn the kernels by half a turn before sliding them: true convolution. */
  flip: boolean;
}

/** A convolution that can be computed from what was typed. */
export interface Computed {
  readonly outHeight: number;
  readonly outWidth: number;
  /** [kernel][row][col], from lib's conv2d. */
  readonly output: readonly (readonly (readonly number[])[])[];
  readonly terms: (row: number, col: number, kernel: number) => OutputTerms;
}

/** Either a computed convolution, or a sentence that says why there is none. */
export type Outcome = { readonly computed: Computed } | { readonly problem: string };

export function typedFrom(props: ExplorerProps): Typed {
  const text = (sheet: readonly (readonly number[])[]): string[][] =>
    sheet.map((row) => row.map((value) => numberText(value)));
  return {
    input: props.input.map(text),
    kernels: props.kernels.map((kernel) => kernel.map(text)),
    bias: props.bias.map((value) => numberText(value)),
    stride: String(props.stride),
    padding: String(props.padding),
    flip: false,
  };
}

/** A sheet of another size: what fits is kept, new cells are 0. */
export function resized(sheet: string[][], height: number, width: number): string[][] {
  return Array.from({ length: height }, (_, r) =>
    Array.from({ length: width }, (_unused, c) => sheet[r]?.[c] ?? '0'),
  );
}

/** A number as typed. @throws with a sentence that names the place, if it is none. */
export function numberFrom(text: string, where: string): number {
  const value = typedNumber(text);
  if (!Number.isFinite(value)) {
    throw new Error(
      text.trim() === '' ? `${where} is empty.` : `${where}: “${text.trim()}” is not a number.`,
    );
  }
  return value;
}

/** Sheets [sheet][row][col] of texts as a block [row, col, sheet] of numbers. */
function block(sheets: string[][][], names: readonly string[], what: string): number[][][] {
  return sheets[0]!.map((row, r) =>
    row.map((_, c) =>
      sheets.map((sheet, s) =>
        numberFrom(sheet[r]![c]!, `${what}, ${names[s]!}, row ${r}, column ${c}`),
      ),
    ),
  );
}

/** Computes the convolution with lib's conv2d, or says what is wrong, in lib's own words. */
export function compute(typed: Typed, channelNames: readonly string[]): Outcome {
  try {
    const x = fromNested([block(typed.input, channelNames, 'Input')]); // [1, h, w, c]
    const each = typed.kernels.map((kernel, m) => {
      const weights = block(kernel, channelNames, `Kernel W${m}`);
      return typed.flip ? weights.reverse().map((row) => row.reverse()) : weights;
    });
    const kernels: Tensor = fromNested(
      each[0]!.map((row, i) =>
        row.map((cell, j) => cell.map((_, c) => each.map((kernel) => kernel[i]![j]![c]!))),
      ),
    ); // [kh, kw, c, m]
    const bias = typed.bias.map((text, m) => numberFrom(text, `Bias of W${m}`));
    const stride = numberFrom(typed.stride, 'Stride');
    const padding = numberFrom(typed.padding, 'Padding');
    const result = conv2d(x, kernels, { bias, stride, padding });
    const [, outHeight, outWidth, count] = result.shape as [number, number, number, number];
    const cells = (toNested(result) as Nested[])[0] as number[][][];
    return {
      computed: {
        outHeight,
        outWidth,
        output: Array.from({ length: count }, (_, m) =>
          cells.map((row) => row.map((cell) => cell[m]!)),
        ),
        terms: (row, col, outChannel) =>
          outputTerms(x, kernels, { row, col, outChannel, bias, stride, padding }),
      },
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
