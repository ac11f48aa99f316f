import type { Contenders } from './contender';
import { loadOurs } from './ours';
import { loadLibraries } from './peers/libraries';
import { loadTensorFlows } from './peers/tensorflow';

/**
 * This library, TensorFlow.js and the libraries of bench/package.json, in the table's order.
 *
 * @param wanted this one alone
 * @param libraries whether to load, and first install, those of bench/package.json
 */
export async function loadContenders(wanted?: string, libraries = true): Promise<Contenders> {
  const parts = [await loadOurs(wanted), await loadTensorFlows(wanted)];
  if (libraries) parts.push(await loadLibraries(wanted));
  return {
    loaded: parts.flatMap(({ loaded }) => loaded),
    missing: parts.flatMap(({ missing }) => missing),
  };
}
