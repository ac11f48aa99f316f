import { timeOnce, type Timing, type Work } from './measure';
import {
  checkResults,
  type ConvolutionCase,
  type Operation,
  type Peers,
  type PreparedConvolution,
  type Results,
} from './peers';

/** A run that took so many milliseconds says enough. */
const slow = 1000;

export interface OnPeers {
  work: Record<Operation, Record<string, Work>>;
  /** What is so slow that the run for its check is its figure. */
  timed: Record<Operation, Record<string, Timing>>;
  /** As `measureInTurn` takes them. */
  rests: Record<string, number>;
  close(): Promise<void>;
}

/** Brings a case to every peer, and checks what each operation of theirs computes. */
export async function prepareOnPeers(
  name: string,
  peers: Peers['loaded'],
  convolution: ConvolutionCase,
  expected: Required<Results>,
): Promise<OnPeers> {
  const work: OnPeers['work'] = { forward: {}, gradX: {}, gradKernels: {}, gradients: {} };
  const timed: OnPeers['timed'] = { forward: {}, gradX: {}, gradKernels: {}, gradients: {} };
  const closings: PreparedConvolution['close'][] = [];
  for (const { label, peer } of peers) {
    const { operations, close } = await peer.prepare(convolution);
    closings.push(close);
    for (const [operation, { run, results }] of Object.entries(operations)) {
      const taken = await timeOnce(run);
      checkResults(`${name} on ${label}`, results(), expected);
      if (taken < slow) work[operation as Operation][label] = run;
      else timed[operation as Operation][label] = { median: taken, best: taken, runs: 1 };
    }
  }
  return {
    work,
    timed,
    rests: restsOf(peers),
    close: async () => {
      for (const close of closings) await close();
    },
  };
}

export const restsOf = (peers: Peers['loaded']): Record<string, number> =>
  Object.fromEntries(peers.map(({ label, spins }) => [label, spins]));
