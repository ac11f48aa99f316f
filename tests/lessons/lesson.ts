import { beforeAll, describe, expect, it } from 'vitest';
import { findLesson } from '../../grading/course';
import { runLesson, type LessonRun } from '../../kernel/lessons';
import type { PlotlyObject } from '../../lib/show';
import { describeInBrowser } from '../show/browser';
import { joined, readNotebook, type Cell, type Output } from './notebook';

/** A lesson that has been run under Jupyter; to be asked within tests only. */
export interface LessonUnderTest {
  /** The file of the exported page. */
  html(): string;
  cells(): readonly Cell[];
  /** The outputs of a cell, one by one, in one of their forms; as text unless told. */
  outputsOf(id: string, mimeType?: string): string[];
  /** All outputs of a cell, as text. */
  textOf(id: string): string;
  /** The Plotly traces of a cell's figures, figure by figure. */
  tracesOf(id: string): PlotlyObject[][];
}

const startsWith = (call: string) => (cell: Cell) => joined(cell.source).startsWith(call);

/**
 * Runs a lesson on the course's kernel under Jupyter, once for the whole test file, and defines the
 * tests that every lesson has to pass.
 *
 * @param name `01-convolution-by-hand`
 */
export function lessonUnderTest(name: string): LessonUnderTest {
  let run: LessonRun;
  let cells: readonly Cell[];
  beforeAll(async () => {
    run = await runLesson(name);
    cells = readNotebook(run.notebook).cells;
  });

  function shownBy(id: string): readonly Output[] {
    const cell = cells.find((one) => one.id === id);
    if (!cell) throw new Error(`the lesson has no cell "${id}"`);
    return cell.outputs ?? [];
  }
  const outputsOf = (id: string, mimeType = 'text/plain'): string[] =>
    shownBy(id).map((output) => joined(output.data?.[mimeType] ?? ''));
  const textOf = (id: string): string => outputsOf(id).join('\n');
  const tracesOf = (id: string): PlotlyObject[][] =>
    shownBy(id).flatMap(({ data }) => {
      const figure = data?.['application/vnd.plotly.v1+json'];
      return figure ? [(figure as { data: PlotlyObject[] }).data] : [];
    });

  describe(`${name}, as every lesson,`, () => {
    it('runs under Jupyter from its first cell to its last, without an error or a word on stderr', () => {
      expect(run.problems).toEqual([]);
    });

    it('gives every output a text form', () => {
      const silent = cells.flatMap((cell) =>
        (cell.outputs ?? [])
          .filter((output) => output.data && !joined(output.data['text/plain'] ?? '').trim())
          .map(() => cell.id),
      );
      expect(silent).toEqual([]);
    });

    it('shows a report for every exercise, whether it is solved or not', () => {
      const checks = cells.filter(startsWith('await check('));
      expect(checks.map((cell) => joined(cell.source))).toEqual(
        findLesson(name.slice(0, 2))!.exercises.map(({ id }) => `await check('${id}');`),
      );
      for (const { id, source } of checks) {
        const exercise = /'(.*)'/.exec(joined(source))![1]!;
        expect(textOf(id)).toContain(exercise);
        expect(textOf(id)).toMatch(/\d of \d+(\.\d+)? points/);
        expect(outputsOf(id, 'text/html')[0]).toBeTruthy();
      }
    });

    it('asks for a prediction, and for five things to be recalled', () => {
      expect(cells.filter(({ source }) => /^predict\(/m.test(joined(source)))).not.toEqual([]);
      const recalls = cells.filter(({ source }) => /^recall\(/m.test(joined(source)));
      expect(recalls).toHaveLength(1);
      const shown = outputsOf(recalls[0]!.id, 'text/html')[0]!;
      expect(shown.match(/<details/g)).toHaveLength(5);
    });

    it('has a summary, and ways to go further', () => {
      const prose = cells.filter(({ cell_type }) => cell_type === 'markdown');
      for (const heading of ['## Summary', '## Go further']) {
        expect(prose.filter(startsWith(heading)), heading).toHaveLength(1);
      }
    });
  });

  describeInBrowser(`the page of ${name}`, ({ openFile }) => {
    it('draws every figure and picture, offline, without a complaint', async () => {
      const { page, complaints } = await openFile(run.html);
      const figures = page.locator('[data-convlab-figure]');
      const count = cells
        .flatMap((cell) => cell.outputs ?? [])
        .filter((output) => output.data?.['application/vnd.plotly.v1+json']).length;
      expect(count).toBeGreaterThan(0);
      expect(await figures.count()).toBe(count);
      for (let n = 0; n < count; n++) {
        const figure = figures.nth(n);
        const drawn = figure.locator('svg.main-svg').locator('.trace, .heatmaplayer image');
        await drawn.first().waitFor({ state: 'attached' });
        expect((await figure.boundingBox())!.height).toBeGreaterThan(200);
        expect(await figure.getAttribute('aria-label')).toBeTruthy();
      }
      const pictures = await page
        .locator('img')
        .evaluateAll((all) => all.map((img) => ({ alt: img.alt, width: img.naturalWidth })));
      expect(pictures.filter(({ alt, width }) => !alt || width === 0)).toEqual([]);
      const mounted = page.locator('[data-convlab-page][data-mounted]');
      expect(await mounted.count()).toBe(await page.locator('[data-convlab-page]').count());
      expect(complaints).toEqual([]);
    });
  });

  return { html: () => run.html, cells: () => cells, outputsOf, textOf, tracesOf };
}
