import { measureInTurn } from './measure';

// Twelve sums in registers, each a product and an addition of its own a turn: nothing waits for
// memory or for another sum, so this is what a core can do with 128-bit vectors.
const sums = Array.from({ length: 12 }, (_, i) => `s${i}`);
const source = (multiplyAdd: (sum: string) => string): string => `
export function run(turns: i32): f32 {
  const v = f32x4.splat(1e-9);
  const w = f32x4.splat(0.5);
  ${sums.map((sum) => `let ${sum} = f32x4.splat(0);`).join('\n  ')}
  for (let i = 0; i < turns; i++) {
    ${sums.map((sum) => `${sum} = ${multiplyAdd(sum)};`).join('\n    ')}
  }
  let total = s0;
  ${sums
    .slice(1)
    .map((sum) => `total = f32x4.add(total, ${sum});`)
    .join('\n  ')}
  return f32x4.extract_lane(total, 0);
}
`;

/** GFLOP/s of one core, 128-bit, a product and an addition apart: SIMD's ceiling without FMA. */
export async function measurePeak(): Promise<number> {
  // The product hangs on the sum, or the compiler would work it out once for all turns. Twelve such
  // chains fill two multipliers and two adders that take three cycles each.
  const text = source((sum) => `f32x4.add(f32x4.mul(${sum}, w), v)`);
  const asc = (await import('assemblyscript/asc' as string)) as Compiler;
  const options = { optimizeLevel: 3, runtime: 'stub', enable: ['simd'] };
  const { binary, stderr } = await asc.compileString(text, options);
  if (!binary) throw new Error(`peak: ${stderr.toString()}`);
  const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
  const { run } = new wasm.Instance(new wasm.Module(binary), {}).exports;
  const turns = 100_000;
  // V8 compiles well what has run for some time, and takes that up at the next call.
  for (const until = performance.now() + 500; performance.now() < until; ) run(turns / 100);
  const { peak } = measureInTurn({ peak: () => run(turns) }, 1);
  return (turns * sums.length * 4 * 2) / peak.best / 1e6;
}

interface Compiler {
  compileString(
    source: string,
    options: object,
  ): Promise<{ binary: Uint8Array | null; stderr: { toString(): string } }>;
}

interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { run(turns: number): void } };
}
