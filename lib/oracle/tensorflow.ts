import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { registerFilterGradient } from './filter-gradient';
import type { TensorFlow } from './tensorflow-types';

export type BackendName = 'node' | 'wasm' | 'cpu';

/** A backend that was tried before the one in use, and why it is not the one. */
export interface SkippedBackend {
  backend: BackendName;
  reason: string;
}

export interface LoadedTensorFlow {
  tf: TensorFlow;
  backend: 'tfjs-node' | 'wasm' | 'cpu';
  /** One line for people: version, backend, and why no faster one. */
  description: string;
  skipped: readonly SkippedBackend[];
}

type Listener = (...args: unknown[]) => void;

/** What loading needs of Node; the tests put others in its place. */
export interface Host {
  require(id: string): unknown;
  resolve(id: string): string;
  nodeMajor: number;
  environment: Record<string, string | undefined>;
  processEvents: {
    listeners(event: string): Listener[];
    removeListener(event: string, listener: Listener): unknown;
  };
}

function thisHost(): Host {
  const require = createRequire(__filename);
  return {
    require: (id) => require(id),
    resolve: (id) => require.resolve(id),
    nodeMajor: Number(process.versions.node.split('.')[0]),
    environment: process.env,
    processEvents: process as unknown as Host['processEvents'],
  };
}

/**
 * tfjs-node 4.22 calls util.isNullOrUndefined and util.isArray. Node 22 warns of both on stderr,
 * Node 23 has taken the first away.
 */
function restoreUtil(host: Host): void {
  if (host.nodeMajor < 22) return;
  const util = host.require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}

function loadTfjsNode(host: Host): TensorFlow {
  host.resolve('@tensorflow/tfjs-node'); // not installed: leave Node's util alone
  restoreUtil(host);
  // Else the native library greets on stderr with the processor's features.
  host.environment.TF_CPP_MIN_LOG_LEVEL ??= '2';
  return host.require('@tensorflow/tfjs-node') as TensorFlow;
}

/**
 * TensorFlow.js tells of a faster package on stderr when its cpu backend makes its first tensor.
 * It keeps still under the flag of its own tests, so that tensor is made under it, here.
 */
async function withoutGreeting<T>(tf: TensorFlow, work: () => Promise<T>): Promise<T> {
  const flag = tf.env().get('IS_TEST') as boolean;
  tf.env().set('IS_TEST', true);
  try {
    await tf.setBackend('cpu');
    tf.scalar(0).dispose();
    return await work();
  } finally {
    tf.env().set('IS_TEST', flag);
  }
}

async function loadCpu(host: Host): Promise<TensorFlow> {
  const tf = host.require('@tensorflow/tfjs') as TensorFlow;
  return withoutGreeting(tf, async () => {
    if (!(await tf.setBackend('cpu'))) throw new Error('its cpu backend does not start');
    return tf;
  });
}

/**
 * The wasm module's start-up code adds listeners that throw again whatever was not caught, which
 * ends the process: a notebook's kernel must outlive a cell's stray rejection.
 */
async function keepingListeners<T>({ processEvents }: Host, work: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(processEvents.listeners(event)));
  try {
    return await work();
  } finally {
    events.forEach((event, i) => {
      for (const listener of processEvents.listeners(event)) {
        if (!before[i].has(listener)) processEvents.removeListener(event, listener);
      }
    });
  }
}

