import { describe, expect, it } from 'vitest';
import { lessonNames } from '../../kernel/lessons';
import { allowedNumbers } from './allowed-numbers';
import { joined, lessonFile, readNotebook } from './notebook';

/** What a cell may hold, by kind: nbformat 4.5's schema. */
const keys: Record<string, string[]> = {
  markdown: ['cell_type', 'id', 'metadata', 'source'],
  code: ['cell_type', 'execution_count', 'id', 'metadata', 'outputs', 'source'],
};

describe.each(lessonNames())('lesson %s', (name) => {
  const notebook = readNotebook(lessonFile(name));

  it('is a notebook of format 4.5 for the kernel of the course', () => {
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    expect(notebook.metadata).toEqual({
      kernelspec: {
        display_name: 'convlab (TypeScript)',
        language: 'typescript',
        name: 'convlab',
      },
      language_info: {
        file_extension: '.ts',
        mimetype: 'text/typescript',
        name: 'typescript',
      },
    });
    for (const cell of notebook.cells) {
      expect(Object.keys(cell).sort(), cell.id).toEqual(keys[cell.cell_type]);
    }
  });

  it('has cell ids that say what the cell is about, each once', () => {
    const ids = notebook.cells.map((cell) => cell.id);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]{0,63}$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  // JupyterLab and Notebook 7 fold such a cell; the exported page leaves its code out.
  it('hides the code of the cells that hold an answer', () => {
    for (const { id, source, metadata } of notebook.cells) {
      if (!/^(predict|recall)\(/m.test(joined(source))) continue;
      expect(metadata, id).toEqual({ jupyter: { source_hidden: true }, tags: ['hide-input'] });
    }
  });

  it('is stored without outputs', () => {
    const run = notebook.cells.filter(
      (cell) =>
        cell.cell_type === 'code' && (cell.outputs?.length || cell.execution_count !== null),
    );
    expect(run.map((cell) => cell.id)).toEqual([]);
  });

  it('has no number in its prose that a cell does not compute', () => {
    const found = notebook.cells
      .filter((cell) => cell.cell_type === 'markdown')
      .flatMap((cell) => {
        const rest = allowedNumbers(name).reduce(
          (text, [pattern]) => text.replace(pattern, ''),
          joined(cell.source),
        );
        return (rest.match(/.{0,20}\d.{0,20}/g) ?? []).map((place) => `${cell.id}: …${place}…`);
      });
    expect(found).toEqual([]);
  });

  it('keeps the lines of its code short enough to be read without scrolling', () => {
    const long = notebook.cells
      .filter((cell) => cell.cell_type === 'code')
      .flatMap((cell) =>
        joined(cell.source)
          .split('\n')
          .filter((line) => line.length > 106)
          .map((line) => `${cell.id}: ${line}`),
      );
    expect(long).toEqual([]);
  });
});
