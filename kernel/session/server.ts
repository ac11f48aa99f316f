import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Publisher, Router } from 'zeromq';
import { projectRoot } from '../project';
import { beginCell, type Cell, Interrupted, latestCell, sleep, stopIfInterrupted } from './context';
import type { CellError } from './errors';
import { Executor } from './executor';
import { Output } from './output';
import { display, isCompleteCode, printQuickInfo } from './tslab';
import { type Connection, decode, encode, type Header, type Message } from './wire';

/** How long the shell channel must be silent before the queue behind a failed cell is complete. */
const drainMs = 20;

type Reply = (type: string, content: object) => void;

/** The course's kernel: Jupyter's protocol on one side, tslab's compiler and the cells on the other. */
export class KernelServer {
  private readonly connection: Connection;
  private readonly iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
  private readonly shell = new Router({ sendHighWaterMark: 0, linger: 1000 });
  private readonly stdin = new Router();
  /** Shared with the control thread: whether the compiler is at work; how many interrupts were heard. */
  private readonly flags = new Int32Array(new SharedArrayBuffer(8));
  private readonly executor = new Executor(projectRoot, (now) => {
    Atomics.store(this.flags, 0, Number(now));
  });
  private readonly output = new Output(
    () => latestCell()?.parent,
    (parent, name, text) => {
      this.publish('stream', { name, text }, parent);
    },
  );
  private control: Worker | undefined;
  private executionCount = 0;
  private readonly queue: Message[] = [];
  private working = false;
  private received = 0;

  constructor(
    connectionFile: string,
    private readonly exit: (code: number) => void,
  ) {
    this.connection = JSON.parse(readFileSync(connectionFile, 'utf8')) as Connection;
  }

  async start(): Promise<void> {
    const { iopub_port, shell_port, stdin_port } = this.connection;
    await Promise.all([
      this.iopub.bind(this.address(iopub_port)),
      this.shell.bind(this.address(shell_port)),
      this.stdin.bind(this.address(stdin_port)),
    ]);
    await this.startControl();
    this.output.redirect();
    display.lastWriteDisplayData = (data, update) => {
      stopIfInterrupted();
      this.output.flush();
      const type = update ? 'update_display_data' : 'display_data';
      this.publish(type, data, latestCell()?.parent);
    };
    process.on('uncaughtException', (error) => {
      this.report('Uncaught exception', error);
    });
    process.on('unhandledRejection', (reason) => {
      this.report('Unhandled promise rejection', reason);
    });
    process.on('SIGINT', () => {
      this.executor.interrupt();
    });
    for await (const frames of this.shell)
      this.take(frames, (reply) => void this.shell.send(reply));
  }

  private address(port: number): string {
    const { transport, ip } = this.connection;
    return `${transport}://${ip}${transport === 'ipc' ? '-' : ':'}${port}`;
  }

  private async startControl(): Promise<void> {
    const { control_port, hb_port } = this.connection;
    const control = new Worker(join(__dirname, 'control-worker.mjs'), {
      workerData: {
        control: this.address(control_port),
        heartbeat: this.address(hb_port),
        flags: this.flags,
        parentPid: process.platform === 'win32' ? 0 : Number(process.env['JPY_PARENT_PID'] ?? 0),
      },
    });
    this.control = control;
    await new Promise<void>((resolve, reject) => {
      control.on('error', reject);
      control.on(
        'message',
        (message: { ready?: true; interrupt?: number; frames?: Uint8Array[] }) => {
          if (message.ready) resolve();
          if (message.interrupt !== undefined) {
            Atomics.store(this.flags, 1, message.interrupt);
            this.executor.interrupt();
          }
          if (message.frames)
            this.take(
              message.frames.map((frame) => Buffer.from(frame)),
              (reply) => {
                control.postMessage({ send: reply });
              },
            );
        },
      );
    });
  }

  /** Answers a request at once, except for a cell's, which waits for its turn. */
  private take(frames: Buffer[], send: (frames: Buffer[]) => void): void {
    let request: Message;
    try {
      request = decode(frames, this.connection.key);
    } catch {
      // Not from our Jupyter, which signs what it sends.
      return;
    }
    this.received++;
    if (request.header.msg_type === 'execute_request') {
      this.queue.push(request);
      void this.work();
      return;
    }
    const reply: Reply = (type, content) => {
      send(encode(type, content, request.identities, request.header, this.connection.key));
    };
    this.publishStatus('busy', request);
    try {
      this.answer(request, reply);
    } catch (error) {
      // The editor's questions about unfinished code can trip the compiler; the kernel lives on.
      const evalue = error instanceof Error ? error.message : String(error);
      const content = { status: 'error', ename: 'Error', evalue, traceback: [] };
      reply(request.header.msg_type.replace(/_request$/, '_reply'), content);
    }
    this.publishStatus('idle', request);
  }

