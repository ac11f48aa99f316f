import { later, stopIfInterrupted } from './context';
import type { Header } from './wire';

const flushMs = 40;
const flushChars = 1 << 16;

export type StreamName = 'stdout' | 'stderr';

/**
 * Gathers what cells print into few messages: a notebook drops output that comes in thousands of
 * messages a second. A loop that never yields still shows its output as it goes.
 */
export class Output {
  private pending: { name: StreamName; parent: Header | undefined; text: string } | undefined;
  private lastFlush = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parentNow: () => Header | undefined,
    private readonly send: (parent: Header | undefined, name: StreamName, text: string) => void,
  ) {}

  /** Makes the process's own streams, and so the console, print into the notebook. */
  redirect(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new TextDecoder();
      process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        stopIfInterrupted();
        this.write(
          name,
          typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }),
        );
        const done = rest.at(-1);
        if (typeof done === 'function') process.nextTick(done as () => void);
        return true;
      };
    }
  }

  write(name: StreamName, text: string): void {
    const parent = this.parentNow();
    if (this.pending && (this.pending.name !== name || this.pending.parent !== parent))
      this.flush();
    this.pending ??= { name, parent, text: '' };
    this.pending.text += text;
    if (this.pending.text.length > flushChars || Date.now() - this.lastFlush > flushMs)
      this.flush();
    else
      this.timer ??= later(() => {
        this.flush();
      }, flushMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lastFlush = Date.now();
    const pending = this.pending;
    this.pending = undefined;
    if (pending?.text) this.send(pending.parent, pending.name, pending.text);
  }
}
