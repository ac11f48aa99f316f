import { numberText } from '../numbers';
import { greyColour, signedColour } from '../theme';
import type { Tensor } from '../../index';
import { element } from './dom';
import type { Rows } from './workbench-state';

export type Colours = 'grey' | 'signed';

type Paint = (row: number, col: number) => readonly [number, number, number];

/** A picture with its title and, beneath, room for its scale; redrawn in place. */
export class Panel {
  readonly root: HTMLElement;
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly heading = element('figcaption', {});
  private readonly scale = element('div', { class: 'kw-scale' });

  constructor() {
    this.root = element('figure', { class: 'kw-panel' }, this.heading, this.canvas, this.scale);
  }

  /** A view [1, h, w, 1] or [1, h, w, 3], from 0 to 1. */
  drawView(view: Tensor, title: string): void {
    const [, height, width, channels] = view.shape as [number, number, number, number];
    const level = (row: number, col: number, c: number): number =>
      greyColour(view.data[(row * width + col) * channels + Math.min(c, channels - 1)]!)[0];
    this.paint(height, width, title, `${title}, ${height} × ${width} pixels`, (row, col) => [
      level(row, col, 0),
      level(row, col, 1),
      level(row, col, 2),
    ]);
    this.scale.replaceChildren();
  }

  drawRows(rows: Rows, title: string, colours: Colours, largest = largestIn(rows)): void {
    const colourOf = colours === 'grey' ? greyColour : signedColour;
    const flat = rows.flat();
    const [low, high] = [Math.min(...flat), Math.max(...flat)].map((value) => numberText(value, 2));
    const size = `${rows.length} × ${rows[0]!.length}`;
    const label = `${title}, ${size} cells, from ${low} to ${high}`;
    this.paint(rows.length, rows[0]!.length, `${title}, ${size}`, label, (row, col) =>
      colourOf(rows[row]![col]! / largest),
    );
    const stops = colours === 'grey' ? [0, 1] : [-1, -0.5, 0, 0.5, 1];
    const gradient = stops.map((stop) => `rgb(${colourOf(stop).join(',')})`).join(',');
    const ends = colours === 'grey' ? [0, largest] : [-largest, 0, largest];
    this.scale.replaceChildren(
      element('div', { style: `height:8px;background:linear-gradient(to right,${gradient})` }),
      element(
        'div',
        { class: 'kw-ends' },
        ...ends.map((end) => element('span', {}, numberText(end, 2))),
      ),
    );
  }

  private paint(height: number, width: number, title: string, label: string, paint: Paint): void {
    this.heading.textContent = title;
    this.canvas.setAttribute('aria-label', label);
    this.canvas.height = height;
    this.canvas.width = width;
    this.canvas.style.aspectRatio = `${width} / ${height}`;
    const pixels = new Uint8ClampedArray(4 * height * width);
    for (let row = 0; row < height; row++) {
      for (let col = 0; col < width; col++) {
        pixels.set([...paint(row, col), 255], 4 * (row * width + col));
      }
    }
    this.canvas.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0);
  }
}

/** The largest |value|; 1 if all are 0, so that it can be divided by. */
export const largestIn = (rows: Rows): number => Math.max(...rows.flat().map(Math.abs)) || 1;
