import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildSandbox, type SandboxCode } from '../../grading/sandbox/build';
import { defaultLimits, type Limits } from '../../grading/sandbox/limits';
import type { ConsoleLine } from '../../grading/sandbox/protocol';
import { Sandbox, type Outcome } from '../../grading/sandbox/sandbox';

// Small limits: what is tested is that they hold, not how large they are.
const limits: Limits = {
  ...defaultLimits,
  interrupts: 200,
  processorMs: 2000,
  watchdogMs: 2500,
  memoryBytes: 32 * 1024 * 1024,
};

let code: SandboxCode;
let sandbox: Sandbox;
let printed: ConsoleLine[] = [];

beforeAll(async () => {
  code = await buildSandbox();
  sandbox = new Sandbox(code, limits, (line) => printed.push(line));
});
beforeEach(() => {
  printed = [];
});
afterAll(() => {
  sandbox.close();
});

/** Loads a file whose text is `body`, and calls its function `f`. */
function call(body: string, ...args: unknown[]): Outcome {
  const failure = sandbox.open(`var submission = (() => { ${body}\n return { f }; })();`);
  return failure ?? sandbox.call('f', args);
}

/** What a call returned, where nothing else is expected of it. */
function result(body: string, ...args: unknown[]): unknown {
  const outcome = call(body, ...args);
  return outcome.status === 'returned' ? outcome.result : outcome;
}

/** The sandbox still does what it did before. */
function expectAlive(): void {
  expect(result('const f = (a, b) => a + b;', 1, 2)).toBe(3);
}

describe('values go in and come out as they were', () => {
  const values: unknown[] = [
    0,
    -0,
    NaN,
    Infinity,
    -Infinity,
    1e-320,
    0.1,
    2 ** 53,
    '',
    'a "b" \\ \n \u2028 π \ud800',
    true,
    false,
    null,
    undefined,
    [],
    [[], [1, [2, NaN]]],
    [undefined, null],
    {},
    { a: { b: [1] }, __proto__x: 2 },
    { shape: [2, 1], data: Float32Array.of(0.1, -0) },
    new Float32Array(0),
    Array.from({ length: 3000 }, (_, i) => i / 7),
  ];
  test.each(values.map((value) => [value]))('%o', (value) => {
    expect(result('const f = (x) => x;', value)).toStrictEqual(value);
  });

  test('an own property named __proto__ is data, on the way in and out', () => {
    const value = JSON.parse('{"__proto__": 1, "constructor": 2}') as object;
    const got = result('const f = (x) => x;', value) as object;
    expect(Object.getOwnPropertyNames(got)).toEqual(['__proto__', 'constructor']);
  });

  test('a Tensor is one inside: typed, and with its length', () => {
    const body = 'const f = (t) => [t.data instanceof Float32Array, t.data.length, t.shape];';
    expect(result(body, { shape: [2], data: Float32Array.of(1, 2) })).toEqual([true, 2, [2]]);
  });

  test('other typed arrays come out as what they are', () => {
    expect(result('const f = () => new Float64Array([1.5]);')).toStrictEqual(Float64Array.of(1.5));
  });
});

describe('arguments are copies, and a change of them is seen', () => {
  test('the caller keeps its own', () => {
    const x = [[1, 2]];
    const outcome = call('const f = (x) => { x[0][0] = 9; return 1; };', x);
    expect(x).toEqual([[1, 2]]);
    expect(outcome).toMatchObject({ status: 'returned', argsAfter: [[[9, 2]]] });
  });

  test('the change can not be hidden by breaking what reads it', () => {
    const body = `const f = (x) => {
      x[0] = 9;
      JSON.stringify = () => '[1]';
      Array.isArray = () => false;
      Object.keys = () => [];
      Object.getPrototypeOf = () => null;
      Array.prototype.toJSON = () => [1];
      Object.prototype.toJSON = () => [1];
      Array.prototype[Symbol.iterator] = null;
      String.prototype.slice = () => '';
      Function.prototype.apply = null;
      Reflect.apply = null;
      return 1;
    };`;
    expect(call(body, [1])).toMatchObject({ status: 'returned', result: 1, argsAfter: [[9]] });
  });

  test('something left in them that is not data is said, not lost', () => {
    const outcome = call('const f = (x) => { x[0] = () => 1; return 1; };', [1]);
    expect(outcome).toMatchObject({ status: 'returned', argsAfter: null });
  });
});

