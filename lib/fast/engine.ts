import type { ConvolutionEngine } from './convolution';
import { tileEngine } from './tile-engine';
import { WasmEngine } from './wasm-engine';
import { startKernels, supports } from './wasm-kernels';

/** How the sums are done: in plain TypeScript, or in WebAssembly at one of its levels. */
export interface Engine extends ConvolutionEngine {
  readonly name: string;
}

/** Runs everywhere. */
export const plainEngine: Engine = { name: 'plain TypeScript', ...tileEngine };

/** The quickest that runs here: relaxed SIMD, else SIMD, else plain TypeScript. */
function quickest(): Engine {
  for (const level of ['relaxed', 'simd'] as const) {
    if (!supports(level)) continue;
    try {
      return new WasmEngine(startKernels(level));
    } catch {
      break; // a page may not be allowed to compile, or not so much at once
    }
  }
  return plainEngine;
}

let engine: Engine | undefined;

/** The engine in use. It is chosen, and WebAssembly compiled, when it is first needed. */
export function currentEngine(): Engine {
  return (engine ??= quickest());
}

/** Puts another engine to use, or, without one, has it chosen anew. */
export function useEngine(other?: Engine): void {
  engine = other;
}
