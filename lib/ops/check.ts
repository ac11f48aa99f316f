import { shapeText, sizeOf, type Tensor } from '../tensor';

/** What was given, in a few words for a message: `an array`, `undefined`, `'SAME'`, `[1, NaN]`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

export const isWholeNumber = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && (value as number) >= least;

/** The tag and not `instanceof`: a tensor may come from another realm, such as a vm or a frame. */
const isFloat32Array = (value: unknown): boolean =>
  Object.prototype.toString.call(value) === '[object Float32Array]';

/**
 * A reshaping that a tensor of the wrong number of dimensions probably wants: an image without
 * its batch, a kernel without its channels.
 */
function rankHint(name: string, shape: readonly number[], layout: readonly string[]): string {
  const [a, b, c] = shape;
  if (layout[0] === 'images' && layout.length === 2) {
    if (shape.length === 4) return ` (flatten(${name}) makes one row of each image)`;
    if (shape.length === 1) return ` (one row is a batch of one: tensor([1, ${a}], ${name}.data))`;
    return '';
  }
  if (layout[0] === 'images') {
    if (shape.length === 3) {
      return ` (did you forget the batch dimension? One image is a batch of one: tensor([1, ${a}, ${b}, ${c}], ${name}.data))`;
    }
    if (shape.length === 2) {
      return ` (one image of one channel is a batch of one: tensor([1, ${a}, ${b}, 1], ${name}.data))`;
    }
  }
  if (layout[0] === 'kernelHeight') {
    if (shape.length === 3) {
      return ` (is it one kernel? It makes one output channel: tensor([${a}, ${b}, ${c}, 1], ${name}.data))`;
    }
    if (shape.length === 2) {
      return ` (is it one kernel for one channel? That is tensor([${a}, ${b}, 1, 1], ${name}.data))`;
    }
  }
  return '';
}

/**
 * Checks that `value` is a tensor, of any number of dimensions. Tensors are plain data, which
 * anybody can write by hand, so nothing is taken for granted. Numbers in the data are not looked
 * at: NaN and Infinity in them spread through an operation as they do in TensorFlow.
 *
 * @param where the function that the message is to name
 * @param name the argument's name
 * @throws if it is no tensor, a size is no whole number ≥ 1, or the data is no Float32Array or not
 * as long as the shape says.
 */
export function checkAnyTensor(where: string, name: string, value: Tensor): void {
  const given: unknown = value;
  if (Array.isArray(given)) {
    throw new Error(
      `${where}: ${name} must be a tensor, got an array (fromNested makes a tensor of nested arrays)`,
    );
  }
  if (typeof given !== 'object' || given === null || !Array.isArray(value.shape)) {
    throw new Error(
      `${where}: ${name} must be a tensor { shape, data }, got ${describe(given)} (tensor(shape, values) makes one)`,
    );
  }
  const { shape, data } = value;
  if (!shape.every((size) => isWholeNumber(size, 1))) {
    throw new Error(
      `${where}: every size of ${name} must be a whole number of at least 1, its shape is ${shapeText(shape)}`,
    );
  }
  if (!isFloat32Array(data)) {
    throw new Error(
      `${where}: the data of ${name} must be a Float32Array, got ${Array.isArray(data) ? 'an array' : describe(data)}` +
        ' (tensor(shape, values) makes one)',
    );
  }
  if (data.length !== sizeOf(shape)) {
    throw new Error(
      `${where}: ${name} has shape ${shapeText(shape)}, which holds ${sizeOf(shape)} numbers, but its data holds ${data.length}` +
        ' (tensor(shape, values) makes one that fits)',
    );
  }
}

/**
 * Checks that `value` is a tensor with the dimensions named by `layout`.
 *
 * @throws as checkAnyTensor, and if there are more or fewer dimensions.
 */
export function checkTensor(
  where: string,
  name: string,
  value: Tensor,
  layout: readonly string[],
): void {
  checkAnyTensor(where, name, value);
  const { shape } = value;
  if (shape.length !== layout.length) {
    throw new Error(
      `${where}: ${name} must have ${layout.length} ${layout.length === 1 ? 'dimension' : 'dimensions'} [${layout.join(', ')}], its shape is ${shapeText(shape)}` +
        rankHint(name, shape, layout),
    );
  }
}

export const imageLayout = ['images', 'height', 'width', 'channels'] as const;
export const kernelLayout = ['kernelHeight', 'kernelWidth', 'inChannels', 'outChannels'] as const;
export const rowLayout = ['images', 'features'] as const;

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, dimension) => size === b[dimension]);

/**
 * Checks the gradient that a backward pass starts from.
 *
 * @param outputShape the shape of the forward pass's output, which is the gradient's too
 * @param given which arguments the output's shape came from, for the message
 * @param layout names for the dimensions, where their number is fixed
 */
export function checkGradOutput(
  where: string,
  gradOutput: Tensor,
  outputShape: readonly number[],
  given: string,
  layout?: readonly string[],
): void {
  if (layout) checkTensor(where, 'gradOutput', gradOutput, layout);
  else checkAnyTensor(where, 'gradOutput', gradOutput);
  if (!sameShape(gradOutput.shape, outputShape)) {
    throw new Error(
      `${where}: gradOutput must have the output's shape ${shapeText(outputShape)}, it is ${shapeText(gradOutput.shape)}` +
        ` (${given} must be ${/ and |s$/.test(given) ? 'those' : 'that'} of the forward pass)`,
    );
  }
}

/** Checks a tensor that belongs to a parameter, number for number. */
export function checkSameShape(
  where: string,
  name: string,
  value: Tensor,
  parameter: Tensor,
): void {
  checkAnyTensor(where, name, value);
  if (!sameShape(value.shape, parameter.shape)) {
    throw new Error(
      `${where}: ${name} must have the parameter's shape ${shapeText(parameter.shape)}, it is ${shapeText(value.shape)}`,
    );
  }
}
