import type { Engine } from '../contender';

/** Another library. Loading throws where it does not run. */
export interface Peer {
  name: string;
  /** Threads it computes on. */
  threads: number;
  /** Milliseconds that its threads spin on after a run, at the cost of what is timed next; 0 unless given. */
  spins?: number;
  load(): Engine | Promise<Engine>;
}
