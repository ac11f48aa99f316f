import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TS from '@tslab/typescript-for-tslab';
import { projectRoot } from '../project';

/** A source map as TypeScript writes it, version 3. */
export interface SourceMap {
  version: 3;
  sources: string[];
  names: string[];
  mappings: string;
}

type Ts = typeof TS;

const require = createRequire(createRequire(__filename).resolve('tslab'));
const path = require.resolve('@tslab/typescript-for-tslab');
const real = require(path) as Ts;

const mapsByOutput = new Map<string, SourceMap[]>();
const watchedFiles = new Map<string, { stamp: string; changed: TS.FileWatcherCallback }>();
const watchedFolders = new Map<string, { names: string; changed: TS.DirectoryWatcherCallback }>();
const postponed = new Set<() => void>();

/** Grows whenever a file that cells may import has changed: older diagnostics are stale then. */
let generation = 0;
const known = new WeakMap<
  TS.SourceFile,
  { generation: number; diagnostics: readonly TS.Diagnostic[] }
>();

/**
 * Puts our view of TypeScript where tslab will find it. Five things differ from the copy that tslab brings:
 * - no polling watchers: `refresh` looks for edits when a cell is about to be compiled, so that an
 *   edit of a moment ago is never missed;
 * - source maps are made, from which an error's line in the cell is read;
 * - an imported file is checked once per edit, not once per cell;
 * - a new file is seen by an import that failed before it was there;
 * - `{ x }` with the x of an earlier cell is compiled: tslab forgets it.
 */
function install(): void {
  const sys = Object.assign(Object.create(real.sys) as TS.System, {
    watchFile: (file: string, changed: TS.FileWatcherCallback): TS.FileWatcher => {
      watchedFiles.set(file, { stamp: fileStamp(file), changed });
      return { close: () => watchedFiles.delete(file) };
    },
    watchDirectory: (folder: string, changed: TS.DirectoryWatcherCallback): TS.FileWatcher => {
      if (isOurs(folder)) watchedFolders.set(folder, { names: namesBelow(folder), changed });
      return { close: () => watchedFolders.delete(folder) };
    },
  });
  // Its members are getters: to be hidden by properties, not assigned to.
  const view = Object.create(real, {
    // tslab's own helper then takes the view as it is instead of copying its own properties.
    __esModule: { value: true },
    sys: { value: sys },
    createWatchCompilerHost: {
      value: (
        files: string[],
        options: TS.CompilerOptions,
        system: TS.System,
        ...rest: unknown[]
      ) =>
        (real.createWatchCompilerHost as (...args: unknown[]) => unknown)(
          files,
          { ...options, inlineSourceMap: true },
          withPostponement(system),
          ...rest,
        ),
    },
    transpileModule: { value: toCommonJS },
    visitEachChild: { value: visitEachChild },
    getPreEmitDiagnosticsOfFiles: { value: diagnosticsOf },
  }) as Ts;
  require(path);
  require.cache[path]!.exports = view;
}

install();

/** Tells TypeScript which of the files it has read were edited, made or removed since. */
export function refresh(): void {
  const { Created, Changed, Deleted } = real.FileWatcherEventKind;
  for (const [file, entry] of watchedFiles) {
    const stamp = fileStamp(file);
    if (stamp === entry.stamp) continue;
    const kind = entry.stamp === '' ? Created : stamp === '' ? Deleted : Changed;
    entry.stamp = stamp;
    generation++;
    entry.changed(file, kind);
  }
  for (const [folder, entry] of watchedFolders) {
    const names = namesBelow(folder);
    if (names === entry.names) continue;
    const before = new Set(entry.names.split('\n'));
    const now = new Set(names.split('\n'));
    entry.names = names;
    generation++;
    for (const name of now) if (!before.has(name)) entry.changed(join(folder, name));
    for (const name of before) if (!now.has(name)) entry.changed(join(folder, name));
  }
  for (const work of [...postponed]) {
    postponed.delete(work);
    work();
  }
}

/**
 * The maps that lead from a text which tslab emitted back to its source, last step first.
 * Each is handed out once.
 */
export function takeMaps(output: string): SourceMap[] {
  const maps = mapsByOutput.get(output) ?? [];
  mapsByOutput.delete(output);
  return maps;
}

const root = projectRoot.replaceAll('\\', '/');

/** Whether it is one of the project's own files: not a package's, not in a hidden folder. */
function isOurs(file: string): boolean {
  if (!file.startsWith(`${root}/`)) return file === root;
  return !/(^|\/)(node_modules|\.)/.test(file.slice(root.length + 1));
}

