import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../kernel/project';

export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly metadata: object;
  readonly source: string | string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

export interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: unknown;
  readonly cells: readonly Cell[];
}

export const readNotebook = (file: string): Notebook =>
  JSON.parse(readFileSync(file, 'utf8')) as Notebook;

export const lessonFile = (name: string): string => join(projectRoot, 'notebooks', `${name}.ipynb`);

/** A multi-line string of a notebook, which may be kept as a list of lines. */
export const joined = (text: unknown): string => [text].flat().join('');
