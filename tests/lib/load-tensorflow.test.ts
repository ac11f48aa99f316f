import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { loadOn, loadTensorFlow, type Host } from '../../lib/oracle/tensorflow';

type Fake = Record<string, unknown> | Error;

const notInstalled = (id: string): Error =>
  Object.assign(new Error(`Cannot find module '${id}'\nRequire stack:\n- somewhere`), {
    code: 'MODULE_NOT_FOUND',
  });

// The words of tfjs-node 4.22 (dist/index.js) when its postinstall script could not download.
const addonMissing = new Error(
  'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/tfjs_binding.node. \nPlease run command …',
);

/** A TensorFlow.js that starts the given backends, and keeps a record. */
function fakeTensorFlow(backends: string[]) {
  const flags: Record<string, unknown> = { IS_TEST: false };
  const record = { kernels: [] as string[], greeted: false, flags };
  let inUse = '';
  const tf = {
    version_core: '4.22.0',
    env: () => ({
      get: (flag: string) => flags[flag],
      set: (flag: string, value: unknown) => (flags[flag] = value),
    }),
    setBackend: (name: string) => {
      inUse = name;
      return Promise.resolve(backends.includes(name));
    },
    getBackend: () => inUse,
    getKernel: () => undefined,
    registerKernel: ({ kernelName, backendName }: { kernelName: string; backendName: string }) =>
      record.kernels.push(`${kernelName} on ${backendName}`),
    scalar: () => {
      if (!flags.IS_TEST) record.greeted = true;
      return { dispose: () => undefined };
    },
  };
  return { tf, record };
}

/** A host with these packages; all that is required of it is written down. */
function fakeHost(packages: Record<string, Fake>, nodeMajor = 20) {
  const required: string[] = [];
  const util: Record<string, unknown> = {};
  const listeners: Record<string, (() => void)[]> = {};
  const find = (id: string): Fake => packages[id] ?? notInstalled(id);
  const host: Host = {
    nodeMajor,
    environment: {},
    processEvents: {
      listeners: (event) => [...(listeners[event] ?? [])],
      removeListener: (event, listener) =>
        (listeners[event] = listeners[event]!.filter((one) => one !== listener)),
    },
    resolve: (id) => {
      if (!packages[id]) throw notInstalled(id);
      return `/packages/${id}/dist/index.js`;
    },
    require: (id) => {
      required.push(id);
      if (id === 'node:util') return util;
      const found = find(id);
      if (found instanceof Error) throw found;
      return found;
    },
  };
  return { host, required, util, listeners };
}

const node = '@tensorflow/tfjs-node';
const tfjs = '@tensorflow/tfjs';
const wasm = '@tensorflow/tfjs-backend-wasm';
const wasmPackage = { setWasmPaths: () => undefined };

