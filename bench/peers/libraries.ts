import type { Contender, Contenders } from '../contender';
import { convNetJs } from './convnetjs';
import { jaxJs } from './jax-js';
import { onnxRuntimes } from './onnxruntime';
import { ensurePeers } from './packages';
import type { Peer } from './peer';
import { toygrad } from './toygrad';

const peers: readonly Peer[] = [...onnxRuntimes, toygrad, convNetJs, jaxJs];

export const labelOf = ({ name, threads }: Pick<Peer, 'name' | 'threads'>): string =>
  threads > 1 ? `${name}, ${threads} threads` : name;

/**
 * Installs the libraries of bench/package.json if they are not here, and loads those that run on
 * this machine.
 *
 * @param wanted this one alone
 */
export async function loadLibraries(wanted?: string): Promise<Contenders> {
  const found: Contenders = { loaded: [], missing: [] };
  const asked = peers.filter((peer) => wanted === undefined || wanted === labelOf(peer));
  if (asked.length === 0) return found;
  const problem = await ensurePeers();
  for (const peer of asked) {
    const { name, threads, spins = 0, load } = peer;
    const label = labelOf(peer);
    try {
      if (problem) throw new Error(problem);
      const contender: Contender = { label, library: name, threads, spins, engine: await load() };
      found.loaded.push(contender);
    } catch (error) {
      found.missing.push({ label, reason: (error as Error).message.split('\n')[0]! });
    }
  }
  return found;
}
