import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';
import { randn, reference, rng, tensor } from '../../lib';
import { expectClose, oneRounding } from './expect-close';

/** The library as one script that makes a global `convlab`, as for a page. */
const bundle = () =>
  build({
    entryPoints: [join(projectRoot, 'lib/index.ts')],
    absWorkingDir: projectRoot,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'convlab',
    minify: true,
    write: false,
    metafile: true,
  });

it('bundles for a page: nothing but lib, small, and it runs where there is no Node', async () => {
  const { outputFiles, metafile } = await bundle();
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => !path.startsWith('lib/'))).toEqual([]);
  expect(inputs).not.toContainEqual(expect.stringMatching(/^lib\/(data|oracle|show)\//));
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  expect(imports).toEqual([]);
  const code = outputFiles[0]!.text;
  for (const name of builtinModules) expect(code).not.toContain(`"node:${name}"`);

  console.log(`lib is ${(code.length / 1000).toFixed(1)} kB as a bundle for a page.`);
  // Of which the WebAssembly kernels, twice, are some 15 kB.
  expect(code.length).toBeLessThan(100_000);

  const output = runInNewContext(
    `${code}; Array.from(convlab.conv2d(convlab.tensor([1, 1, 2, 1], [1, 2]), convlab.tensor([1, 2, 1, 1], [1, 10])).data).join()`,
  ) as string;
  expect(output).toBe('21');
});

it.each([
  { where: 'nothing decodes base64', globals: {} },
  {
    where: 'WebAssembly may not compile',
    globals: {
      atob,
      WebAssembly: {
        validate: () => true,
        Memory: class {
          buffer = new ArrayBuffer(65_536);
        },
        Module: function () {
          throw new RangeError('buffer size is larger than the maximum for synchronous compile');
        },
      },
    },
  },
])('convolves in plain TypeScript where $where', async ({ globals }) => {
  const { outputFiles } = await bundle();
  const x = randn([2, 20, 20, 4], rng(1));
  const kernels = randn([3, 3, 4, 8], rng(2));
  const program = `${outputFiles[0]!.text}; Array.from(convlab.conv2d(x, kernels).data)`;
  const output = runInNewContext(program, { x, kernels, ...globals }) as number[];
  const expected = reference.conv2d(x, kernels);
  expectClose(tensor(expected.shape, output), expected, oneRounding);
});