async function loadWasm(host: Host): Promise<TensorFlow> {
  const tf = host.require('@tensorflow/tfjs') as TensorFlow;
  const wasm = host.require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(folder: string): void;
  };
  wasm.setWasmPaths(dirname(host.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await withoutGreeting(tf, () =>
    keepingListeners(host, async () => {
      if (!(await tf.setBackend('wasm'))) throw new Error('its wasm backend does not start');
    }),
  );
  registerFilterGradient(tf);
  return tf;
}

const loaders: Record<BackendName, (host: Host) => TensorFlow | Promise<TensorFlow>> = {
  node: loadTfjsNode,
  wasm: loadWasm,
  cpu: loadCpu,
};
const fastestFirst: readonly BackendName[] = ['node', 'wasm', 'cpu'];
const named: Record<BackendName, string> = {
  node: '@tensorflow/tfjs-node',
  wasm: 'the wasm backend',
  cpu: 'the cpu backend',
};

function reasonOf(error: unknown): string {
  const { code, message = String(error) } = error as { code?: string; message?: string };
  if (code === 'MODULE_NOT_FOUND' && message.includes("'@tensorflow/tfjs-node'")) {
    return 'is not installed';
  }
  if (message.includes('native addon module')) {
    return "lacks its native library, whose download failed or was skipped ('npm rebuild @tensorflow/tfjs-node' fetches it)";
  }
  return `failed to load: ${message.split('\n')[0]}`;
}

/**
 * Loads the first TensorFlow.js that works on this host: tfjs-node, else tfjs on wasm, else tfjs
 * on its cpu backend. Nothing that fails on the way is hidden: `skipped` and `description` say
 * what was tried, and why it is not in use.
 *
 * @param wanted load this one only
 * @throws if none works, or the wanted one does not
 */
export async function loadOn(host: Host, wanted?: BackendName): Promise<LoadedTensorFlow> {
  const skipped: SkippedBackend[] = [];
  for (const backend of wanted ? [wanted] : fastestFirst) {
    try {
      const tf = await loaders[backend](host);
      const on = backend === 'node' ? 'the native TensorFlow library (tfjs-node)' : named[backend];
      const why = skipped.map((one) => `${named[one.backend]} ${one.reason}`).join('; ');
      return {
        tf,
        backend: backend === 'node' ? 'tfjs-node' : backend,
        description: `TensorFlow.js ${tf.version_core} on ${on}${why && ` (${why})`}`,
        skipped,
      };
    } catch (error) {
      skipped.push({ backend, reason: reasonOf(error) });
    }
  }
  throw new Error(
    `loadTensorFlow: no TensorFlow.js works here: ${skipped.map((one) => `${named[one.backend]} ${one.reason}`).join('; ')}` +
      " ('npm ci' installs it)",
  );
}

function wantedBackend(option: string | undefined, source: string): BackendName | undefined {
  if (option === undefined || option === '') return undefined;
  if ((fastestFirst as readonly string[]).includes(option)) return option as BackendName;
  throw new Error(`loadTensorFlow: ${source} must be 'node', 'wasm' or 'cpu', got '${option}'`);
}

let loading: Promise<LoadedTensorFlow> | undefined;

/**
 * TensorFlow.js, loaded once: the first of tfjs-node, wasm and cpu that works, or the one that
 * the option, or else the variable CONVLAB_TFJS, names. Prints nothing.
 *
 * @throws if none works, if the name is none of 'node', 'wasm' and 'cpu', or if another backend
 * is asked for than the one in use: a second copy of TensorFlow.js would share global state with
 * the first. (Within one copy, `tf.setBackend('cpu')` changes from wasm to cpu and back.)
 */
export async function loadTensorFlow(
  options: { backend?: BackendName } = {},
): Promise<LoadedTensorFlow> {
  const wanted =
    wantedBackend(options.backend, 'backend') ??
    wantedBackend(process.env.CONVLAB_TFJS, 'the variable CONVLAB_TFJS');
  loading ??= loadOn(thisHost(), wanted).catch((error: unknown) => {
    loading = undefined; // it may work after an `npm ci`
    throw error;
  });
  const result = await loading;
  const inUse = result.backend === 'tfjs-node' ? 'node' : result.backend;
  if (wanted && wanted !== inUse) {
    throw new Error(
      `loadTensorFlow: '${wanted}' was asked for, but TensorFlow.js is in use on '${inUse}' already` +
        ' (choose before the first load, or set CONVLAB_TFJS and start anew)',
    );
  }
  return result;
}
