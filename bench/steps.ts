import type { Contender, Engine, PreparedStep } from './contender';
import type { Times } from './convolutions';
import { measureInTurn, timeOnce, type Turn } from './measure';
import { batchSize, startTraining, type NetworkName, type Training } from './networks';
import { checkParameters } from './peers/check';
import { tensorFlowLabels } from './peers/tensorflow';

export type Prepare = (start: Training) => Promise<PreparedStep>;

/** How an engine trains that network, if it does. */
export function trainerOf(engine: Engine, name: NetworkName): Prepare | undefined {
  return engine.prepareTraining ?? (name === 'LeNet' ? engine.prepareLeNet : undefined);
}

/** With 32 images a step of it would take minutes: its time grows with the images, and so is scaled. */
const imagesFor = (label: string, name: NetworkName): number =>
  label === tensorFlowLabels.cpu && name === 'ResNet-20, 32×32' ? 1 : batchSize;

/**
 * Two steps move weights by up to 0.05 (LeNet) and 0.03 (ResNet-20): what differs more than in
 * float32's last digits is another step. But among the millions of sums of the larger ResNet some
 * lie so near 0 that ReLU keeps them here and drops them there, which moved weights by 0.0001.
 */
const tolerances: Record<NetworkName, number> = {
  LeNet: 1e-5,
  'ResNet-20, 7×7': 1e-5,
  'ResNet-20, 32×32': 1e-3,
};

/**
 * Times a step of training on everything that trains the network. All have the same weights and
 * images, and what they make of the weights in two steps is checked.
 *
 * @param progress is told what is being done
 */
export async function measureSteps(
  name: NetworkName,
  contenders: readonly Contender[],
  seconds: number,
  progress: (what: string) => void,
): Promise<Times> {
  let expected: Training['parameters'] | undefined;
  const turns: Record<string, Turn> = {};
  const prepared: PreparedStep[] = [];
  for (const { label, engine, spins } of contenders) {
    const prepare = trainerOf(engine, name);
    if (!prepare) continue;
    progress(`${label} is checked`);
    const images = imagesFor(label, name);
    // A network of its own: its weights are the same at the start, and an engine may keep the arrays.
    const step = await prepare(startTraining(name, images));
    prepared.push(step);
    await engine.use?.();
    await step.run();
    const first = await timeOnce(step.run); // the first that momentum moves
    const scaledBy = images === batchSize ? undefined : batchSize / images;
    if (scaledBy === undefined) {
      const parameters = step.parameters();
      // The first of them is this library; its engines are tested against the readable loops.
      expected ??= parameters.map(({ shape, data }) => ({ shape, data: data.slice() }));
      checkParameters(`${name} on ${label}`, parameters, expected, tolerances[name]);
    }
    turns[label] = { run: step.run, before: engine.use, rest: spins, scaledBy, first };
  }
  progress('steps');
  const times = await measureInTurn(turns, seconds);
  for (const { close } of prepared) close();
  return times;
}
