import type { Tensor } from '../tensor';
import { checkTensor, describe } from './check';

/**
 * The numbers of a bias, zeros if none was given.
 *
 * @param where the function that a message is to name
 * @param count how many there must be
 * @param dimension the name of the bias's one dimension, for a message
 * @param owners what has one bias each, for a message
 * @throws if it is neither a tensor of one dimension nor an array of numbers, or not `count` long
 */
export function biasOf(
  where: string,
  bias: Tensor | readonly number[] | undefined,
  count: number,
  dimension: string,
  owners: string,
): ArrayLike<number> {
  if (bias === undefined) return new Float32Array(count);
  let numbers: ArrayLike<number>;
  if (Array.isArray(bias)) {
    numbers = bias as readonly number[];
    const wrong = bias.findIndex((b: unknown) => typeof b !== 'number');
    if (wrong >= 0) {
      throw new Error(`${where}: bias must hold numbers, got ${describe(bias[wrong])} at ${wrong}`);
    }
  } else {
    checkTensor(where, 'bias', bias as Tensor, [dimension]);
    numbers = (bias as Tensor).data;
  }
  if (numbers.length !== count) {
    throw new Error(
      `${where}: bias must hold one number for each of ${count} ${owners}, it holds ${numbers.length}`,
    );
  }
  return numbers;
}
