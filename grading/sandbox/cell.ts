import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { processorTime, type Limits } from './limits';
import {
  submissionFile,
  type ConsoleLine,
  type GuestReply,
  type Reply,
  type SandboxFailure,
} from './protocol';

/**
 * A realm of its own for one test of one submission: fresh globals, so nothing that a submission
 * changes or keeps outlives the test.
 */
export class Cell {
  private readonly runtime: QuickJSRuntime;
  private readonly context: QuickJSContext;
  private readonly handles: QuickJSHandle[] = [];
  private interrupts = 0;
  private deadline = Infinity;
  private outOfTime = false;

  constructor(
    quickjs: QuickJSWASMModule,
    private readonly guest: string,
    private readonly limits: Limits,
    private readonly print: (line: ConsoleLine) => void,
  ) {
    this.runtime = quickjs.newRuntime();
    this.runtime.setMaxStackSize(limits.stackBytes);
    this.runtime.setInterruptHandler(() => {
      this.interrupts++;
      this.outOfTime ||= this.interrupts > limits.interrupts || processorTime() > this.deadline;
      return this.outOfTime;
    });
    // No Date: the submission has no clock. Nor what would let it wait or run behind the test.
    this.context = this.runtime.newContext({
      intrinsics: {
        BaseObjects: true,
        Eval: true,
        StringNormalize: true,
        RegExp: true,
        RegExpCompiler: true,
        JSON: true,
        Proxy: true,
        MapSet: true,
        TypedArrays: true,
        Promise: true,
        BigInt: true,
      },
    });
  }

  /** Runs the submission's top level. */
  open(code: string): Reply {
    const { context } = this;
    const { consoleLines, consoleCharacters, resultCharacters } = this.limits;
    const limits = JSON.stringify({ consoleLines, consoleCharacters, resultCharacters });
    const prepare = this.keep(
      context.unwrapResult(
        context.evalCode(`(() => {${this.guest}\nreturn guest;})()`, 'guest.js'),
      ),
    );
    const print = this.keep(
      context.newFunction('print', (level, text) => {
        this.print({
          level: context.getString(level) as ConsoleLine['level'],
          text: context.getString(text),
        });
      }),
    );
    const limitsHandle = this.keep(context.unwrapResult(context.evalCode(`(${limits})`)));
    const prepareFunction = this.keep(context.getProp(prepare, 'prepare'));
    const call = this.keep(
      context.unwrapResult(
        context.callFunction(prepareFunction, context.undefined, print, limitsHandle),
      ),
    );
    this.thrown = this.keep(context.getProp(prepare, 'thrownText'));
    this.call = call;
    this.startClock();
    // The two lines before the code are taken off again where stack traces are read.
    const loaded = context.evalCode(
      `(() => {\n"use strict";\n${code}\nreturn submission;\n})()`,
      submissionFile,
    );
    if (loaded.error) return this.failure(this.keep(loaded.error));
    this.submission = this.keep(loaded.value);
    return { status: 'opened' };
  }

  private call: QuickJSHandle | undefined;
  private thrown: QuickJSHandle | undefined;
  private submission: QuickJSHandle | undefined;

  /** Calls one of its functions; `args` and the reply's parts are texts (../values/wire.ts). */
  run(functionName: string, args: string): Reply {
    const { context } = this;
    if (!this.call || !this.submission) throw new Error('Cell.run: nothing is open');
    this.startClock();
    const name = this.keep(context.newString(functionName));
    const text = this.keep(context.newString(args));
    const called = context.callFunction(this.call, context.undefined, this.submission, name, text);
    if (called.error) return this.failure(this.keep(called.error));
    return JSON.parse(context.getString(this.keep(called.value))) as GuestReply;
  }

  /** @throws when QuickJS finds that something was not given back; the thread is then replaced. */
  close(): void {
    for (const handle of this.handles) handle.dispose();
    this.context.dispose();
    this.runtime.dispose();
  }

  private startClock(): void {
    this.interrupts = 0;
    this.deadline = processorTime() + this.limits.processorMs;
  }

  private keep(handle: QuickJSHandle): QuickJSHandle {
    this.handles.push(handle);
    return handle;
  }

  /** What an error that came out of QuickJS itself means. */
  private failure(error: QuickJSHandle): SandboxFailure {
    if (this.outOfTime) return { status: 'out-of-time' };
    const { context } = this;
    const read = context.callFunction(this.thrown!, context.undefined, error);
    if (this.outOfTime) {
      (read.error ?? read.value).dispose();
      return { status: 'out-of-time' };
    }
    // Out of memory to the point that no error could be made of it.
    if (read.error) {
      read.error.dispose();
      return { status: 'out-of-memory' };
    }
    return JSON.parse(context.getString(this.keep(read.value))) as SandboxFailure;
  }
}
