/** What a contender's process has at most: it trains LeNet if it can, else convolves case e. */
import { cases, convolutionCase } from './cases';
import { loadContenders } from './contenders';
import { peakMegabytes } from './memory';
import { startTraining } from './networks';
import { answer } from './own-process';
import { trainerOf } from './steps';

export interface ProcessMemory {
  doing: 'steps of LeNet' | 'forward of e';
  runs: number;
  /** The most that the process ever had, Node included. */
  megabytes: number;
  /** What it had of that before the first run: Node, the library, inputs and weights. */
  before: number;
}

const milliseconds = 2000;
const fewest = 3;

async function processMemory(label: string): Promise<ProcessMemory> {
  const { loaded, missing } = await loadContenders(label);
  const [contender] = loaded;
  if (!contender) throw new Error(missing[0]?.reason ?? 'there is no contender of that name');
  const { engine } = contender;
  await engine.use?.();
  const trains = trainerOf(engine, 'LeNet');
  const { run } = trains
    ? await trains(startTraining('LeNet'))
    : (await engine.prepare(convolutionCase(cases.e))).operations.forward!;
  const before = peakMegabytes();
  const deadline = performance.now() + milliseconds;
  let runs = 0;
  for (; runs < fewest || performance.now() < deadline; runs++) await run();
  const doing = trains ? 'steps of LeNet' : 'forward of e';
  return { doing, runs, megabytes: peakMegabytes(), before };
}

if (require.main === module) answer(processMemory);
