import { findMatches, matchTemplate } from '../match-template';
import { fromNested } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { pageHtml } from './page';
import type { DetectorProps } from './pages/props';

export interface DetectorOptions {
  /** The least likeness that counts; 0.6 unless told. */
  threshold?: number;
  title?: string;
}

type Rows = readonly (readonly number[])[];

const asTensor = (rows: Rows, asKernel: boolean) =>
  fromNested(
    asKernel
      ? rows.map((line) => line.map((value) => [[value]]))
      : [rows.map((line) => line.map((value) => [value]))],
  );

/** The output of `detector`. @throws without a template. */
export function detectorBundle(
  picture: Rows,
  templates: DetectorProps['templates'],
  { threshold = 0.6, title = 'Find a template in a picture' }: DetectorOptions = {},
): Bundle {
  if (templates.length === 0) throw new Error('detector: wants at least one template');
  const counts = templates.map(({ name, values }) => {
    const scores = matchTemplate(asTensor(picture, false), asTensor(values, true));
    return `${name}: ${findMatches(scores, threshold, values.length / 2).length}`;
  });
  const text = `Places that look like each template (likeness ${threshold} or more): ${counts.join('; ')}`;
  const props: DetectorProps = { title, picture, templates, threshold };
  return {
    'text/html': pageHtml('detector', props, `<p>${escapeHtml(text)}</p>`),
    'text/plain': `${title} (interactive in a browser). ${text}`,
  };
}

/**
 * Shows a detector to play with, in the page: choose a template and its size, add noise to the
 * picture, move the threshold, and see which windows are taken for the template. The page computes
 * with lib's own matchTemplate.
 *
 * @param picture rows of brightness, from 0 to 1
 * @param templates squares of brightness with their names
 */
export function detector(
  picture: Rows,
  templates: DetectorProps['templates'],
  options: DetectorOptions = {},
): void {
  display(detectorBundle(picture, templates, options));
}
