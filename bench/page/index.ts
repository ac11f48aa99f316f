import { figureBundle } from '../../lib/show/figure';
import { escapeHtml } from '../../lib/show/html';
import { plotlyScript } from '../../lib/show/plotly';
import { tableBundle } from '../../lib/show/table';
import { highest } from '../peak';
import type { Report } from '../report';
import { farMark, short, summary, targetRows } from '../tables';
import type { Target } from '../targets';
import { epochs, growth, memory, rates, ratios, steps, threads, type Drawing } from './figures';

const style = `<style>
:root { color-scheme: light dark; }
body { background: #fff; color: #222; font: 15px/1.5 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; max-width: 1100px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 24px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 36px 0 4px; }
@media (prefers-color-scheme: dark) { body { background: #15171a; color: #ddd; } }
</style>`;

const draw = ({ data, layout, height, alt }: Drawing): string =>
  figureBundle(data, layout, { alt, height })['text/html'] as string;

const section = (title: string, text: string, ...content: string[]): string =>
  content.length === 0 ? '' : `<h2>${title}</h2><p>${text}</p>${content.join('')}`;

const single = ['forward', 'gradX', 'gradKernels'] as const;

/** A run of the benchmark as a page that needs nothing but itself. */
export function pageOf(report: Report, targets: readonly Target[]): string {
  const { machine, peak, missing, convolutions, training, epoch, curves } = report;
  const hasCases = Object.keys(convolutions).length > 0;
  const { fused } = peak;
  const facts = [
    `${machine.processor}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}, ${machine.date}.`,
    `A core's peak with 128-bit vectors: ${short(highest(peak))} GFLOP/s (product and addition apart ${short(peak.apart)}${fused ? `, in one instruction ${short(fused)}` : ''}).`,
    summary(targets),
    ...missing.map(({ label, reason }) => `${label} is left out: ${reason}.`),
  ];
  const body = [
    `<h1>convlab beside other JavaScript libraries</h1>`,
    ...facts.map((fact) => `<p>${escapeHtml(fact)}</p>`),
    section(
      'How quick',
      `Products and their additions, counted as two, of a convolution of 3 by 3; both axes of values are logarithmic. ${escapeHtml(farMark(report))}`,
      ...(hasCases ? single.map((operation) => draw(rates(report, operation))) : []),
    ),
    section(
      'Compared',
      'Where a library has no single gradient, both in one go are compared with both in one go.',
      ...(hasCases ? single.map((operation) => draw(ratios(report, operation))) : []),
    ),
    section(
      'Training',
      'The same network from the same weights; what each makes of the weights is checked first.',
      ...(Object.keys(training).length > 0 ? [draw(steps(report))] : []),
      ...(training.LeNet || epoch ? [draw(epochs(report))] : []),
    ),
    section(
      'Memory',
      'Each in a process of its own.',
      ...(report.memory ? [draw(memory(report))] : []),
    ),
    section(
      'How cost grows',
      'Medians of a forward pass.',
      ...(curves
        ? [
            draw(
              growth(report, curves.images, {
                title: 'Forward pass of case b: milliseconds by the number of images',
                axis: 'images',
              }),
            ),
            draw(
              growth(report, curves.channels, {
                title: 'Forward pass of 8 images, 28 by 28: milliseconds by the number of channels',
                axis: 'channels, in and out',
              }),
            ),
            draw(threads(report)),
          ]
        : []),
    ),
    section(
      'Targets',
      'By the medians; those of the best runs are beside them.',
      tableBundle(['target', 'figure', 'best runs', 'wanted', ''], targetRows(targets))[
        'text/html'
      ] as string,
    ),
  ];
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>convlab beside other JavaScript libraries</title>${style}` +
    `<script>${plotlyScript()}</script></head><body>${body.join('\n')}</body></html>\n`
  );
}
