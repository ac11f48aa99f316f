import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { SourceMap } from './typescript';

/** A file of the project as tslab compiled it. */
interface Compiled {
  /** The source's absolute path: what stack traces and `__filename` say. */
  source: string;
  code: string;
  maps: SourceMap[];
}

interface Module {
  exports: unknown;
}

/** What the wrapper of a module or a cell is compiled to. */
type Body = (
  exports: unknown,
  require: NodeJS.Require,
  module: Module,
  filename: string,
  dirname: string,
) => void;

/**
 * Loads the project's TypeScript modules, which tslab compiles but can't find when the import names
 * a folder, and forgets those that an edit has made stale: the edited file and whatever imports it.
 */
export class Modules {
  private readonly compiled = new Map<string, Compiled>();
  private readonly loaded = new Map<string, Module>();
  private readonly importers = new Map<string, Set<string>>();

  /** The `require` of the cells. */
  readonly require: NodeJS.Require;

  constructor(private readonly root: string) {
    this.require = this.requireFor(join(root, 'cell.ts'));
  }

  /** Takes a file that was compiled anew; it and its importers are loaded again when next asked for. */
  update(outputPath: string, source: string, code: string, maps: SourceMap[]): void {
    this.compiled.set(outputPath, { source, code, maps });
    this.forget(outputPath);
  }

  /** The source maps of a module, by the path that stack traces say. */
  mapsOf(source: string): SourceMap[] | undefined {
    for (const module of this.compiled.values()) if (module.source === source) return module.maps;
    return undefined;
  }

  private forget(path: string): void {
    this.loaded.delete(path);
    const importers = this.importers.get(path);
    this.importers.delete(path);
    for (const importer of importers ?? []) this.forget(importer);
  }

  private requireFor(filename: string, importer?: string): NodeJS.Require {
    const node = createRequire(filename);
    const require = (id: string): unknown => {
      const path = this.resolve(dirname(filename), id);
      if (path === undefined) return node(id);
      if (importer !== undefined) {
        const importers = this.importers.get(path) ?? new Set();
        this.importers.set(path, importers.add(importer));
      }
      return this.load(path);
    };
    const { resolve, cache, main } = node;
    return Object.assign(require, { resolve, cache, main }) as NodeJS.Require;
  }

  private resolve(folder: string, id: string): string | undefined {
    if (!/^(\.{1,2}(\/|$)|\/)/.test(id)) return undefined;
    const path = (id.startsWith('/') ? id : join(folder, id)).replaceAll('\\', '/');
    return [path, `${path}.js`, `${path}/index.js`].find((file) => this.compiled.has(file));
  }

  private load(path: string): unknown {
    const before = this.loaded.get(path);
    if (before) return before.exports;
    const { source, code } = this.compiled.get(path)!;
    const module: Module = { exports: {} };
    this.loaded.set(path, module);
    try {
      const body = runInThisContext(
        `(function (exports, require, module, __filename, __dirname) {${code}\n})`,
        { filename: source },
      ) as Body;
      body(module.exports, this.requireFor(source, path), module, source, dirname(source));
    } catch (error) {
      // Half a module must not be taken for a whole one when the cell is run again.
      this.loaded.delete(path);
      throw error;
    }
    return module.exports;
  }
}
