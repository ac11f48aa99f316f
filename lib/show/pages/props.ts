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
