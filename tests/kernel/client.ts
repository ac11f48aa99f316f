import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../kernel/project';
import { ensureJupyter, ensureKernel, jupyterEnv } from '../../kernel/setup';

export interface Output {
  type: 'stream' | 'error' | 'display_data' | 'update_display_data' | 'execute_result';
  name?: 'stdout' | 'stderr';
  text?: string;
  ename?: string;
  evalue?: string;
  traceback?: string[];
  data?: Record<string, unknown>;
}

export interface Result {
  status: 'ok' | 'error' | 'aborted';
  reply: Record<string, unknown>;
  outputs: Output[];
  seconds: number;
}

export interface Options {
  /** Seconds after which the kernel is interrupted. */
  interrupt?: number;
  /** Send each cell after the reply to the last, instead of all at once. */
  waiting?: boolean;
  stop_on_error?: boolean;
}

/** A kernel of the course, run by Jupyter's own client. */
export class KernelClient {
  private constructor(
    private readonly python: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly pid: number,
    private readonly errors: { text: string },
  ) {}

  static async start(root = projectRoot): Promise<KernelClient> {
    await ensureKernel();
    const script = join(__dirname, 'client.py');
    const python = spawn(await jupyterPython(), [script], { env: jupyterEnv(root) });
    const errors = { text: '' };
    python.stderr.on('data', (chunk: Buffer) => (errors.text += chunk.toString()));
    const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const { pid } = JSON.parse(await nextLine(lines, errors)) as { pid: number };
    return new KernelClient(python, lines, pid, errors);
  }

  async run(cells: string[], options: Options = {}): Promise<Result[]> {
    this.python.stdin.write(`${JSON.stringify({ cells, ...options })}\n`);
    const answer = JSON.parse(await nextLine(this.lines, this.errors)) as
      Result[] | { failure: string };
    if ('failure' in answer) throw new Error(answer.failure);
    return answer;
  }

  async cell(code: string, options: Options = {}): Promise<Result> {
    return (await this.run([code], options))[0]!;
  }

  /** What an editor asks while code is typed. */
  async ask(
    ask: 'complete' | 'inspect',
    code: string,
    position = code.length,
  ): Promise<Record<string, unknown>> {
    this.python.stdin.write(`${JSON.stringify({ ask, code, position })}\n`);
    return JSON.parse(await nextLine(this.lines, this.errors)) as Record<string, unknown>;
  }

  /** Shuts the kernel down as Jupyter does. Whatever it wrote past its cells is returned. */
  async stop(): Promise<string> {
    this.python.stdin.end();
    const { terminal } = JSON.parse(await nextLine(this.lines, this.errors)) as {
      terminal: string;
    };
    return terminal;
  }
}

async function nextLine(lines: AsyncIterator<string>, errors: { text: string }): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error(`the Jupyter client ended:\n${errors.text}`);
  return value;
}

/** What a result shows: the texts of its outputs, of one kind or of all. */
export function shown({ outputs }: Result, type?: Output['type'] | 'stdout' | 'stderr'): string {
  return outputs
    .filter((output) => !type || output.type === type || output.name === type)
    .map((output) => {
      if (output.traceback) return output.traceback.join('\n');
      return output.text ?? String(output.data?.['text/plain'] ?? '');
    })
    .join('');
}

/** The Python that the Jupyter in use belongs to, which has its client. */
async function jupyterPython(): Promise<string> {
  const { command } = await ensureJupyter();
  const shebang = /^#!(\S*python\S*)/.exec(readFileSync(command, 'utf8').slice(0, 200))?.[1];
  const beside = dirname(realpathSync(command));
  const candidates = [
    shebang,
    join(beside, 'python3'),
    join(beside, 'python'),
    'python3',
    'python',
  ];
  const python = candidates.find((candidate) => {
    try {
      execFileSync(candidate ?? '', ['-c', 'import jupyter_client'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (!python) throw new Error(`no Python with jupyter_client found for ${command}`);
  return python;
}
