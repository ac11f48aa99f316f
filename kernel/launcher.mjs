// @ts-check
// What Jupyter starts: node launcher.mjs CONNECTION_FILE. Everything after this file is
// TypeScript, which tsx loads; its hook is taken out again before any cell runs.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/cjs/api';

// Jupyter starts a kernel in the notebook's folder; lessons import from the project's.
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const unregister = register();
/** @type {typeof import('./session/index')} */
const { startKernel } = createRequire(import.meta.url)('./session/index.ts');
unregister();

startKernel(process.argv[2] ?? '');
