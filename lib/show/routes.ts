import { display, type Bundle } from './display';
import { escapeHtml } from './html';
import { poolMap, type Pooling } from './pool-routes';
import { routesSvg, routesText, type RoutesDrawing } from './routes-svg';
import { outputHtml } from './theme';

export interface RoutesOptions extends Pooling {
  /** The loss's gradient with respect to each output, in the output's shape. */
  gradOutput: readonly (readonly number[])[];
  title: string;
}

/** The output of `poolingRoutes`. */
export function routesBundle(
  map: readonly (readonly number[])[],
  { gradOutput, title, ...pooling }: RoutesOptions,
): Bundle {
  const drawing: RoutesDrawing = { map, pooled: poolMap(map, pooling), gradOutput, title };
  return {
    'text/html': outputHtml(
      `<div class="cl-title"><strong>${escapeHtml(title)}</strong></div>${routesSvg(drawing)}`,
    ),
    'text/plain': routesText(drawing),
  };
}

/**
 * Draws which cell of a map gets the gradient of which output of a pooling, by lib's backward
 * pass: an arrow to the winner of each window, or to all its cells.
 *
 * @param map rows of numbers, one channel
 * @throws as maxPool2d and avgPool2d do, and if gradOutput has not the output's shape
 */
export function poolingRoutes(map: readonly (readonly number[])[], options: RoutesOptions): void {
  display(routesBundle(map, options));
}
