import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { Script } from 'node:vm';
import { type Cell, Interrupted, later } from './context';
import {
  type CellError,
  describeDiagnostics,
  describeThrown,
  fileSource,
  type Source,
} from './errors';
import { Modules } from './modules';
import { type Converter, createConverter } from './tslab';
import { refresh, takeMaps } from './typescript';

/** How a cell ended: with the text of its last expression, if it has one, or with an error. */
export type Outcome = { text?: string } | { error: CellError };

const cellFile = (count: number) => `convlab:cell-${count}`;

/** Compiles and runs cells, one at a time, in one scope that they share. */
export class Executor {
  /** The variables of the cells so far: what tslab compiles them to reads and writes here. */
  private readonly variables = variablesOf({});
  private readonly modules: Modules;
  private readonly converter: Converter;
  private readonly cells = new Map<string, Source>();
  /** The declarations of the cells so far, against which the next one is checked. */
  private declarations = '';
  private stop: (() => void) | undefined;

  /**
   * @param root the project's folder, which must be the working directory
   * @param compiling told while a compilation runs, which an interrupt must not cut short
   */
  constructor(
    private readonly root: string,
    private readonly compiling: (now: boolean) => void,
  ) {
    this.modules = new Modules(root);
    this.converter = createConverter();
  }

  async execute(cell: Cell, code: string, count: number): Promise<Outcome> {
    const compiled = this.compile(() => this.converter.convert(this.declarations, code));
    for (const { path, data } of compiled.sideOutputs ?? []) {
      const source = path.replace(/\.js$/, '.ts');
      this.modules.update(path, existsSync(source) ? source : path, data, takeMaps(data));
    }
    if (compiled.diagnostics.length > 0)
      return { error: describeDiagnostics(code, compiled.diagnostics) };

    const output = compiled.output ?? '';
    const file = cellFile(count);
    this.cells.set(file, {
      at: (line, column) => `Cell line ${line}, column ${column}`,
      text: code,
      maps: takeMaps(output),
      // tslab compiles a cell below an `export {};` of its own.
      skippedLines: 1,
      isCell: true,
    });
    const head = `(${compiled.hasToplevelAwait ? 'async ' : ''}function (exports, require) {`;
    try {
      const script = new Script(`${head}${output}\n})`, {
        filename: file,
        columnOffset: -head.length,
      });
      await this.run(cell, script);
    } catch (error) {
      return { error: describeThrown(error, (name) => this.sourceOf(name, file, count)) };
    }
    this.declarations = compiled.declOutput ?? '';
    const last = compiled.lastExpressionVar;
    if (last === undefined) return {};
    const value = this.variables[last];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the name is tslab's own
    delete this.variables[last];
    if (value === undefined || value === null) return {};
    return { text: typeof value === 'string' ? value : inspect(value) };
  }

  /** Ends the cell that is running, if one is, with an error of its own. */
  interrupt(): void {
    this.stop?.();
  }

  /** An error that no cell caught, as text. */
  describe(thrown: unknown): CellError {
    return describeThrown(thrown, (name) => this.sourceOf(name, '', 0));
  }

  inspect(code: string, position: number) {
    return this.compile(() => this.converter.inspect(this.declarations, code, position));
  }

  complete(code: string, position: number) {
    return this.compile(() => this.converter.complete(this.declarations, code, position));
  }

  close(): void {
    this.converter.close();
  }

  private compile<T>(work: () => T): T {
    this.compiling(true);
    try {
      refresh();
      return work();
    } finally {
      this.compiling(false);
    }
  }

  /**
   * Runs a compiled cell to its end or until it is interrupted. It starts in a macrotask of its
   * own: an interrupt that has to terminate it ends everything that is on the stack.
   */
  private run(cell: Cell, script: Script): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.stop = () => {
        cell.interrupted = true;
        reject(new Interrupted());
      };
      later(() => {
        try {
          const body = script.runInThisContext() as (...args: unknown[]) => unknown;
          Promise.resolve(body(this.variables, this.modules.require)).then(() => {
            resolve();
          }, reject);
        } catch (error) {
          reject(error);
        }
      }, 0);
    }).finally(() => {
      this.stop = undefined;
    });
  }

  private sourceOf(name: string, current: string, count: number): Source | undefined {
    const cell = this.cells.get(name);
    if (cell) {
      if (name === current) return cell;
      const number = name.slice(cellFile(0).length - 1);
      // In an error of another cell this one is named by its number, as Jupyter shows it.
      const at = (line: number, column: number) =>
        `Cell [${number}] line ${line}, column ${column}`;
      return { ...cell, at, isCell: count === 0 };
    }
    const maps = this.modules.mapsOf(name);
    return maps && fileSource(this.root, name, maps);
  }
}

/**
 * TypeScript defines imported names by getters; here they become plain values, so that a later
 * cell can declare the name anew.
 */
function variablesOf(target: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(target, {
    defineProperty: (_target, name, { get, value }) => {
      if (name !== '__esModule') target[name as string] = get ? (get() as unknown) : value;
      return true;
    },
  });
}
