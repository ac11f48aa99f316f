import { availableParallelism } from 'node:os';
import { currentEngine, useEngine } from '../lib/fast/engine';
import { useThreads, type Threads } from '../lib/fast/threads';
import { cases, convolutionCase, type Case, type Sizes } from './cases';
import { ours, type Contender } from './contender';
import { measureForward, type Times } from './convolutions';
import { fastEngine, ownLabels } from './ours';
import { tensorFlowLabels } from './peers/tensorflow';

/** How the forward pass grows along one of its sizes: all else stays. */
export interface Curve {
  at: number[];
  /** For each of `at`. */
  times: Times[];
}

export interface Curves {
  /** Of case b. */
  images: Curve;
  /** As many in as out; 8 images of 28 by 28. */
  channels: Curve;
  /** For each case, of this library alone. */
  threads: Partial<Record<Case, Curve>>;
}

export const imageCounts = [1, 2, 4, 8, 16, 32, 64];
export const channelCounts = [4, 8, 16, 32, 64, 128];
export const threadCases = ['b', 'c', 'd', 'e'] as const;
const curveSeconds = 1.5;

/** One line for each kind: all of them could not be told apart. */
const drawn = [
  ownLabels.readable,
  ownLabels.tile,
  ownLabels.relaxed,
  ownLabels.threads,
  tensorFlowLabels.cpu,
  tensorFlowLabels.wasm,
  'onnxruntime-web',
  'onnxruntime-node',
] as readonly string[];

async function curve(
  at: readonly number[],
  sizes: (value: number) => Sizes,
  contenders: readonly Contender[],
): Promise<Curve> {
  const times: Times[] = [];
  for (const value of at) {
    times.push(await measureForward(convolutionCase(sizes(value)), contenders, curveSeconds));
  }
  return { at: [...at], times };
}

/** One more than the machine has, too, up to four: what does not help is worth seeing. */
function threadCounts(): number[] {
  const most = Math.max(4, Math.min(8, availableParallelism()));
  return Array.from({ length: most }, (_, i) => i + 1);
}

async function threadCurves(): Promise<Curves['threads']> {
  const started: Threads[] = [];
  const contenders: Contender[] = [];
  for (const count of threadCounts()) {
    useEngine(); // with one thread, the quickest
    const threads = useThreads(count);
    await threads.ready;
    started.push(threads);
    if (threads.count !== count) break; // no threads here
    const engine = fastEngine(currentEngine());
    contenders.push({ label: String(count), library: ours, threads: count, spins: 1, engine });
  }
  const curves: Curves['threads'] = {};
  for (const name of threadCases) {
    const times = await measureForward(convolutionCase(cases[name]), contenders, 2 * curveSeconds);
    curves[name] = {
      at: contenders.map(({ threads }) => threads),
      times: contenders.map(({ label }) => ({ [ownLabels.threads]: times[label] })),
    };
  }
  for (const { stop } of started) await stop();
  return curves;
}

/** @param progress is told what is being done */
export async function measureCurves(
  contenders: readonly Contender[],
  progress: (what: string) => void,
): Promise<Curves> {
  const lines = contenders.filter(({ label }) => drawn.includes(label));
  progress('images');
  const [, height, width, inChannels, outChannels] = cases.b;
  const images = await curve(
    imageCounts,
    (n) => [n, height, width, inChannels, outChannels],
    lines,
  );
  progress('channels');
  const channels = await curve(channelCounts, (count) => [8, 28, 28, count, count], lines);
  progress('threads');
  return { images, channels, threads: await threadCurves() };
}
