import { conv2d } from '../fast';
import { shapeText, type Tensor } from '../tensor';
import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { numberText } from './numbers';
import { pageHtml } from './page';
import type { WorkbenchPicture, WorkbenchPreset, WorkbenchProps } from './pages/props';

export interface NamedPicture {
  name: string;
  /** [1, h, w, 1] or [1, h, w, 3], from 0 to 1. */
  picture: Tensor;
}

export interface WorkbenchOptions {
  title?: string;
  /** How far the picture can be shifted, in cells; as much is kept back on each side. */
  margin?: number;
}

const smooth = [1, 2, 1].map((a) => [1, 2, 1].map((b) => (a * b) / 16));

/** Kernels that people designed: name, weights, and whether they make a picture again. */
const designed: readonly [string, number[][], boolean][] = [
  // prettier-ignore
  ['vertical edges', [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], false],
  // prettier-ignore
  ['horizontal edges', [[-1, -2, -1], [0, 0, 0], [1, 2, 1]], false],
  // prettier-ignore
  ['spots', [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], false],
  ['blur', smooth, true],
  // prettier-ignore
  ['sharpen', [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], true],
  // prettier-ignore
  ['emboss', [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], true],
  // prettier-ignore
  ['one pixel', [[0, 0, 0], [0, 1, 0], [0, 0, 0]], true],
];
const presets = designed.map(([name, weights, isPicture]): WorkbenchPreset => ({
  name,
  weights,
  isPicture,
}));

function toProps({ name, picture }: NamedPicture, margin: number): WorkbenchPicture {
  const [images, height, width, channels] = picture.shape as [number, number, number, number];
  if (picture.shape.length !== 4 || images !== 1 || (channels !== 1 && channels !== 3)) {
    throw new Error(
      `kernelWorkbench: wants pictures [1, h, w, 1] or [1, h, w, 3], got ${shapeText(picture.shape)} for ${name}`,
    );
  }
  if (Math.min(height, width) <= 2 * margin) {
    throw new Error(
      `kernelWorkbench: a margin of ${margin} on each side leaves nothing of ${name}, ${height}×${width}`,
    );
  }
  const bytes = Buffer.from(
    picture.data.map((value) => Math.round(255 * Math.min(1, Math.max(0, value)))),
  );
  return { name, height, width, channels, bytes: bytes.toString('base64') };
}

/** What the page shows at first, in words: the first picture under the first preset. */
function firstMapText({ picture }: NamedPicture, margin: number): string {
  const channels = picture.shape[3]!;
  const { name, weights } = presets[0]!;
  const kernels = weights.flat().flatMap((w) => new Array<number>(channels).fill(w));
  const map = conv2d(picture, {
    shape: [3, 3, channels, 1],
    data: Float32Array.from(kernels),
  });
  const [, height, width] = map.shape as [number, number, number, number];
  const rows = Array.from({ length: height - 2 * margin }, (_, r) =>
    map.data.subarray((r + margin) * width + margin, (r + margin + 1) * width - margin),
  );
  const range = [
    Math.min(...rows.map((row) => Math.min(...row))),
    Math.max(...rows.map((row) => Math.max(...row))),
  ].map((value) => numberText(value, 2));
  return (
    `The kernel for ${name} makes a feature map of ${rows.length} × ${rows[0]!.length} cells, ` +
    `from ${range[0]} to ${range[1]}.`
  );
}

/** The output of `kernelWorkbench`. @throws as said there. */
export function kernelWorkbenchBundle(
  pictures: readonly NamedPicture[],
  { title = 'A kernel on a picture', margin = 6 }: WorkbenchOptions = {},
): Bundle {
  const first = pictures[0];
  if (!first) throw new Error('kernelWorkbench: wants one picture at least, got none');
  const props: WorkbenchProps = {
    title,
    pictures: pictures.map((picture) => toProps(picture, margin)),
    presets,
    margin,
  };
  const text = `${title}: ${first.name}. ${firstMapText(first, margin)}`;
  return {
    'text/html': pageHtml('kernel-workbench', props, `<p>${escapeHtml(text)}</p>`),
    'text/plain': `${text} (Interactive in a browser.)`,
  };
}

/**
 * Shows pictures with a kernel of 3 × 3 weights to play with, in the page: presets, single
 * weights, weights for the colours, stride, padding, and a shift of the picture. The page computes
 * the feature map with lib's own conv2d, and says whether it moves along with the picture.
 *
 * @param pictures each [1, h, w, 1] or [1, h, w, 3]; of each, `margin` cells on every side lie
 * outside the view until the picture is shifted
 * @throws if there is no picture, one has another shape, or the margin leaves nothing of it
 */
export function kernelWorkbench(
  pictures: readonly NamedPicture[],
  options: WorkbenchOptions = {},
): void {
  display(kernelWorkbenchBundle(pictures, options));
}
