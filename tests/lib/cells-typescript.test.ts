import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type typescript from 'typescript';
import { expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';

// A lesson's cells are compiled by tslab with its own TypeScript 5.0.4 and its own options, and
// with them every file they import. An error there is an error in the student's cell.
it("compiles under the cells' TypeScript and options", async () => {
  const module = (await import('@tslab/typescript-for-tslab' as string)) as {
    default: typeof typescript;
  };
  const ts = module.default;
  expect(ts.version).toBe('5.0.4');
  const files = ['lib/index.ts', 'lib/oracle/index.ts', 'lib/data/index.ts', 'lib/show/index.ts']
    .map((path) => join(projectRoot, path))
    .filter((path) => existsSync(path));

  // As in tslab/dist/converter.js, createConverter.
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    declaration: true,
    experimentalDecorators: true,
    resolveJsonModule: true,
    jsx: ts.JsxEmit.React,
    typeRoots: [join(projectRoot, 'node_modules/@types')],
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    rootDir: projectRoot,
    noEmit: true,
  });
  const errors = ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => projectRoot,
    getNewLine: () => '\n',
  });
  expect(errors).toBe('');

  // TensorFlow.js's hundreds of type files would be checked again with each cell.
  const sources = program.getSourceFiles().map(({ fileName }) => fileName);
  expect(sources.filter((name) => name.includes('@tensorflow'))).toEqual([]);
});
