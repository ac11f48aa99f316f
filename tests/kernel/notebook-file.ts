import { writeFileSync } from 'node:fs';

/** Writes a notebook of code cells, as Jupyter saves one. */
export function writeNotebook(file: string, cells: string[]): void {
  writeFileSync(
    file,
    JSON.stringify({
      cells: cells.map((source, i) => ({
        cell_type: 'code',
        execution_count: null,
        id: `cell-${i + 1}`,
        metadata: {},
        outputs: [],
        source: source.split(/(?<=\n)/),
      })),
      metadata: {
        kernelspec: {
          display_name: 'convlab (TypeScript)',
          language: 'typescript',
          name: 'convlab',
        },
        language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
      },
      nbformat: 4,
      nbformat_minor: 5,
    }),
  );
}
