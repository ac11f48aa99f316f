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

export interface PoolingExplorerProps {
  readonly title: string;
  /** Maps of one channel to choose from: [row][col]. */
  readonly maps: readonly {
    readonly name: string;
    readonly values: readonly (readonly number[])[];
  }[];
  readonly kind: 'max' | 'average';
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
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

/** A picture of the workbench; a view that is smaller by `margin` on each side moves over it. */
export interface WorkbenchPicture {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** One (brightness) or three (red, green, blue). */
  readonly channels: number;
  /** height · width · channels bytes, 255 for 1, in base64. */
  readonly bytes: string;
}

export interface WorkbenchPreset {
  readonly name: string;
  /** [row][col], three by three. */
  readonly weights: readonly (readonly number[])[];
  /** Whether the map is again a picture, to be drawn in grey, and not an answer with a sign. */
  readonly isPicture: boolean;
}

export interface WorkbenchProps {
  readonly title: string;
  readonly pictures: readonly WorkbenchPicture[];
  readonly presets: readonly WorkbenchPreset[];
  /** How far the picture can be shifted, in cells. */
  readonly margin: number;
}

/** How a square window slides over a square input; sizes in cells. */
export interface StrideSettings {
  readonly cells: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

export interface StrideExplorerProps {
  readonly title: string;
  readonly settings: StrideSettings;
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
