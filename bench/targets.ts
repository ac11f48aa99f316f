import type { ConvolutionTimes, Times } from './convolutions';

/** What this library is held to, and what came of it: by the medians, and by the best runs of both. */
export interface Target {
  what: string;
  target: number;
  median: number;
  best: number;
}

type Figure = Pick<Target, 'median' | 'best'>;

/** How many times quicker one is than another. */
export function ratio(slow: Times[string], quick: Times[string]): Figure | undefined {
  return slow && quick && { median: slow.median / quick.median, best: slow.best / quick.best };
}

/**
 * @param oneThread the quickest engine with one thread
 */
export function targetsOf(
  convolutions: Record<string, ConvolutionTimes>,
  steps: Times,
  oneThread: string,
): Target[] {
  const targets: Target[] = [];
  const add = (what: string, target: number, figure: Figure | undefined) => {
    if (figure) targets.push({ what, target, ...figure });
  };
  for (const [name, times] of Object.entries(convolutions)) {
    const { forward, gradX, gradKernels, gradients } = times;
    const wasm = forward['tfjs wasm'];
    const cpu = forward['tfjs cpu'];
    add(`${name} readable forward to tfjs cpu`, 1, ratio(cpu, forward.readable));
    add(
      `${name} readable gradients to tfjs cpu's kernel gradient`,
      30,
      ratio(gradKernels['tfjs cpu'], gradients.readable),
    );
    add(`${name} plain tile forward to tfjs cpu`, 3, ratio(cpu, forward['plain tile']));
    add(`${name} SIMD forward to tfjs wasm`, 1, ratio(wasm, forward.simd));
    add(`${name} relaxed forward to tfjs wasm`, 1.1, ratio(wasm, forward.relaxed));
    if (name === 'a') continue; // too small for the rest
    add(`${name} SIMD input gradient to tfjs wasm`, 8, ratio(gradX['tfjs wasm'], gradX.simd));
    for (const operation of ['forward', 'gradX', 'gradKernels'] as const) {
      const { [oneThread]: one, 'two threads': two } = times[operation];
      add(`${name} two threads to one, ${operation}`, 1.6, ratio(one, two));
    }
    add(`${name} two threads' forward to tfjs wasm`, 1.8, ratio(wasm, forward['two threads']));
  }
  const { simd } = steps;
  add('LeNet step, SIMD to tfjs cpu', 400, ratio(steps['tfjs cpu'], simd));
  add('LeNet step, SIMD to toygrad', 12, ratio(steps.toygrad, simd));
  add('LeNet step, SIMD to tfjs wasm with a kernel gradient', 4, ratio(steps['tfjs wasm'], simd));
  return targets;
}

export function printTargets(targets: readonly Target[]): void {
  console.log(
    '\nTargets, each with its figure; met* is by the best runs only, as on a machine with other work:',
  );
  for (const { what, target, median, best } of targets) {
    const met = median >= target ? 'met' : best >= target ? 'met*' : 'MISSED';
    const figures = `${median.toFixed(2)}×, by the best runs ${best.toFixed(2)}×`;
    console.log(`  ${met.padEnd(6)} ${what}: ${figures} (target ${target}×)`);
  }
}
