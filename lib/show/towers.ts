import { display, type Bundle } from './display';
import { figureBundle } from './figure';
import { ensureFigures } from './plotly';
import { palette } from './theme';

/** One tower: the side of a picture, and of the feature map after each layer. */
export interface Tower {
  name: string;
  sides: readonly number[];
}

const colours = [palette.vermillion, palette.sky, palette.green, palette.orange, palette.purple];

/** The output of `towers`. */
export function towersBundle(list: readonly Tower[], title: string): Bundle {
  const widest = Math.max(...list.flatMap(({ sides }) => sides));
  // From the middle of one tower to the middle of the next.
  const spacing = 1.25 * widest;
  const deepest = Math.max(...list.map(({ sides }) => sides.length - 1));
  return figureBundle(
    list.map(({ name, sides }, index) => ({
      type: 'bar',
      orientation: 'h',
      name,
      x: sides,
      base: sides.map((side) => index * spacing - side / 2),
      y: sides.map((_, depth) => depth),
      marker: { color: colours[index % colours.length] },
      text: sides.map(String),
      textposition: 'inside',
      insidetextanchor: 'middle',
      textangle: 0,
      textfont: { color: '#111' },
      constraintext: 'none',
      hovertemplate: 'layer %{y}: side %{text}<extra></extra>',
    })),
    {
      title,
      barmode: 'overlay',
      bargap: 0.12,
      xaxis: {
        title: { text: 'each floor as wide as the side of its map' },
        showticklabels: false,
        showgrid: false,
        zeroline: false,
      },
      yaxis: { title: { text: 'layers' }, dtick: 1, showgrid: false, zeroline: false },
    },
    {
      alt: `${list.map(({ name, sides }) => `${name}: sides ${sides.join(', ')}`).join('. ')}.`,
      height: 130 + 24 * (deepest + 1),
    },
  );
}

/**
 * Draws feature maps as towers, layer on layer from the bottom up, each floor as wide as the side
 * of its map: to see how pictures shrink with depth.
 */
export function towers(list: readonly Tower[], title: string): void {
  const bundle = towersBundle(list, title);
  ensureFigures();
  display(bundle);
}
