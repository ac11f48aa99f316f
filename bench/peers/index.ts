import { convNetJs } from './convnetjs';
import { jaxJs } from './jax-js';
import { onnxRuntimes } from './onnxruntime';
import { ensurePeers } from './packages';
import type { LoadedPeer, Peer } from './peer';
import { toygrad } from './toygrad';

export * from './check';
export * from './peer';

const peers: readonly Peer[] = [...onnxRuntimes, toygrad, convNetJs, jaxJs];

export interface Peers {
  /** `spins`: milliseconds to wait after a run, untimed, before something else is timed. */
  loaded: { label: string; peer: LoadedPeer; spins: number }[];
  /** Those that do not run here, and why. */
  missing: { label: string; reason: string }[];
}

/** Installs the peers if they are not here, and loads those that run on this machine. */
export async function loadPeers(): Promise<Peers> {
  const found: Peers = { loaded: [], missing: [] };
  const problem = await ensurePeers();
  for (const { name, threads, spins = 0, load } of peers) {
    const label = threads > 1 ? `${name}, ${threads} threads` : name;
    try {
      if (problem) throw new Error(problem);
      found.loaded.push({ label, peer: await load(), spins });
    } catch (error) {
      found.missing.push({ label, reason: (error as Error).message.split('\n')[0] });
    }
  }
  return found;
}
