/** What the kernel hands to the pages; free of the browser's types, so that both sides may import it. */

export interface PredictProps {
  readonly question: string;
  readonly explanation: string;
  readonly answerText: string;
  /** What to choose from; without them a number is asked for. */
  readonly choices?: readonly string[];
  readonly answer?: number;
  readonly tolerance?: number;
}

export interface ExplorerProps {
  readonly title: string;
  readonly channelNames: readonly string[];
  /** [channel][row][col] */
  readonly input: readonly (readonly (readonly number[])[])[];
  /** [kernel][channel][row][col] */
  readonly kernels: readonly (readonly (readonly (readonly number[])[])[])[];
  readonly bias: readonly number[];
  readonly stride: number;
  readonly padding: number;
}

export interface DetectorProps {
  readonly title: string;
  /** Rows of brightness, from 0 to 1. */
  readonly picture: readonly (readonly number[])[];
  /** Squares of brightness, all of one size. */
  readonly templates: readonly {
    readonly name: string;
    readonly values: readonly (readonly number[])[];
  }[];
  readonly threshold: number;
}

/** How the padding explorer says what is put around the picture: the four forms of conv2d. */
export type PaddingForm = 'valid' | 'same' | 'number' | 'sides';

/** Everything that the padding explorer has a slider for. */
export interface PaddingSettings {
  readonly rows: number;
  readonly cols: number;
  /** The side of the kernel. */
  readonly kernel: number;
  readonly stride: number;
  readonly form: PaddingForm;
  /** Cells on every side, for the form 'number'. */
  readonly all: number;
  /** For the form 'sides'. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface PaddingProps {
  readonly title: string;
  readonly settings: PaddingSettings;
}
