/**
 * One look for everything a lesson shows. The colours are Okabe and Ito's ("Color Universal
 * Design", 2008), which the common forms of colour blindness tell apart; signed numbers run from
 * blue (negative) over white to red (positive), as in ColorBrewer's RdBu.
 */
export const palette = {
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
} as const;

/** What the channels of an RGB image are called and drawn in; further channels are only numbered. */
const channelNames = ['red', 'green', 'blue'];

/** The name of a channel out of `count`: a colour for three, the channel's number otherwise. */
export function channelName(channel: number, count: number): string {
  return count === 3 ? channelNames[channel]! : `channel ${channel}`;
}

type Rgb = readonly [number, number, number];

const signedStops: readonly Rgb[] = [
  [33, 102, 172],
  [146, 197, 222],
  [247, 247, 247],
  [244, 165, 130],
  [178, 24, 43],
];

/** The signed colour scale in Plotly's form, from −1 (blue) over 0 (white) to 1 (red). */
export const signedColourScale = signedStops.map(
  (rgb, index) => [index / (signedStops.length - 1), `rgb(${rgb.join(', ')})`] as const,
);

/** The colour of a signed share: −1 is blue, 0 white, 1 red; shares beyond are cut off. */
export function signedColour(share: number): Rgb {
  const position = ((Math.max(-1, Math.min(1, share)) + 1) / 2) * (signedStops.length - 1);
  const index = Math.min(Math.floor(position), signedStops.length - 2);
  const from = signedStops[index]!;
  const to = signedStops[index + 1]!;
  const mix = (k: 0 | 1 | 2): number =>
    Math.round(from[k] + (to[k] - from[k]) * (position - index));
  return [mix(0), mix(1), mix(2)];
}

/** The grey of a share of full brightness: 0 is black, 1 white; shares beyond are cut off. */
export function greyColour(share: number): Rgb {
  const level = Math.round(255 * Math.max(0, Math.min(1, share)));
  return [level, level, level];
}

/** Black or white, whichever is easier to read on the colour. */
export function inkOn([red, green, blue]: Rgb): string {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? '#111' : '#fff';
}

/**
 * The style sheet of every HTML output. An output has to carry its own, since any other may be
 * cleared. Text keeps the page's colour and areas are translucent, so that light and dark pages
 * both work without asking which it is. The class is doubled to outrank the front ends' rules for
 * tables.
 */
export const styleSheet = `<style>
.convlab.convlab { font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; margin: 6px 0; max-width: 100%; overflow-x: auto; }
.convlab.convlab .cl-row { display: flex; flex-wrap: wrap; gap: 10px 26px; align-items: flex-start; }
.convlab.convlab .cl-centre { align-items: center; }
.convlab.convlab figure { margin: 0; }
.convlab.convlab figcaption { font-size: 13px; margin: 0 0 4px; text-align: left; color: inherit; }
.convlab.convlab .cl-quiet { opacity: .75; }
.convlab.convlab table { border-collapse: collapse; margin: 0; border: 0; font-size: 14px; table-layout: auto; width: auto; background: none; color: inherit; }
.convlab.convlab .cl-title { font-size: 13px; padding: 0 0 4px; }
.convlab.convlab .cl-short { white-space: nowrap; }
.convlab.convlab tr { background: none !important; }
.convlab.convlab table.cl-grid td { min-width: 34px; height: 30px; padding: 0 5px; box-sizing: border-box; text-align: center; vertical-align: middle; border: 1px solid rgba(128,128,128,.45); font-variant-numeric: tabular-nums; white-space: nowrap; line-height: 1; }
.convlab.convlab table.cl-grid.cl-small td { min-width: 28px; height: 26px; font-size: 13px; }
.convlab.convlab .cl-red td { background: rgba(213,94,0,.20); }
.convlab.convlab .cl-green td { background: rgba(0,158,115,.20); }
.convlab.convlab .cl-blue td { background: rgba(0,114,178,.22); }
.convlab.convlab table.cl-grid td.cl-edge { border-style: dashed; background: none; opacity: .7; }
.convlab.convlab table.cl-grid td.cl-in { box-shadow: inset 0 0 0 2px #E69F00; font-weight: 700; opacity: 1; }
.convlab.convlab table.cl-table th, .convlab.convlab table.cl-table td { padding: 5px 14px 5px 0; text-align: left; vertical-align: top; border: 0; border-bottom: 1px solid rgba(128,128,128,.35); white-space: normal; max-width: 46em; }
.convlab.convlab table.cl-table th { font-weight: 600; border-bottom: 2px solid rgba(128,128,128,.6); }
.convlab.convlab table.cl-table .cl-number { text-align: right; font-variant-numeric: tabular-nums; }
.convlab.convlab .cl-sign { font-size: 20px; opacity: .75; }
.convlab.convlab .cl-sum { font-variant-numeric: tabular-nums; margin: 2px 0 0; }
.convlab.convlab .cl-result { border-top: 2px solid rgba(128,128,128,.6); padding-top: 6px; margin-top: 8px; font-size: 15px; }
.convlab.convlab .cl-note { border-left: 4px solid #E69F00; padding: 6px 12px; background: rgba(230,159,0,.10); }
.convlab.convlab .cl-marked { position: relative; width: fit-content; }
.convlab.convlab .cl-marked svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.convlab.convlab .cl-marked rect { fill: none; stroke: #E69F00; stroke-width: 2px; vector-effect: non-scaling-stroke; }
.convlab.convlab .cl-pixels { image-rendering: pixelated; display: block; border: 1px solid rgba(128,128,128,.45); }
</style>`;

/** HTML content as a whole output: with its style sheet, in the course's element. */
export function outputHtml(content: string): string {
  return `${styleSheet}<div class="convlab">${content}</div>`;
}
