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
  /** Rectangles to draw on the picture, in its pixels. */
  boxes?: readonly { row: number; col: number; height: number; width: number }[];
  /** What the picture shows, for who can't see it; the title unless told. */
  alt?: string;
}

/** Rows of pixels: a number each, or red, green and blue, from 0 to 1. */
export type Pixels = Matrix | readonly (readonly (readonly number[])[])[];

export interface TitledImage extends ImageOptions {
  values: Pixels;
}

/** The rows of a colour picture, or null if a pixel is one number. */
function colourRows(values: Pixels): readonly (readonly (readonly number[])[])[] | null {
  if ('shape' in values || !Array.isArray(values[0]?.[0])) return null;
  const rows = values as readonly (readonly (readonly number[])[])[];
  const odd = rows.flat().find((pixel) => pixel.length !== 3);
  if (odd) throw new Error(`image: a pixel in colour has three numbers, got ${odd.length}`);
  return rows;
}

/** Size and pixels of a picture, three bytes a pixel. */
function painted(
  values: Pixels,
  colours: 'grey' | 'signed',
  largest: number,
): { height: number; width: number; bytes: Uint8Array } {
  const coloured = colourRows(values);
  const paint = colours === 'grey' ? greyColour : signedColour;
  const rows = coloured ?? rowsOf(values as Matrix);
  const bytes = coloured
    ? coloured.flat(2).map((share) => greyColour(share)[0])
    : rowsOf(values as Matrix).flatMap((row) => row.flatMap((v) => [...paint(v / largest)]));
  return { height: rows.length, width: rows[0]!.length, bytes: Uint8Array.from(bytes) };
}

/** The largest |value| of a picture that is not in colour. */
const largestOf = (values: Pixels): number =>
  colourRows(values)
    ? 1
    : Math.max(
        ...rowsOf(values as Matrix)
          .flat()
          .map(Math.abs),
      ) || 1;

function figureHtml({ values, ...options }: TitledImage): string {
  const { title = '', colours = 'grey', width = 168 } = options;
  const largest = options.largest ?? largestOf(values);
  const picture = painted(values, colours, largest);
  const data = encodePng(picture.width, picture.height, picture.bytes).toString('base64');
  const height = Math.round((width * picture.height) / picture.width);
  const stops = [-1, -0.5, 0, 0.5, 1].map((share) => `rgb(${signedColour(share)})`);
  const scale =
    colours === 'signed'
      ? `<div style="width:${width}px;font-size:12px"><div style="height:8px;margin-top:6px;background:linear-gradient(to right,${stops})"></div>` +
        `<div style="display:flex;justify-content:space-between"><span>${numberText(-largest, 2)}</span><span>0</span><span>${numberText(largest, 2)}</span></div></div>`
      : '';
  const img = `<img class="cl-pixels" src="data:image/png;base64,${data}" alt="${escapeHtml(options.alt ?? title)}" width="${width}" height="${height}">`;
  const boxes = (options.boxes ?? []).map(
    (box) =>
      `<rect x="${box.col}" y="${box.row}" width="${box.width}" height="${box.height}"></rect>`,
  );
  const marked =
    boxes.length === 0
      ? img
      : `<div class="cl-marked">${img}<svg viewBox="0 0 ${picture.width} ${picture.height}" aria-hidden="true">${boxes.join('')}</svg></div>`;
  return `<figure><figcaption>${escapeHtml(title)}</figcaption>${marked}${scale}</figure>`;
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
    const rows = colourRows(values) ?? rowsOf(values as Matrix);
    return `Image, ${rows.length}×${rows[0]!.length} pixels: ${text}`;
  });
  return {
    'text/html': outputHtml(`<div class="cl-row">${list.map(figureHtml).join('')}</div>`),
    'text/plain': texts.join('\n'),
  };
}

/** Shows a picture, one square a pixel: grey or signed from one number, in colour from three. */
export function image(values: Pixels, options: ImageOptions): void {
  display(imagesBundle([{ values, ...options }]));
}

/** Shows several pictures side by side. */
export function images(list: readonly TitledImage[]): void {
  display(imagesBundle(list));
}
