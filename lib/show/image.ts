import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { rowsOf, type Matrix } from './matrix';
import { numberText } from './numbers';
import { encodePng } from './png';
import { greyColour, outputHtml, signedColour } from './theme';

export interface ImageOptions {
  /** Stands above the picture. */
  title?: string;
  /**
   * `grey`: 0 is black, `largest` white. `signed`: −`largest` is blue, 0 white, `largest` red;
   * the scale is drawn beneath.
   */
  colours?: 'grey' | 'signed';
  /** The brightness, or the strength, at the end of the scale; the largest |value| unless told. */
  largest?: number;
  /** How wide the picture is drawn, in CSS pixels. */
  width?: number;
  /** What the picture shows, for who can't see it; the title unless told. */
  alt?: string;
}

export interface TitledImage extends ImageOptions {
  values: Matrix;
}

function figureHtml({ values, ...options }: TitledImage): string {
  const rows = rowsOf(values);
  const { title = '', colours = 'grey', width = 168 } = options;
  const largest = options.largest ?? (Math.max(...rows.flat().map(Math.abs)) || 1);
  const paint = colours === 'grey' ? greyColour : signedColour;
  const pixels = Uint8Array.from(
    rows.flatMap((row) => row.flatMap((v) => [...paint(v / largest)])),
  );
  const data = encodePng(rows[0]!.length, rows.length, pixels).toString('base64');
  const height = Math.round((width * rows.length) / rows[0]!.length);
  const stops = [-1, -0.5, 0, 0.5, 1].map((share) => `rgb(${signedColour(share)})`);
  const scale =
    colours === 'signed'
      ? `<div style="width:${width}px;font-size:12px"><div style="height:8px;margin-top:6px;background:linear-gradient(to right,${stops})"></div>` +
        `<div style="display:flex;justify-content:space-between"><span>${numberText(-largest, 2)}</span><span>0</span><span>${numberText(largest, 2)}</span></div></div>`
      : '';
  return (
    `<figure><figcaption>${escapeHtml(title)}</figcaption>` +
    `<img class="cl-pixels" src="data:image/png;base64,${data}" alt="${escapeHtml(options.alt ?? title)}" width="${width}" height="${height}">${scale}</figure>`
  );
}

/**
 * The output of `images`.
 *
 * @throws if a picture has neither a title nor an alt text.
 */
export function imagesBundle(list: readonly TitledImage[]): Bundle {
  const texts = list.map(({ values, title, alt }) => {
    const text = alt ?? title;
    if (!text) throw new Error('image: wants a title, or an alt text that says what it shows');
    const rows = rowsOf(values);
    return `Image, ${rows.length}×${rows[0]!.length} pixels: ${text}`;
  });
  return {
    'text/html': outputHtml(`<div class="cl-row">${list.map(figureHtml).join('')}</div>`),
    'text/plain': texts.join('\n'),
  };
}

/** Shows a matrix as a picture, one square a number. */
export function image(values: Matrix, options: ImageOptions): void {
  display(imagesBundle([{ values, ...options }]));
}

/** Shows several pictures side by side. */
export function images(list: readonly TitledImage[]): void {
  display(imagesBundle(list));
}
