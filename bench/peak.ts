/** The probe of the core's peak, as a process of its own: the compiler it needs is large. */
import { setTimeout as sleep } from 'node:timers/promises';
import { enableRelaxedSimd } from '../lib/fast/relaxed';
import { answer, inOwnProcess, succeeded } from './own-process';

/**
 * What a core can do at most with 128-bit vectors: sums of products in as many independent chains
 * as its registers hold, and nothing from memory. A peak is a maximum, so several shapes of loop
 * are tried and the best run of the best one counts. Numbers stay near 0.5: neither tiny nor endless.
 */
const chains = (count: number, times: number, step: (sum: string) => string): string => {
  const sums = Array.from({ length: count }, (_, i) => `s${i}`);
  const turn = sums.map((sum) => `${sum} = ${step(sum)};`).join('\n');
  // The factors come as arguments: V8 would load a constant anew for each product.
  return `export function run(turns: i32, factor: f32, more: f32): f32 {
    const k = f32x4.splat(factor);
    const c = f32x4.splat(more);
    ${sums.map((sum, i) => `let ${sum} = f32x4.splat(0.${i + 1});`).join('\n')}
    for (let turn = 0; turn < turns; turn++) {
      ${Array.from({ length: times }, () => turn).join('\n')}
    }
    ${sums
      .slice(1)
      .map((sum) => `s0 = f32x4.add(s0, ${sum});`)
      .join('\n')}
    return f32x4.extract_lane(s0, 0);
  }`;
};
const apart = (sum: string): string => `f32x4.add(f32x4.mul(${sum}, k), c)`;
const fused = (sum: string): string => `f32x4.relaxed_madd(${sum}, k, c)`;

interface Shape {
  /** Products and additions in one instruction, or apart. */
  kind: 'apart' | 'fused';
  source: string;
  /** Of one turn of the loop. */
  flops: number;
}

const shape = (kind: Shape['kind'], count: number, times: number): Shape => ({
  kind,
  source: chains(count, times, kind === 'fused' ? fused : apart),
  flops: count * times * 4 * 2,
});

const shapes: readonly Shape[] = [
  shape('apart', 10, 1),
  shape('apart', 12, 1),
  shape('apart', 12, 4),
  shape('fused', 8, 1),
  shape('fused', 10, 1),
  shape('fused', 12, 1),
];

/** GFLOP/s of one core. 'fused' is left out where there is no relaxed SIMD. */
export type Peak = Record<'apart', number> & Partial<Record<'fused', number>>;

const megaflopsOfRun = 8;
const [warmUpRuns, rounds] = [200, 100];

async function probe(): Promise<Peak> {
  const relaxed = enableRelaxedSimd();
  const asc = (await import('assemblyscript/asc' as string)) as Compiler;
  const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
  const enable = ['simd', ...(relaxed ? ['relaxed-simd'] : [])];
  const loops = [];
  for (const { kind, source, flops } of shapes) {
    if (kind === 'fused' && !relaxed) continue;
    const options = { optimizeLevel: 3, runtime: 'stub', enable };
    const { binary, stderr } = await asc.compileString(source, options);
    if (!binary) throw new Error(`bench: the probe of the peak: ${stderr.toString()}`);
    const { run } = new wasm.Instance(new wasm.Module(binary), {}).exports;
    const turns = Math.round((megaflopsOfRun * 1e6) / flops);
    loops.push({ kind, work: turns * flops, go: () => run(turns, 0.999, 0.0005) });
  }
  // Many short runs: V8 puts better code in place of its first between one call and the next.
  for (const { go } of loops) for (let i = 0; i < warmUpRuns; i++) go();
  await sleep(200);
  const best: Peak = { apart: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const { kind, work, go } of loops) {
      const started = performance.now();
      go();
      const rate = work / (performance.now() - started) / 1e6;
      best[kind] = Math.max(best[kind] ?? 0, rate);
    }
  }
  return best;
}

/** @throws if the probe fails */
export async function measurePeak(): Promise<Peak> {
  const found = await inOwnProcess<Peak>('peak.ts');
  if (!succeeded(found)) throw new Error(`bench: the probe of the core's peak: ${found.problem}`);
  return found;
}

/** The one that shares are shares of. */
export const highest = ({ apart, fused = 0 }: Peak): number => Math.max(apart, fused);

interface Compiler {
  compileString(
    source: string,
    options: object,
  ): Promise<{ binary: Uint8Array | null; stderr: { toString(): string } }>;
}

interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: object,
  ) => { exports: { run(turns: number, factor: number, more: number): void } };
}

if (require.main === module) answer(probe);