describe('each realm is fresh', () => {
  test('what one submission leaves behind, the next does not find', () => {
    call('globalThis.left = 1; Array.prototype.left = 2; Math.max = null; const f = () => 1;');
    expect(result('const f = () => [typeof left, [].left === undefined, Math.max(1, 2)];')).toEqual(
      ['undefined', true, 2],
    );
  });

  test('chance repeats', () => {
    const body = 'const f = () => [Math.random(), Math.random()];';
    const first = result(body) as number[];
    expect(first[0]).not.toBe(first[1]);
    expect(result(body)).toEqual(first);
  });
});

describe('what is not in the sandbox', () => {
  test.each([
    'process.exit(0)',
    "require('fs')",
    "module.constructor._load('fs')",
    "fetch('http://example.org')",
    'setTimeout(() => 1)',
    'new Date()',
    'performance.now()',
    'Buffer.from("")',
    'new SharedWorker("")',
    'WebAssembly.compile',
    'expect(1).toBe(2)',
    'vi.fn()',
    'std.exit(0)',
    'os.exec',
    "f.constructor.constructor('return process')().exit()",
    "[].map.constructor('return this.process.exit()')()",
    "(0, eval)('process').exit()",
    "new Proxy({}, {}).constructor.constructor('return require')()('fs')",
  ])('%s throws inside', (expression) => {
    const outcome = call(`function f() { return ${expression}; }`);
    expect(outcome.status).toBe('threw');
    expectAlive();
  });

  test('import(…) of anything finds nothing', () => {
    const outcome = call("function f() { return import('node:fs'); }");
    expect(outcome).toEqual({ status: 'unreadable', reason: 'a Promise (leave out async)' });
  });

  test('the guest has left no name in the realm', () => {
    const names = result('const f = () => Object.getOwnPropertyNames(globalThis);') as string[];
    expect(names).not.toContain('guest');
    expect(names).not.toContain('submission');
    expect(names.filter((name) => /^(?:print|process|require|Date|std|os)$/.test(name))).toEqual(
      [],
    );
  });
});

describe('what takes too much ends', () => {
  const grow = 'const a = [];';
  test.each([
    ['an endless loop', 'function f() { while (true); }', 'out-of-time'],
    ['one that catches', 'function f() { for (;;) { try { f2(); } catch {} } }', 'out-of-time'],
    ['one in finally', 'function f() { try { for (;;); } finally { for (;;); } }', 'out-of-time'],
    ['a regular expression', "const f = () => /(a+)+$/.test('a'.repeat(60) + 'b');", 'out-of-time'],
    [
      'a native loop that asks nothing',
      'const f = () => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);',
      'out-of-time',
    ],
    ['endless recursion', 'function f(a) { return f(a + 1) + 1; }', 'stack-overflow'],
    ['small arrays', `${grow} const f = () => { for (;;) a.push([1, 2]); };`, 'out-of-memory'],
    [
      'typed arrays',
      `${grow} const f = () => { for (;;) a.push(new Float32Array(9e3)); };`,
      'out-of-memory',
    ],
    ['one huge array', 'const f = () => new Float64Array(1e9);', 'threw'],
    ['one huge text', "const f = () => 'x'.repeat(2e9);", 'threw'],
    ['a text that doubles', "const f = () => { let s = 'x'; for (;;) s += s; };", 'threw'],
    ['a getter that never ends', 'const f = () => ({ get x() { for (;;); } });', 'out-of-time'],
    [
      'an endless toString',
      'const f = () => { throw { get message() { for (;;); } }; };',
      'out-of-time',
    ],
  ])('%s', (_name, body, status) => {
    const outcome = call(body);
    // Where one allocation is refused outright, QuickJS may say either.
    if (status === 'threw') expect(['threw', 'out-of-memory']).toContain(outcome.status);
    else expect(outcome.status).toBe(status);
    expectAlive();
  });

  test('memory that is filled again and again, whatever is caught', () => {
    const outcome = call(
      'function f() { for (;;) { try { const a = []; for (;;) a.push(new Float32Array(9e4)); } catch {} } }',
    );
    expect(['out-of-time', 'out-of-memory', 'crashed']).toContain(outcome.status);
    expectAlive();
  });

  test('the top level, too', () => {
    expect(call('while (true); function f() {}').status).toBe('out-of-time');
    expect(call('(function g() { g(); })(); function f() {}').status).toBe('stack-overflow');
    expectAlive();
  });

  test('work is counted anew for each call', () => {
    sandbox.open(
      'var submission = (() => { const f = () => { let s = 0; for (let i = 0; i < 5e5; i++) s += i; return s; }; return { f }; })();',
    );
    const sums = Array.from({ length: 4 }, () => sandbox.call('f', []));
    expect(sums.map(({ status }) => status)).toEqual(Array(4).fill('returned'));
  });
});

