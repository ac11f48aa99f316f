/**
 * Measures Winograd's tiles beside the direct kernel, in turn, and the errors of both:
 * `node --require tsx/cjs bench/winograd.ts`. What came of it stands in bench/winograd.md.
 */
import { cpus } from 'node:os';
import { randn, reference, relu, rng, tensor, type Tensor } from '../lib';
import { backwardConvolution, forwardConvolution } from '../lib/fast/convolution';
import { enableRelaxedSimd } from '../lib/fast/relaxed';
import { WasmEngine } from '../lib/fast/wasm-engine';
import { startKernels, type Level } from '../lib/fast/wasm-kernels';
import { tilesPay } from '../lib/fast/winograd';
import { conv2dSizes } from '../lib/ops/conv2d-sizes';
import { cases } from './cases';
import { measureInTurn, timeOnce, type Turn } from './measure';

type Shape = readonly [
  images: number,
  height: number,
  width: number,
  channels: number,
  outputs: number,
];

const { b, c, d, e } = cases;
const shapes: Record<string, Shape> = { b, c, d, e };
for (const channels of [8, 16, 32, 64, 128]) {
  for (const size of [7, 8, 14, 28, 56]) {
    for (const images of [1, 8, 32]) {
      if (images * size * size * channels > 2 ** 21) continue; // they alone would take minutes
      shapes[`${images}×${size}²×${channels}`] = [images, size, size, channels, channels];
    }
  }
}
for (const images of [1, 32]) shapes[`${images}×14²×8→16`] = [images, 14, 14, 8, 16];
shapes['2×14²×512'] = [2, 14, 14, 512, 512];

const options = { padding: 'same' } as const;

function data([images, height, width, channels, outputs]: Shape): { x: Tensor; kernels: Tensor } {
  return {
    x: randn([images, height, width, channels], rng(1)),
    kernels: randn([3, 3, channels, outputs], rng(2)),
  };
}

const enginesAt = (level: Level): { direct: WasmEngine; tiles: WasmEngine } => ({
  direct: new WasmEngine(startKernels(level), { byTiles: () => false }),
  tiles: new WasmEngine(startKernels(level), { byTiles: () => true }),
});

async function times(levels: readonly Level[]): Promise<void> {
  console.log(
    'case | ' + levels.map((l) => `${l}: direct, tiles (ms), ratio`).join(' | ') + ' | kept',
  );
  for (const [name, shape] of Object.entries(shapes)) {
    const { x, kernels } = data(shape);
    const sizes = conv2dSizes('bench', x, kernels, options);
    const convolution = forwardConvolution(sizes, x.shape);
    const columns: string[] = [];
    for (const level of levels) {
      const { direct, tiles } = enginesAt(level);
      const output = new Float32Array(conv2dSize(shape));
      const turn = async (engine: WasmEngine): Promise<Turn> => {
        const run = (): void => {
          engine.convolve(convolution, x.data, kernels.data, [], false, output);
        };
        return { run, first: await timeOnce(run) };
      };
      const turns = { direct: await turn(direct), tiles: await turn(tiles) };
      const measured = await measureInTurn(turns, 0.4);
      const [one, other] = [measured.direct.median, measured.tiles.median];
      columns.push(`${one.toFixed(3)}, ${other.toFixed(3)}, ${(one / other).toFixed(2)}`);
    }
    console.log(`${name} | ${columns.join(' | ')} | ${tilesPay(convolution) ? 'yes' : 'no'}`);
  }
}

const conv2dSize = ([images, height, width, , outputs]: Shape): number =>
  images * height * width * outputs;

/** Against sums in float64, rounded once; both as shares of the output's root mean square. */
function errors(levels: readonly Level[]): void {
  console.log(
    '\ndata, channels | ' +
      levels.map((l) => `${l}: max direct, tiles | rms direct, tiles`).join(' | '),
  );
  for (const kind of ['normal', "He's weights after ReLU"]) {
    for (const channels of [8, 16, 32, 64, 128]) {
      const shape: Shape = [2, 28, 28, channels, 16];
      let { x, kernels } = data(shape);
      if (kind !== 'normal') {
        x = relu(x);
        const scale = Math.sqrt(2 / (9 * channels));
        kernels = tensor(
          kernels.shape,
          kernels.data.map((weight) => weight * scale),
        );
      }
      const gradOutput = randn([2, 28, 28, 16], rng(3));
      const sizes = conv2dSizes('bench', x, kernels, options);
      const exact = reference.conv2d(x, kernels, options);
      const { gradX } = reference.conv2dBackward(gradOutput, x, kernels, options);
      const columns = levels.map((level) => {
        const { direct, tiles } = enginesAt(level);
        const of = (engine: WasmEngine): number[][] => {
          const output = new Float32Array(exact.data.length);
          const grad = new Float32Array(gradX.data.length);
          engine.convolve(
            forwardConvolution(sizes, x.shape),
            x.data,
            kernels.data,
            [],
            false,
            output,
          );
          engine.convolve(
            backwardConvolution(sizes, x.shape),
            gradOutput.data,
            kernels.data,
            [],
            false,
            grad,
          );
          return [errorOf(output, exact.data), errorOf(grad, gradX.data)];
        };
        const [one, other] = [of(direct), of(tiles)];
        const show = (which: 0 | 1): string =>
          [0, 1]
            .map(
              (i) => `${one[which]![i]!.toExponential(1)}, ${other[which]![i]!.toExponential(1)}`,
            )
            .join(' | ');
        return `forward ${show(0)}; input gradient ${show(1)}`;
      });
      console.log(`${kind}, ${channels} | ${columns.join(' | ')}`);
    }
  }
}

/** The largest and the mean error, as shares of the root mean square. */
function errorOf(got: Float32Array, exact: Float32Array): number[] {
  const meanSquare = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value * value, 0) / values.length;
  const differences = exact.map((value, i) => got[i]! - value);
  const scale = Math.sqrt(meanSquare(exact));
  const largest = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return [largest / scale, Math.sqrt(meanSquare(differences)) / scale];
}

async function main(): Promise<void> {
  const levels: Level[] = enableRelaxedSimd() ? ['simd', 'relaxed'] : ['simd'];
  console.log(`${cpus()[0]?.model.trim()}, Node ${process.version}, one thread, forward.\n`);
  errors(levels);
  await times(levels);
}

void main();
