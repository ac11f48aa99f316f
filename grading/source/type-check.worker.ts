// The type checker's thread: one program at a time, its library files kept between submissions.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import ts from 'typescript';
import type { TypeCheckReply, TypeCheckRequest, TypeCheckWorkerData } from './type-check';

const { tensorText } = workerData as TypeCheckWorkerData;
const libraryFolder = dirname(require.resolve('typescript'));

const options: ts.CompilerOptions = {
  strict: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
  noEmit: true,
};

/** What the sandbox has beyond the language. */
const sandboxTypes = `declare const console: Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...data: unknown[]) => void>;`;

const own: Readonly<Record<string, string>> = {
  '/lib/tensor.ts': tensorText,
  '/sandbox.d.ts': sandboxTypes,
};
const parsed = new Map<string, ts.SourceFile>();
let previous: ts.Program | undefined;

/** Only the student's file, lib/tensor and the language's own types exist. */
function check({ path, text }: TypeCheckRequest): TypeCheckReply {
  const student = `/${path}`;
  const read = (file: string): string | undefined => {
    if (file === student) return text;
    if (Object.hasOwn(own, file)) return own[file];
    return /^\/typescript\/lib\.[\w.]+\.d\.ts$/.test(file)
      ? readFileSync(join(libraryFolder, file.slice('/typescript/'.length)), 'utf8')
      : undefined;
  };
  const host: ts.CompilerHost = {
    fileExists: (file) => file === student || Object.hasOwn(own, file),
    readFile: read,
    directoryExists: () => true,
    getDirectories: () => [],
    getSourceFile: (file) => {
      if (file !== student && parsed.has(file)) return parsed.get(file);
      const contents = read(file);
      if (contents === undefined) return undefined;
      const source = ts.createSourceFile(file, contents, ts.ScriptTarget.ES2022, true);
      if (file !== student) parsed.set(file, source);
      return source;
    },
    getDefaultLibFileName: () => '/typescript/lib.es2022.d.ts',
    getDefaultLibLocation: () => '/typescript',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
  const program = ts.createProgram([student, '/sandbox.d.ts'], options, host, previous);
  previous = program;
  const source = program.getSourceFile(student)!;
  const diagnostics = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ];
  return {
    problems: diagnostics.slice(0, 20).map(({ start, messageText, code }) => {
      const { line, character } = source.getLineAndCharacterOfPosition(start ?? 0);
      const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
      return {
        message: `${ts.flattenDiagnosticMessageText(messageText, '\n').slice(0, 600)} (TS${code})`,
        at: { line: line + 1, column: character + 1 },
        lineText: (lines[line] ?? '').slice(0, 200),
      };
    }),
    more: Math.max(0, diagnostics.length - 20),
  };
}

parentPort!.on('message', (request: TypeCheckRequest) => {
  parentPort!.postMessage(check(request));
});
