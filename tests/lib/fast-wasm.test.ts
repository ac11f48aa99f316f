import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wasmFile, wasmText } from '../../lib/fast/compile-kernels';

it('lib/fast/wasm.ts is in step with the kernels it is compiled from (npm run kernels)', async () => {
  expect(readFileSync(wasmFile, 'utf8')).toBe(await wasmText());
});
