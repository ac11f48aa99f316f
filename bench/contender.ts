import type { Tensor } from '../lib';
import type { Operation } from './cases';
import type { Training } from './networks';

/** A convolution of 3 by 3, stride 1, 'same', without bias, and a gradient of its output. */
export interface ConvolutionCase {
  x: Tensor;
  kernels: Tensor;
  gradOutput: Tensor;
}

/** What a run computed, in this library's layout. */
export type Results = Partial<Record<'output' | 'gradX' | 'gradKernels', Tensor>>;

export interface OperationWork {
  /** The one thing that is timed. */
  run(): void | Promise<void>;
  /** What the last run computed. */
  results(): Results;
  /** `run` does one part in so many of the work, for all of it would take minutes. */
  scaledBy?: number;
}

export interface PreparedConvolution {
  operations: Partial<Record<Operation, OperationWork>>;
  /** What it can't do though it might be asked, and why, in a word or two for a table. */
  lacks?: Partial<Record<Operation, string>>;
  close(): void | Promise<void>;
}

export interface PreparedStep {
  run(): void | Promise<void>;
  /** The weights after the steps so far, as the training's `parameters` has them. */
  parameters(): Tensor[];
  close(): void;
}

/** What computes convolutions, and trains networks if it can: this library or another one. */
export interface Engine {
  /** Puts it to use, before each of its runs: untimed. */
  use?(): void | Promise<void>;
  /** Input and weights in its own layout, its code compiled: nothing of that is timed. */
  prepare(convolution: ConvolutionCase): Promise<PreparedConvolution>;
  /** A step of LeNet, for one that has that network alone. */
  prepareLeNet?(start: Training): Promise<PreparedStep>;
  /** A step of any network of lib/nn. */
  prepareTraining?(start: Training): Promise<PreparedStep>;
}

/** An engine as it stands in the table. */
export interface Contender {
  label: string;
  library: string;
  /** Threads it computes on. */
  threads: number;
  /** Milliseconds that its threads spin on after a run, at the cost of what is timed next. */
  spins: number;
  engine: Engine;
}

export const ours = 'convlab';

export interface Missing {
  label: string;
  reason: string;
}

export interface Contenders {
  loaded: Contender[];
  /** Those that do not run here, and why. */
  missing: Missing[];
}

export const learningRate = 0.01;
export const momentum = 0.9;
