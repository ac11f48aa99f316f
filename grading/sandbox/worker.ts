// The sandbox's thread: one QuickJS, one cell at a time, one request after the other. It is
// bundled to a text and started by sandbox.ts, which waits for each reply.
import { workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import { Cell } from './cell';
import type { ConsoleLine, Message, Reply, Request, WorkerData } from './protocol';

const { signal, port, guest, limits } = workerData as WorkerData;
const posted = new Int32Array(signal);

function post(message: Message): void {
  port.postMessage(message);
  Atomics.add(posted, 0, 1);
  Atomics.notify(posted, 0);
}

const print = (line: ConsoleLine): void => {
  post({ line });
};

const pageBytes = 65_536;
const maxPages = limits.memoryBytes / pageBytes;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
// Neither the ES2022 library nor @types/node 20 knows WebAssembly.Memory.
const { Memory: WebAssemblyMemory } = (
  globalThis as unknown as {
    WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => WasmMemory };
  }
).WebAssembly;

/**
 * QuickJS's own memory limit can't be used: as built for WebAssembly it counts eight bytes for
 * each allocation, however large. So the limit is that of the memory that it is given.
 */
const memory = new WebAssemblyMemory({ initial: 256, maximum: maxPages });

/** Whether the memory has grown to (nearly) all that there is. */
function isFull(): boolean {
  return memory.buffer.byteLength > 0.9 * limits.memoryBytes;
}

/** With no memory left for an error object, QuickJS throws null. */
function outOfMemory(reply: Reply): boolean {
  return reply.status === 'threw' && reply.error.message === 'null' && isFull();
}

async function serve(): Promise<void> {
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant, { wasmMemory: memory as never }),
  );
  let cell: Cell | null = null;
  const answer = (request: Request): Reply => {
    if (request.kind === 'call') return cell!.run(request.functionName, request.args);
    cell?.close();
    cell = new Cell(quickjs, guest, limits, print);
    return cell.open(request.code);
  };
  port.on('message', (request: Request) => {
    let reply: Reply;
    try {
      reply = answer(request);
      if (outOfMemory(reply)) reply = { status: 'out-of-memory' };
    } catch {
      // A failed assertion in QuickJS, or V8's own stack: nothing in this thread can be relied on.
      reply = { status: 'crashed' };
    }
    post({ reply, worn: isFull() });
  });
  post({ reply: { status: 'ready' }, worn: false });
}

void serve();
