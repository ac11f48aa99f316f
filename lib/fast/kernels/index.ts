// The quick kernels, in AssemblyScript: TypeScript's syntax, WebAssembly's types. `npm run kernels`
// compiles them into ../wasm.ts. Each function takes addresses in bytes; a number is four bytes.
export { copy, pad, packWeights, widen } from './layout';
export { convolve, pixelOffsets } from './convolve';
export { gradWeights } from './grad-weights';
export { relu, reluBackward, add } from './elementwise';
export { maxPool, maxPoolBackward } from './max-pool';
export { channelSums, channelProducts, normalise, normaliseBackward } from './batch-norm';
export { prepareWinograd, winograd } from './winograd';
