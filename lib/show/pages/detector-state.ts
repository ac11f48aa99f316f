import { findMatches, fromNested, matchTemplate, randn, rng, type Match } from '../../index';

type Rows = readonly (readonly number[])[];

export interface DetectorSettings {
  readonly template: Rows;
  /** Rows and columns of the template: its middle, or with a dark rim. */
  readonly side: number;
  /** The standard deviation of the noise that is added to the picture. */
  readonly noise: number;
  readonly threshold: number;
}

export interface Detection {
  readonly scores: Rows;
  readonly matches: readonly Match[];
}

/** Either what was found, or a sentence that says why nothing can be looked for. */
export type DetectorOutcome = Detection | { readonly problem: string };

/** The picture with noise on it, always the same for the same level. */
export function withNoise(picture: Rows, level: number): Rows {
  const noise = randn([picture.length, picture[0]!.length], rng(1)).data;
  let at = 0;
  return picture.map((row) => row.map((value) => value + level * noise[at++]!));
}

/** The middle of a square, or the square with a rim of zeros, `side` rows and columns in all. */
export function resizedTemplate(values: Rows, side: number): number[][] {
  const cut = Math.floor((values.length - side) / 2);
  return Array.from({ length: side }, (_, r) =>
    Array.from({ length: side }, (_unused, c) => values[r + cut]?.[c + cut] ?? 0),
  );
}

/** Looks for the template, with lib's own matchTemplate. */
export function detect(picture: Rows, settings: DetectorSettings): DetectorOutcome {
  try {
    const template = resizedTemplate(settings.template, settings.side);
    const scores = matchTemplate(
      fromNested([picture.map((row) => row.map((value) => [value]))]),
      fromNested(template.map((row) => row.map((value) => [[value]]))),
    );
    const [, height, width] = scores.shape as [number, number, number];
    return {
      scores: Array.from({ length: height }, (_, row) =>
        Array.from(scores.data.subarray(row * width, (row + 1) * width)),
      ),
      matches: findMatches(scores, settings.threshold, settings.side / 2),
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