  private answer({ header, content }: Message, reply: Reply): void {
    const code = String(content['code'] ?? '');
    const position = Number(content['cursor_pos'] ?? 0);
    switch (header.msg_type) {
      case 'kernel_info_request':
        reply('kernel_info_reply', kernelInfo());
        break;
      case 'is_complete_request': {
        const { completed, indent } = isCompleteCode(code);
        reply(
          'is_complete_reply',
          completed ? { status: 'complete' } : { status: 'incomplete', indent },
        );
        break;
      }
      case 'complete_request': {
        const { start, end, candidates } = this.executor.complete(code, position);
        const places = { cursor_start: start, cursor_end: end };
        reply('complete_reply', { status: 'ok', matches: candidates, ...places, metadata: {} });
        break;
      }
      case 'inspect_request': {
        const info = this.executor.inspect(code, position);
        const data = info ? { 'text/plain': printQuickInfo(info) } : {};
        reply('inspect_reply', { status: 'ok', found: Boolean(info), data, metadata: {} });
        break;
      }
      case 'history_request':
        reply('history_reply', { status: 'ok', history: [] });
        break;
      case 'comm_info_request':
        reply('comm_info_reply', { status: 'ok', comms: {} });
        break;
      case 'interrupt_request':
        reply('interrupt_reply', { status: 'ok' });
        break;
      case 'shutdown_request':
        reply('shutdown_reply', { status: 'ok', restart: content['restart'] === true });
        void this.shutDown();
        break;
      // What is left (comm_open and the like) asks for things that this kernel does not offer.
    }
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift())
      await this.execute(request);
    this.working = false;
  }

  private async execute(request: Message): Promise<void> {
    const { header, content } = request;
    const silent = content['silent'] === true;
    const code = String(content['code'] ?? '');
    this.publishStatus('busy', request);
    const execution_count = silent ? this.executionCount : ++this.executionCount;
    if (!silent) this.publish('execute_input', { code, execution_count }, header);

    const cell: Cell = { parent: header, interrupted: false };
    beginCell(cell);
    const outcome = await this.executor
      .execute(cell, code, execution_count)
      .catch((error: unknown) => ({ error: this.executor.describe(error) }));
    this.output.flush();
    if ('error' in outcome) {
      if (!silent) this.publish('error', outcome.error, header);
      // Only what is in the queue by now was sent in the hope that this cell succeeds. Whoever
      // waits for our reply before sending the next one is not made to lose it.
      if (content['stop_on_error'] !== false) await this.abortQueue();
      this.reply(request, { status: 'error', execution_count, ...outcome.error });
    } else {
      if (outcome.text !== undefined && !silent) {
        const data = { 'text/plain': outcome.text };
        this.publish('execute_result', { execution_count, data, metadata: {} }, header);
      }
      this.reply(request, { status: 'ok', execution_count, user_expressions: {}, payload: [] });
    }
    this.publishStatus('idle', request);
  }

  /** Waits until the shell channel is silent, then answers every queued cell without running it. */
  private async abortQueue(): Promise<void> {
    for (let before = -1; before !== this.received; await sleep(drainMs)) before = this.received;
    for (const request of this.queue.splice(0)) {
      this.publishStatus('busy', request);
      const text = 'Not run: an earlier cell failed.\n';
      this.publish('stream', { name: 'stderr', text }, request.header);
      this.reply(request, { status: 'aborted' });
      this.publishStatus('idle', request);
    }
  }

  private reply(request: Message, content: object): void {
    const { identities, header } = request;
    void this.shell.send(encode('execute_reply', content, identities, header, this.connection.key));
  }

  private publish(type: string, content: object, parent: Header | undefined): void {
    void this.iopub.send(encode(type, content, [Buffer.from(type)], parent, this.connection.key));
  }

  private publishStatus(execution_state: 'busy' | 'idle', request: Message): void {
    this.publish('status', { execution_state }, request.header);
  }

  private report(what: string, thrown: unknown): void {
    // The end of an interrupted cell is no news.
    if (thrown instanceof Interrupted) return;
    const { traceback }: CellError = this.executor.describe(thrown);
    this.output.write('stderr', `${what}: ${traceback.join('\n')}\n`);
  }

  private async shutDown(): Promise<void> {
    this.output.flush();
    this.executor.close();
    this.control?.postMessage({ close: true });
    for (const socket of [this.iopub, this.shell, this.stdin]) socket.close();
    // Time for the last messages to leave, and for the control thread to close its sockets: zeromq
    // aborts the process when a thread is torn down while it waits for a message.
    await sleep(100);
    // Timers or connections of the student's must not hold us.
    this.exit(0);
  }
}

function kernelInfo(): object {
  return {
    status: 'ok',
    protocol_version: '5.3',
    implementation: 'convlab',
    implementation_version: '1.0',
    language_info: {
      name: 'typescript',
      version: '5.0.4',
      mimetype: 'text/typescript',
      file_extension: '.ts',
      // The first form is JupyterLab's, the rest is what Notebook's editor goes by.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
    banner: 'convlab: TypeScript cells with the course’s library',
    help_links: [],
  };
}
