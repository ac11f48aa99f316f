/** For Node only: lib/index does not import it. */
import { setFlagsFromString } from 'node:v8';
import { useEngine } from './engine';
import { supports } from './wasm-kernels';

/**
 * Puts relaxed SIMD to use, whose multiply-add is one instruction. From Node 22 on it is there
 * anyway; Node 20 has it as an experiment of its engine, which this switches on, so it is for
 * those who ask.
 *
 * @returns whether it is there now
 */
export function enableRelaxedSimd(): boolean {
  if (supports('relaxed')) return true;
  // Later engines don't know the flag, and would say so on stderr.
  if (Number(process.versions.node.split('.')[0]) < 22) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    useEngine();
  }
  return supports('relaxed');
}
