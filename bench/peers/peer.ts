import type { Tensor } from '../../lib';
import type { LeNet } from '../lenet';

/** A convolution of 3 by 3, stride 1, 'same', without bias, and a gradient of its output. */
export interface ConvolutionCase {
  x: Tensor;
  kernels: Tensor;
  gradOutput: Tensor;
}

/** What a run computed, in this library's layout. */
export type Results = Partial<Record<'output' | 'gradX' | 'gradKernels', Tensor>>;

export interface Work {
  /** The one thing that is timed. */
  run(): void | Promise<void>;
  /** What the last run computed. */
  results(): Results;
}

/** 'gradients' is both in one go, for a peer that has no single one. */
export type Operation = 'forward' | 'gradX' | 'gradKernels' | 'gradients';

export interface PreparedConvolution {
  operations: Partial<Record<Operation, Work>>;
  close(): void | Promise<void>;
}

export interface PreparedStep {
  run(): void | Promise<void>;
  /** The weights after the steps so far, as LeNet's `parameters` has them. */
  parameters(): Tensor[];
  close(): void;
}

export interface LoadedPeer {
  /** Input and weights in the peer's own layout, its code compiled: nothing of that is timed. */
  prepare(convolution: ConvolutionCase): Promise<PreparedConvolution>;
  /** A step as bench/lenet.ts has it, from the same weights; undefined if it can't train. */
  prepareStep?(start: Pick<LeNet, 'x' | 'labels' | 'parameters'>): Promise<PreparedStep>;
}

/** Another library. Loading throws where it does not run. */
export interface Peer {
  name: string;
  /** Threads it computes on. */
  threads: number;
  /** Milliseconds that its threads spin on after a run, at the cost of what is timed next; 0 unless given. */
  spins?: number;
  load(): LoadedPeer | Promise<LoadedPeer>;
}

export const learningRate = 0.01;
export const momentum = 0.9;
