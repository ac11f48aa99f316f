export { ensureChromium } from './chromium';
export { findChromium } from './find-chromium.mjs';
export { ensureJupyter, type Jupyter } from './jupyter';
export { ensureKernel } from './kernel';
export { jupyterEnv } from './kernelspec.mjs';
export { SetupError } from './setup-error';
