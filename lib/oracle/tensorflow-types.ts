/**
 * What the course uses of TensorFlow.js. Its own types are some hundreds of files, and a lesson
 * is type-checked at each cell, so they stay out of the import graph.
 */
export interface TfTensor {
  readonly shape: number[];
  dataSync(): Float32Array;
  dispose(): void;
}

/** A number, 'valid', 'same', or cells before and after each of the four dimensions. */
export type TfPadding = 'valid' | 'same' | [number, number][];

export interface TfConvInfo {
  padInfo: { top: number; bottom: number; left: number; right: number };
  strideHeight: number;
  strideWidth: number;
}

export interface TfKernelConfig {
  kernelName: string;
  backendName: string;
  kernelFunc(call: { inputs: Record<string, TfTensor>; attrs: Record<string, unknown> }): TfTensor;
}

export interface TensorFlow {
  version_core: string;
  env(): { get(flag: string): unknown; set(flag: string, value: boolean | number): void };
  setBackend(name: string): Promise<boolean> | boolean;
  getBackend(): string;
  findBackend(name: string): unknown;
  getKernel(kernelName: string, backendName: string): unknown;
  registerKernel(config: TfKernelConfig): void;
  tidy<T>(work: () => T): T;
  memory(): { numTensors: number };

  tensor(values: ArrayLike<number>, shape: readonly number[], dtype?: 'int32'): TfTensor;
  scalar(value: number): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  pad(x: TfTensor, padding: [number, number][], value?: number): TfTensor;
  slice(x: TfTensor, begin: number[], size: number[]): TfTensor;
  transpose(x: TfTensor, order: number[]): TfTensor;
  sub(a: TfTensor, b: TfTensor): TfTensor;
  mul(a: TfTensor, b: TfTensor): TfTensor;
  div(a: TfTensor, b: TfTensor): TfTensor;
  sqrt(x: TfTensor): TfTensor;
  mean(x: TfTensor, axes: number[]): TfTensor;
  moments(x: TfTensor, axes: number[]): { mean: TfTensor; variance: TfTensor };
  reshape(x: TfTensor, shape: number[]): TfTensor;
  relu(x: TfTensor): TfTensor;
  matMul(a: TfTensor, b: TfTensor): TfTensor;
  softmax(logits: TfTensor): TfTensor;
  oneHot(indices: TfTensor, depth: number): TfTensor;
  losses: { softmaxCrossEntropy(oneHotLabels: TfTensor, logits: TfTensor): TfTensor };
  maxPool(
    x: TfTensor,
    size: readonly [number, number],
    strides: readonly [number, number],
    pad: 'valid' | 'same',
  ): TfTensor;
  avgPool(
    x: TfTensor,
    size: readonly [number, number],
    strides: readonly [number, number],
    pad: 'valid' | 'same',
  ): TfTensor;
  conv2d(
    x: TfTensor,
    filter: TfTensor,
    strides: readonly [number, number],
    pad: TfPadding,
    dataFormat?: 'NHWC',
    dilations?: readonly [number, number],
  ): TfTensor;
  grads(
    f: (...inputs: TfTensor[]) => TfTensor,
  ): (inputs: TfTensor[], gradOutput?: TfTensor) => TfTensor[];
  backend_util: {
    computeConv2DInfo(
      xShape: number[],
      filterShape: number[],
      strides: unknown,
      dilations: unknown,
      pad: unknown,
      roundingMode: unknown,
    ): TfConvInfo;
    computePool2DInfo(
      xShape: number[],
      size: readonly [number, number],
      strides: readonly [number, number],
      dilations: 1,
      pad: 'same',
    ): TfConvInfo;
  };
}
