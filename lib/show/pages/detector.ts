import { numberText } from '../numbers';
import { greyColour, signedColour } from '../theme';
import { detect, withNoise } from './detector-state';
import { controlStyle, element, slider } from './dom';
import type { DetectorProps } from './props';

type Rows = readonly (readonly number[])[];
type Paint = (share: number) => readonly [number, number, number];

const style = `${controlStyle}
.convlab.convlab .cd { border: 1px solid rgba(128,128,128,.45); border-radius: 6px; padding: 12px 16px; }
.convlab.convlab .cd-bar { display: flex; flex-wrap: wrap; gap: 8px 22px; align-items: center; margin-bottom: 10px; }
.convlab.convlab .cd-bar .cd-templates { display: flex; gap: 6px; align-items: center; }
.convlab.convlab .cd canvas { display: block; image-rendering: pixelated; border: 1px solid rgba(128,128,128,.45); width: 100%; }
.convlab.convlab .cd-view { max-width: 760px; margin-bottom: 8px; }
.convlab.convlab .cd-view .cl-marked { width: auto; }
.convlab.convlab .cd-found { margin: 8px 0 0; font-variant-numeric: tabular-nums; }
.convlab.convlab .cd [hidden] { display: none !important; }
`;

function draw(canvas: HTMLCanvasElement, rows: Rows, paint: Paint): void {
  canvas.width = rows[0]!.length;
  canvas.height = rows.length;
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(canvas.width, canvas.height);
  pixels.data.set(rows.flatMap((row) => row.flatMap((value) => [...paint(value), 255])));
  context.putImageData(pixels, 0, 0);
}

const svg = (tag: string, attributes: Record<string, number | string>): SVGElement => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
};

/** Puts the detector into `root`. */
export function mount(root: HTMLElement, props: DetectorProps): void {
  const { picture, templates } = props;
  const size = templates[0]!.values.length;
  let chosen = 0;
  let side = size;
  let noise = 0;
  let { threshold } = props;

  const height = picture.length;
  const width = picture[0]!.length;
  const canvas = element('canvas', { role: 'img', 'aria-label': 'The picture' });
  const boxes = svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  const map = element('canvas', {
    role: 'img',
    'aria-label': 'How much the window around each pixel looks like the template',
  });
  const mapView = element(
    'div',
    { class: 'cd-view' },
    'Likeness of the window around each pixel',
    map,
  );
  const found = element('p', { class: 'cd-found', role: 'status' });
  const problem = element('div', { class: 'cl-problem', role: 'alert', hidden: true });

  const buttons = templates.map(({ name }, index) =>
    element('button', { type: 'button', click: () => choose(index) }, name),
  );

  function choose(index: number): void {
    chosen = index;
    refresh();
  }

  /** The likeness of each window, drawn at the window's middle. */
  function centred(scores: Rows): Rows {
    const shift = Math.floor((side - 1) / 2);
    return picture.map((row, r) => row.map((_, c) => scores[r - shift]?.[c - shift] ?? 0));
  }

  function refresh(): void {
    buttons.forEach((button, index) => {
      button.setAttribute('aria-pressed', String(index === chosen));
    });
    const noisy = withNoise(picture, noise);
    draw(canvas, noisy, greyColour);
    boxes.replaceChildren();
    const template = templates[chosen]!;
    const outcome = detect(noisy, { template: template.values, side, noise, threshold });
    const failed = 'problem' in outcome;
    problem.hidden = !failed;
    mapView.hidden = failed;
    if (failed) {
      problem.textContent = outcome.problem;
      found.textContent = '';
      return;
    }
    draw(map, centred(outcome.scores), signedColour);
    boxes.append(
      ...outcome.matches.map(({ row, col }) =>
        svg('rect', { x: col, y: row, width: side, height: side }),
      ),
    );
    const places = outcome.matches.map(
      ({ row, col, score }) => `row ${row}, column ${col} (${numberText(score, 2)})`,
    );
    found.textContent =
      places.length === 0
        ? `No window looks like ${template.name}.`
        : `${places.length === 1 ? 'One window looks' : `${places.length} windows look`} like ${template.name}: ${places.join('; ')}.`;
  }

  root.replaceChildren(
    element('style', {}, style),
    element(
      'div',
      { class: 'cd', role: 'group', 'aria-label': props.title },
      element(
        'div',
        { class: 'cd-bar' },
        element('span', { class: 'cd-templates' }, 'template', ...buttons),
        slider('its side', { min: 4, max: height + 4, value: side }, (value) => {
          side = value;
          refresh();
        }),
        slider('threshold', { min: 0.3, max: 0.95, step: 0.05, value: threshold }, (value) => {
          threshold = value;
          refresh();
        }),
        slider('noise', { min: 0, max: 0.6, step: 0.05, value: noise }, (value) => {
          noise = value;
          refresh();
        }),
      ),
      element('div', { class: 'cd-view' }, element('div', { class: 'cl-marked' }, canvas, boxes)),
      mapView,
      found,
      problem,
    ),
  );
  refresh();
}
