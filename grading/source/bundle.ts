import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildFailure, type Message, type Plugin } from 'esbuild';
import { projectRoot } from '../../kernel/project';
import type { Prepared, Problem, SourceFile } from './states';

const tensorFile = 'lib/tensor.ts';
let tensorText: string | undefined;

/** Any relative way to lib/tensor is the project's own; nothing else can be imported. */
const onlyTensor: Plugin = {
  name: 'only-tensor',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path, kind, with: attributes }) => {
      if (kind === 'entry-point') return undefined;
      const allowed = /^(?:\.{1,2}\/)+lib\/tensor(?:\.[jt]s)?$/.test(path);
      const plain = kind === 'import-statement' && Object.keys(attributes).length === 0;
      if (allowed && plain) return { path: tensorFile, namespace: 'project' };
      return { errors: [{ text: refusal(path, kind) }] };
    });
    onLoad({ filter: /.*/, namespace: 'project' }, () => {
      tensorText ??= readFileSync(join(projectRoot, tensorFile), 'utf8');
      return { contents: tensorText, loader: 'ts' };
    });
  },
};

function refusal(path: string, kind: string): string {
  const what =
    kind === 'require-call' || kind === 'require-resolve'
      ? `require('${path}')`
      : kind === 'dynamic-import'
        ? `import('${path}')`
        : `the import of '${path}'`;
  return `${what} is refused: an exercise may only import from '../lib/tensor', in an import line`;
}

/**
 * Bundles an exercise file with lib/tensor into one script, whose `submission` holds the exports.
 * Types are stripped, not checked, and no configuration file is read.
 *
 * @param path how the file is called in messages: `exercises/01-convolution-by-hand.ts`
 */
export async function prepare(file: SourceFile, path: string): Promise<Prepared> {
  if (file.state !== 'read') return file;
  try {
    const result = await build({
      stdin: { contents: file.text, sourcefile: path, loader: 'ts', resolveDir: '/' },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'submission',
      platform: 'neutral',
      target: 'es2022',
      sourcemap: 'external',
      sourcesContent: false,
      outfile: 'submission.js',
      charset: 'utf8',
      treeShaking: false,
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'es2022', useDefineForClassFields: true } },
      plugins: [onlyTensor],
    });
    const output = (suffix: string): string =>
      result.outputFiles.find((out) => out.path.endsWith(suffix))!.text;
    return { state: 'runnable', code: output('.js'), map: output('.js.map') };
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (!Array.isArray(errors)) throw error;
    return { state: 'broken', problems: errors.slice(0, 10).map(problem) };
  }
}

function problem({ text, location }: Message): Problem {
  if (!location) return { message: text };
  return {
    message: text,
    // esbuild counts columns from 0.
    at: { line: location.line, column: location.column + 1 },
    lineText: location.lineText.slice(0, 200),
  };
}
