import { describe } from '../../ops/check';
import { shapeText } from '../../tensor';
import type { Shape } from '../layer';

/** @throws if the shape is not that of an image, [height, width, channels] */
export function checkImage(where: string, inputShape: Shape): void {
  if (inputShape.length !== 3) {
    throw new Error(
      `${where}: the layer takes images [height, width, channels], its input is ${shapeText(inputShape)}`,
    );
  }
}

/** @throws if the number is no whole number ≥ 1 */
export function checkCount(where: string, name: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw new Error(
      `${where}: ${name} must be a whole number of at least 1, got ${describe(value)}`,
    );
  }
}
