import { setFlagsFromString } from 'node:v8';
import { measureInTurn } from './measure';

// Two values times four weights, added to eight sums that stay in registers; a new pair of values
// a turn, from the first cache. What a core can do with 128-bit vectors when all goes well.
const pairs = [0, 1].flatMap((i) => [0, 1, 2, 3].map((j) => ({ sum: `s${i}${j}`, i, j })));
const source = `
export function run(turns: i32): f32 {
  ${[0, 1, 2, 3].map((j) => `const w${j} = f32x4.splat(0.${j + 1});`).join('\n  ')}
  ${pairs.map(({ sum }) => `let ${sum} = f32x4.splat(0);`).join('\n  ')}
  for (let turn = 0; turn < turns; turn++) {
    const at: usize = (turn & 127) * 32;
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    ${pairs.map(({ sum, i, j }) => `${sum} = f32x4.add(${sum}, f32x4.mul(v${i}, w${j}));`).join('\n    ')}
  }
  let total = s00;
  ${pairs
    .slice(1)
    .map(({ sum }) => `total = f32x4.add(total, ${sum});`)
    .join('\n  ')}
  return f32x4.extract_lane(total, 0);
}
`;

/** GFLOP/s of one core, 128-bit, a product and an addition apart: SIMD's ceiling without FMA. */
export async function measurePeak(): Promise<number> {
  const asc = (await import('assemblyscript/asc' as string)) as Compiler;
  const options = { optimizeLevel: 3, runtime: 'stub', initialMemory: 1, enable: ['simd'] };
  const { binary, stderr } = await asc.compileString(source, options);
  if (!binary) throw new Error(`peak: ${stderr.toString()}`);
  const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
  // By the compiler that takes its time, not by the one that is to start soon; at the first call.
  setFlagsFromString('--no-liftoff');
  const { run } = new wasm.Instance(new wasm.Module(binary), {}).exports;
  run(1);
  setFlagsFromString('--liftoff');
  const turns = 1_000_000;
  const { peak } = await measureInTurn({ peak: () => void run(turns) }, 1);
  return (turns * pairs.length * 4 * 2) / peak.best / 1e6;
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
