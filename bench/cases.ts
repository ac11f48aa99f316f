import { randn, rng } from '../lib';
import type { ConvolutionCase } from './contender';

/** Of a convolution of 3 by 3, stride 1, 'same': [images, height, width, inChannels, outChannels]. */
export type Sizes = readonly [number, number, number, number, number];

export const cases = {
  a: [32, 28, 28, 1, 8],
  b: [32, 28, 28, 8, 16],
  c: [32, 14, 14, 16, 32],
  d: [8, 56, 56, 64, 64],
  e: [32, 32, 32, 16, 16],
} as const satisfies Record<string, Sizes>;
export type Case = keyof typeof cases;
export const caseNames = Object.keys(cases) as Case[];

export const operations = ['forward', 'gradX', 'gradKernels', 'gradients'] as const;
/** 'gradients' is both in one go: some have no other way back, lib/ops among them. */
export type Operation = (typeof operations)[number];

export const operationTitles: Record<Operation, string> = {
  forward: 'forward',
  gradX: 'input gradient',
  gradKernels: 'kernel gradient',
  gradients: 'both gradients in one go',
};

/** Multiplications and additions, with the padding's zeros, as if each product were computed. */
export function flops(sizes: Sizes, operation: Operation): number {
  const products = 9 * sizes.reduce((a, b) => a * b, 1);
  return (operation === 'gradients' ? 4 : 2) * products;
}

/** The same numbers each time. */
export function convolutionCase([
  n,
  height,
  width,
  inChannels,
  outChannels,
]: Sizes): ConvolutionCase {
  return {
    x: randn([n, height, width, inChannels], rng(1)),
    kernels: randn([3, 3, inChannels, outChannels], rng(2)),
    gradOutput: randn([n, height, width, outChannels], rng(3)),
  };
}