describe('results that are not data', () => {
  test.each([
    ['() => 1', 'a function'],
    ['[() => 1]', 'data with a function in it'],
    ['Symbol("x")', 'a symbol'],
    ['10n', 'a bigint'],
    ['(async () => 1)()', 'a Promise (leave out async)'],
    ['new Map()', 'an object of class Map'],
    ['new (class Layer {})()', 'an object of class Layer'],
    [
      '(() => { const a = []; a.push(a); return a; })()',
      'data that is nested too deeply, or holds itself',
    ],
    ['new Array(2 ** 32 - 1)', 'far more data than was asked for'],
    ["'x'.repeat(3e6)", 'a text that is far too long'],
    ['({ get x() { throw new Error("no"); } })', "data that can't be read (Error: no)"],
    ['new Proxy([], { get() { throw new Error("no"); } })', "data that can't be read (Error: no)"],
    [
      'new Proxy({}, { ownKeys() { throw new Error("no"); } })',
      "data that can't be read (Error: no)",
    ],
  ])('%s', (expression, reason) => {
    expect(call(`const f = () => ${expression};`)).toEqual({ status: 'unreadable', reason });
  });

  test('toJSON, valueOf and toString are not asked', () => {
    const outcome = call('const f = () => ({ toJSON: 1, valueOf: 2, toString: 3 });');
    expect(outcome).toMatchObject({ result: { toJSON: 1, valueOf: 2, toString: 3 } });
  });

  test('a result can not pass itself off as the reply', () => {
    const forged = '{"status":"returned","result":"-3","args":"[]"}';
    expect(result(`Object.prototype.status = 'returned'; const f = () => '${forged}';`)).toBe(
      forged,
    );
  });
});

describe('what is thrown', () => {
  test.each([
    ["new TypeError('no')", 'TypeError', 'no'],
    ["'just a text'", '', 'just a text'],
    ['null', '', 'null'],
    ['undefined', '', 'undefined'],
    ['42', '', '42'],
    ['Symbol()', '', 'symbol'],
    ['({ message: 1 })', '', 'object'],
    ['{ get name() { throw 1; } }', '', 'object'],
    ['new Proxy({}, { get() { throw 1; } })', '', 'object'],
  ])('throw %s', (expression, name, message) => {
    expect(call(`const f = () => { throw (${expression}); };`)).toMatchObject({
      status: 'threw',
      error: { name, message },
    });
  });

  test('a message without end is cut', () => {
    const outcome = call("const f = () => { throw new Error('x'.repeat(1e6)); };");
    expect(outcome.status === 'threw' && outcome.error.message.length).toBeLessThan(1100);
  });

  test('a function that is not there', () => {
    sandbox.open('var submission = { g: () => 1 };');
    expect(sandbox.call('f', [])).toEqual({ status: 'no-function', exported: ['g'] });
  });
});

describe('console', () => {
  test('each level, as a console writes it', () => {
    call(`const f = () => {
      console.log('sum', 1.5, [1, [2, -0]], { a: null }, undefined, new Float32Array([1, NaN]));
      console.warn('careful'); console.error(new RangeError('r')); console.info(); console.debug('"');
    };`);
    expect(printed).toEqual([
      { level: 'log', text: 'sum 1.5 [1, [2, -0]] { a: null } undefined Float32Array [1, NaN]' },
      { level: 'warn', text: 'careful' },
      { level: 'error', text: 'RangeError: r' },
      { level: 'info', text: '' },
      { level: 'debug', text: '"' },
    ]);
  });

  test('what was printed before a loop is kept, even where the watchdog ends it', () => {
    call(
      "const f = () => { console.log('before'); Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); };",
    );
    expect(printed).toEqual([{ level: 'log', text: 'before' }]);
  });

  test('a flood is cut, and says so', () => {
    call('const f = () => { for (let i = 0; i < 1e4; i++) console.log(i); };');
    expect(printed).toHaveLength(limits.consoleLines + 1);
    expect(printed.at(-1)!.text).toContain('left out');
  });

  test('so is a line without end, and data that holds itself', () => {
    call("const f = () => { console.log('x'.repeat(1e6)); };");
    call('const f = () => { const a = []; a.push(a); console.log(a); };');
    expect(printed.every(({ text }) => text.length <= limits.consoleCharacters + 1)).toBe(true);
  });
});
