import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../../kernel/project';

/** The two programs of the sandbox, as texts: its thread, and what runs inside QuickJS. */
export interface SandboxCode {
  readonly worker: string;
  readonly guest: string;
}

/** A thread that is started from a text looks packages up from the folder it runs in; here they are found from the project's, once and for all. */
const packagesByPath: Plugin = {
  name: 'packages-by-path',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
      path.startsWith('node:') || kind === 'entry-point'
        ? undefined
        : { path: require.resolve(path, { paths: [projectRoot] }), external: true },
    );
  },
};

/** A TypeScript file and what it imports as one text for `new Worker(text, { eval: true })`. */
export async function bundleWorker(file: string): Promise<string> {
  return bundle(file, {
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    plugins: [packagesByPath],
  });
}

let built: Promise<SandboxCode> | undefined;

export function buildSandbox(): Promise<SandboxCode> {
  built ??= (async () => {
    const folder = join(projectRoot, 'grading', 'sandbox');
    const [worker, guest] = await Promise.all([
      bundleWorker(join(folder, 'worker.ts')),
      bundle(join(folder, 'guest', 'index.ts'), {
        platform: 'neutral',
        format: 'iife',
        globalName: 'guest',
        target: 'es2022',
      }),
    ]);
    return { worker, guest };
  })();
  return built;
}

async function bundle(file: string, options: Parameters<typeof build>[0]): Promise<string> {
  const result = await build({
    ...options,
    entryPoints: [file],
    bundle: true,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: '{}',
  });
  return result.outputFiles![0]!.text;
}
