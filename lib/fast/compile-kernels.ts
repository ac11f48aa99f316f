/** `npm run kernels`: compiles lib/fast/kernels (AssemblyScript) into lib/fast/wasm.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../kernel/project';

export const wasmFile = join(projectRoot, 'lib/fast/wasm.ts');

/** What is used of it. Its own types bring globals of its own with them: console, require. */
interface Compiler {
  main(
    options: string[],
    host: { writeFile(name: string, contents: Uint8Array): void },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
}

const features = { simd: ['simd'], relaxed: ['simd', 'relaxed-simd'] };

/** Where the flags of the imported memory stand: `env`, `memory`, kind 2, flags. */
function memoryFlagsAt(binary: Buffer): number {
  const at = binary.indexOf('\x03env\x06memory\x02', 0, 'latin1');
  if (at < 0) throw new Error('compile-kernels: the module imports no memory');
  return at + 12;
}

async function compile(level: keyof typeof features): Promise<Buffer> {
  const asc = (await import('assemblyscript/asc' as string)) as Compiler;
  let binary: Buffer | undefined;
  const { error, stderr } = await asc.main(
    [
      'lib/fast/kernels/index.ts',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--noExportMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
      ...features[level].flatMap((feature) => ['--enable', feature]),
      '--baseDir',
      projectRoot,
      '--outFile',
      'kernels.wasm',
    ],
    {
      writeFile: (_name, contents) => {
        binary = Buffer.from(contents);
      },
    },
  );
  if (error || !binary) {
    throw new Error(`compile-kernels: ${error?.message}\n${stderr.toString()}`);
  }
  return binary;
}

/** The text of lib/fast/wasm.ts; a test compares it with the file. */
export async function wasmText(): Promise<string> {
  const simd = await compile('simd');
  const relaxed = await compile('relaxed');
  return `// Made by \`npm run kernels\` from lib/fast/kernels; not to be edited.
export const wasm = {
  memoryFlagsAt: { simd: ${memoryFlagsAt(simd)}, relaxed: ${memoryFlagsAt(relaxed)} },
  simd: '${simd.toString('base64')}',
  relaxed: '${relaxed.toString('base64')}',
};
`;
}

if (require.main === module) {
  void wasmText().then((text) => {
    writeFileSync(wasmFile, text);
    console.log(`lib/fast/wasm.ts written: ${(text.length / 1000).toFixed(1)} kB.`);
  });
}