/** A project's file counts as edited when its text differs; a package's, when its date does. */
function fileStamp(file: string): string {
  try {
    if (isOurs(file)) return `text ${readFileSync(file, 'utf8')}`;
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}

function namesBelow(folder: string): string {
  const names: string[] = [];
  const walk = (at: string) => {
    try {
      for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
        if (entry.name.startsWith('.') || /^(node_modules|build)$/.test(entry.name)) continue;
        names.push(join(at, entry.name));
        if (entry.isDirectory()) walk(join(at, entry.name));
      }
    } catch {
      // The folder is gone, which is what its empty list says.
    }
  };
  walk('');
  return names.join('\n');
}

/**
 * tslab keeps a single timer, for the rebuild, and throws when TypeScript asks for a second one to
 * look again for modules it had not found. That one waits for the next `refresh`.
 */
function withPostponement(system: TS.System): TS.System {
  return Object.assign(Object.create(system) as TS.System, {
    setTimeout: (work: () => void, ms: number) => {
      if (work.name === 'updateProgramWithWatchStatus') return system.setTimeout?.(work, ms);
      postponed.add(work);
      return work;
    },
    clearTimeout: (timer: () => void) => {
      if (!postponed.delete(timer)) system.clearTimeout?.(timer);
    },
  });
}

const mapComment = /\n?\/\/# sourceMappingURL=(?:data:application\/json;base64,)?(\S*)\s*$/;

function toCommonJS(input: string, options: TS.TranspileOptions): TS.TranspileOutput {
  const inline = mapComment.exec(input);
  if (!inline) return real.transpileModule(input, options);
  const first = JSON.parse(Buffer.from(inline[1]!, 'base64').toString('utf8')) as SourceMap;
  const result = real.transpileModule(input.slice(0, inline.index), {
    ...options,
    compilerOptions: { ...options.compilerOptions, sourceMap: true },
  });
  const outputText = result.outputText.replace(mapComment, '');
  mapsByOutput.set(outputText, [JSON.parse(result.sourceMapText!) as SourceMap, first]);
  return { ...result, outputText };
}

/** The cell's own diagnostics, and those of the files it imports, remembered between edits. */
function diagnosticsOf(
  program: TS.Program,
  files: readonly TS.SourceFile[],
): readonly TS.Diagnostic[] {
  const check = (real as unknown as { getPreEmitDiagnosticsOfFiles: typeof diagnosticsOf })
    .getPreEmitDiagnosticsOfFiles;
  return files.flatMap((file) => {
    if (file.fileName.endsWith('/__tslab__.ts')) {
      checker = program.getTypeChecker();
      return check(program, [file]);
    }
    const last = known.get(file);
    if (last?.generation === generation) return last.diagnostics;
    const diagnostics = check(program, [file]);
    known.set(file, { generation, diagnostics });
    return diagnostics;
  });
}

/** Of the cell that is being compiled. */
let checker: TS.TypeChecker | undefined;

/**
 * tslab turns a variable of an earlier cell, which it keeps as a property of `exports`, into
 * `exports.x` wherever it is named, except where it is a property's name and value at once. That
 * shorthand is written out here, when tslab visits the node around it.
 */
function visitEachChild(
  node: TS.Node,
  visitor: (child: TS.Node) => TS.Node,
  context: TS.TransformationContext,
): TS.Node {
  const writtenOut = (child: TS.Node): TS.Node =>
    real.isShorthandPropertyAssignment(child) && isOfEarlierCell(child)
      ? asProperty(child, visitor)
      : visitor(child);
  return real.visitEachChild(node, writtenOut, context);
}

function isOfEarlierCell(node: TS.ShorthandPropertyAssignment): boolean {
  const declarations = checker?.getShorthandAssignmentValueSymbol(node)?.declarations ?? [];
  return declarations.some((one) => one.getSourceFile().fileName.endsWith('/__prev__.d.ts'));
}

/** `{ x }` as `{ x: exports.x }`, and, in an assignment, `{ x = 1 }` as `{ x: exports.x = 1 }`. */
function asProperty(
  node: TS.ShorthandPropertyAssignment,
  visitor: (child: TS.Node) => TS.Node,
): TS.PropertyAssignment {
  const { factory } = real;
  const variable = factory.createPropertyAccessExpression(
    factory.createIdentifier('exports'),
    node.name.text,
  );
  const initial = node.objectAssignmentInitializer;
  return factory.createPropertyAssignment(
    node.name,
    initial ? factory.createAssignment(variable, visitor(initial) as TS.Expression) : variable,
  );
}