describe('the TensorFlow.js that is loaded', () => {
  it('is tfjs-node where that works, and no other copy', async () => {
    const { tf } = fakeTensorFlow([]);
    const { host, required } = fakeHost({ [node]: tf, [tfjs]: {}, [wasm]: {} });
    const loaded = await loadOn(host);
    expect(loaded).toEqual({
      tf,
      backend: 'tfjs-node',
      description: 'TensorFlow.js 4.22.0 on the native TensorFlow library (tfjs-node)',
      skipped: [],
    });
    expect(required).toEqual([node]);
    expect(host.environment.TF_CPP_MIN_LOG_LEVEL).toBe('2');
  });

  it('is wasm where tfjs-node is not installed, and Node is left as it is', async () => {
    const { tf, record } = fakeTensorFlow(['cpu', 'wasm']);
    const { host, required } = fakeHost({ [tfjs]: tf, [wasm]: wasmPackage }, 24);
    const loaded = await loadOn(host);
    expect(loaded.backend).toBe('wasm');
    expect(loaded.description).toBe(
      'TensorFlow.js 4.22.0 on the wasm backend (@tensorflow/tfjs-node is not installed)',
    );
    expect(required).toEqual([tfjs, wasm]);
    expect(host.environment).toEqual({});
    expect(record.kernels).toEqual(['Conv2DBackpropFilter on wasm']);
  });

  it('is wasm where the native library of tfjs-node was not downloaded', async () => {
    const { tf } = fakeTensorFlow(['cpu', 'wasm']);
    const { host } = fakeHost({ [node]: addonMissing, [tfjs]: tf, [wasm]: wasmPackage });
    expect((await loadOn(host)).description).toBe(
      "TensorFlow.js 4.22.0 on the wasm backend (@tensorflow/tfjs-node lacks its native library, whose download failed or was skipped ('npm rebuild @tensorflow/tfjs-node' fetches it))",
    );
  });

  it('is the cpu backend where wasm does not start', async () => {
    const { tf } = fakeTensorFlow(['cpu']);
    const { host } = fakeHost({ [tfjs]: tf, [wasm]: wasmPackage });
    const loaded = await loadOn(host);
    expect(loaded.backend).toBe('cpu');
    expect(loaded.description).toBe(
      'TensorFlow.js 4.22.0 on the cpu backend (@tensorflow/tfjs-node is not installed; the wasm backend failed to load: its wasm backend does not start)',
    );
  });

  it('names an error that nobody expected', async () => {
    const { tf } = fakeTensorFlow(['cpu', 'wasm']);
    const broken = new TypeError('boom\nand its second line');
    const { host } = fakeHost({ [node]: broken, [tfjs]: tf, [wasm]: wasmPackage });
    expect((await loadOn(host)).skipped).toEqual([
      { backend: 'node', reason: 'failed to load: boom' },
    ]);
  });

  it('tells a package that tfjs-node lacks from tfjs-node itself', async () => {
    const { tf } = fakeTensorFlow(['cpu', 'wasm']);
    const inner = notInstalled('@mapbox/node-pre-gyp');
    const { host } = fakeHost({ [node]: inner, [tfjs]: tf, [wasm]: wasmPackage });
    expect((await loadOn(host)).skipped).toEqual([
      { backend: 'node', reason: "failed to load: Cannot find module '@mapbox/node-pre-gyp'" },
    ]);
  });

  it('throws, with every reason, where nothing works', async () => {
    const { host } = fakeHost({});
    await expect(loadOn(host)).rejects.toThrow(
      new Error(
        "loadTensorFlow: no TensorFlow.js works here: @tensorflow/tfjs-node is not installed; the wasm backend failed to load: Cannot find module '@tensorflow/tfjs'; the cpu backend failed to load: Cannot find module '@tensorflow/tfjs' ('npm ci' installs it)",
      ),
    );
  });

  it('is the wanted one or none', async () => {
    const { tf } = fakeTensorFlow(['cpu', 'wasm']);
    const { host, required } = fakeHost({ [tfjs]: tf, [wasm]: wasmPackage });
    expect((await loadOn(host, 'cpu')).description).toBe('TensorFlow.js 4.22.0 on the cpu backend');
    expect(required).toEqual([tfjs]);
    await expect(loadOn(host, 'node')).rejects.toThrow('tfjs-node is not installed');
  });

  it.each([
    { major: 20, restored: [] },
    { major: 22, restored: ['isNullOrUndefined', 'isArray'] },
    { major: 23, restored: ['isNullOrUndefined', 'isArray'] },
  ])('gives tfjs-node on Node $major back: $restored', async ({ major, restored }) => {
    const { tf } = fakeTensorFlow([]);
    const { host, util, required } = fakeHost({ [node]: tf }, major);
    await loadOn(host);
    expect(Object.keys(util)).toEqual(restored);
    expect(required.at(-1)).toBe(node); // the functions are there before it loads
    if (major < 22) return;
    const isNullOrUndefined = util.isNullOrUndefined as (value: unknown) => boolean;
    expect([null, undefined, 0, '', false].map(isNullOrUndefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('does not greet, and leaves the flag as it was', async () => {
    for (const wanted of ['wasm', 'cpu'] as const) {
      const { tf, record } = fakeTensorFlow(['cpu', 'wasm']);
      const { host } = fakeHost({ [tfjs]: tf, [wasm]: wasmPackage });
      await loadOn(host, wanted);
      expect(record.greeted).toBe(false);
      expect(record.flags.IS_TEST).toBe(false);
    }
  });

  it('takes off the listeners that wasm adds, and only those', async () => {
    const { tf } = fakeTensorFlow(['cpu', 'wasm']);
    const { host, listeners } = fakeHost({ [tfjs]: tf, [wasm]: wasmPackage });
    const ours = () => undefined;
    listeners.unhandledRejection = [ours];
    const setBackend = tf.setBackend;
    tf.setBackend = (name) => {
      if (name === 'wasm') {
        listeners.unhandledRejection!.push(() => undefined);
        listeners.uncaughtException = [() => undefined];
      }
      return setBackend(name);
    };
    await loadOn(host);
    expect(listeners).toEqual({ unhandledRejection: [ours], uncaughtException: [] });
  });
});

describe('loadTensorFlow', () => {
  it('loads one copy, once, and refuses to change backends', async () => {
    const first = await loadTensorFlow();
    expect(await loadTensorFlow()).toBe(first);
    const inUse = first.backend === 'tfjs-node' ? 'node' : first.backend;
    expect(await loadTensorFlow({ backend: inUse })).toBe(first);
    const other = inUse === 'cpu' ? 'wasm' : 'cpu';
    await expect(loadTensorFlow({ backend: other })).rejects.toThrow(
      new Error(
        `loadTensorFlow: '${other}' was asked for, but TensorFlow.js is in use on '${inUse}' already (choose before the first load, or set CONVLAB_TFJS and start anew)`,
      ),
    );
  });

  it('refuses a backend that it does not know', async () => {
    await expect(loadTensorFlow({ backend: 'gpu' as never })).rejects.toThrow(
      new Error("loadTensorFlow: backend must be 'node', 'wasm' or 'cpu', got 'gpu'"),
    );
  });

  it.each(['wasm', 'cpu'])('is silent on %s, and lets the process end', (backend) => {
    const program = `
      const { loadTensorFlow, checkConv2d } = require('./lib/oracle');
      const { randn, rng } = require('./lib');
      (async () => {
        const { backend } = await loadTensorFlow();
        const rows = await checkConv2d(randn([1, 4, 4, 1], rng(1)), randn([3, 3, 1, 1], rng(2)));
        const stray = ['uncaughtException', 'unhandledRejection'].map((e) => process.listenerCount(e));
        console.log(backend, rows.every((row) => row.agrees), ...stray);
      })();`;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=commonjs', '--eval', program],
      { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, CONVLAB_TFJS: backend } },
    );
    expect({ stdout, stderr, status }).toEqual({
      stdout: `${backend} true 0 0\n`,
      stderr: '',
      status: 0,
    });
  });

  it('can meet one copy only, for the packages have one version', () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(projectRoot, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const versions = [dependencies![tfjs], dependencies![wasm], optionalDependencies![node]];
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).toMatch(/^\d/); // pinned
  });
});
