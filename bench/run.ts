/**
 * `npm run bench`: measures this library beside others, in one run and in turn; bench/README.md
 * says what the columns are. Writes build/bench.json and build/bench.html.
 * `-- a c lenet` for some parts; `-- --no-peers` leaves out the libraries of bench/package.json,
 * and installs nothing; `-- --record NAME` writes bench/results/NAME.json, too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../kernel/project';
import { supports } from '../lib/fast/wasm-kernels';
import { caseNames, operations, type Case } from './cases';
import { ours, type Contender } from './contender';
import { loadContenders } from './contenders';
import { measureCase } from './convolutions';
import { measureCurves } from './curves';
import { networkNames, type NetworkName } from './networks';
import { ownLabels } from './ours';
import { inOwnProcess } from './own-process';
import { pageOf } from './page';
import { highest, measurePeak } from './peak';
import { progressOn, type Progress } from './progress';
import { ratiosOf, type Ratios, type Report } from './report';
import { measureSteps } from './steps';
import {
  caseTable,
  epochTable,
  farMark,
  memoryTable,
  notes,
  short,
  stepTable,
  targetTable,
} from './tables';
import { targetsOf } from './targets';

const parts = [...caseNames, 'lenet', 'resnet', 'epoch', 'memory', 'curves'] as const;
type Part = (typeof parts)[number];

/** Seconds for the rounds of a network's steps. */
const stepSeconds = 12;

function networksOf(part: Part): NetworkName[] {
  return networkNames.filter((name) => name.toLowerCase().startsWith(part));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'no-peers': { type: 'boolean', default: false }, record: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !(parts as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Error(`bench: there is no part ${unknown}. There are: ${parts.join(', ')}`);
  }
  const wanted = parts.filter((part) => positionals.length === 0 || positionals.includes(part));
  const progress = progressOn();
  progress.say('loading');
  const { loaded, missing } = await loadContenders(undefined, !values['no-peers']);
  for (const { label, reason } of missing) progress.print(`${label} is left out: ${reason}`);

  const relaxed = supports('relaxed');
  progress.say("the core's peak");
  const report: Report = {
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      date: new Date().toISOString().slice(0, 10),
    },
    peak: await measurePeak(),
    contenders: loaded.map(({ label, library, threads }) => ({ label, library, threads })),
    missing,
    oneThread: relaxed ? ownLabels.relaxed : ownLabels.simd,
    convolutions: {},
    training: {},
  };
  const { machine, peak } = report;
  progress.print(
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; one core does ${short(highest(peak))} GFLOP/s with 128-bit ` +
      `vectors (product and addition apart ${short(peak.apart)}${peak.fused ? `, in one instruction ${short(peak.fused)}` : ''}).\n${notes}\n`,
  );

  for (const part of wanted) await measurePart(part, report, loaded, progress);
  const later = await measurePeak(); // a peak is a maximum: the machine may have been busy
  peak.apart = Math.max(peak.apart, later.apart);
  if (peak.fused) peak.fused = Math.max(peak.fused, later.fused ?? 0);

  const targets = targetsOf(report);
  if (targets.length > 0) progress.print(`${targetTable(targets)}\n`);
  const far = farMark(report);
  if (far) progress.print(far);
  const json = `${JSON.stringify({ ...report, ratios: ratiosIn(report), targets }, null, 2)}\n`;
  const build = join(projectRoot, 'build');
  mkdirSync(build, { recursive: true });
  writeFileSync(join(build, 'bench.json'), json);
  writeFileSync(join(build, 'bench.html'), pageOf(report, targets));
  const files = ['build/bench.json', 'build/bench.html'];
  if (values.record !== undefined) {
    files.push(join('bench', 'results', `${values.record}.json`));
    writeFileSync(join(projectRoot, files[2]!), json);
  }
  progress.print(`Written: ${files.join(', ')}.`);
}

async function measurePart(
  part: Part,
  report: Report,
  loaded: readonly Contender[],
  progress: Progress,
): Promise<void> {
  const say = (what: string): void => progress.say(`${part}, ${what}`);
  switch (part) {
    case 'lenet':
    case 'resnet':
      for (const name of networksOf(part)) {
        const times = await measureSteps(name, loaded, stepSeconds, say);
        report.training[name] = times;
        const title = `a step of ${name}, 32 images`;
        progress.print(`${stepTable(title, times, report.oneThread)}\n`);
      }
      break;
    case 'epoch': {
      report.epoch = {};
      const { simd, relaxed, threads } = ownLabels;
      for (const label of [simd, relaxed, threads]) {
        if (!loaded.some((one) => one.label === label)) continue;
        say(label);
        report.epoch[label] = await inOwnProcess('epoch.ts', label);
      }
      progress.print(`${epochTable(report)}\n`);
      break;
    }
    case 'memory':
      report.memory = {};
      for (const { label } of loaded) {
        say(label);
        report.memory[label] = await inOwnProcess('process-memory.ts', label);
      }
      progress.print(`${memoryTable(report)}\n`);
      break;
    case 'curves':
      report.curves = await measureCurves(loaded, say);
      break;
    default:
      report.convolutions[part] = await measureCase(part, loaded, say);
      progress.print(`${caseTable(report, part)}\n`);
  }
}

/** By what was measured: how many times quicker each engine of this library is than each other one. */
function ratiosIn({ contenders, convolutions, training }: Report): Record<string, Ratios> {
  const own = contenders.filter(({ library }) => library === ours).map(({ label }) => label);
  const ratios: Record<string, Ratios> = {};
  for (const name of Object.keys(convolutions) as Case[]) {
    for (const operation of operations) {
      ratios[`${name} ${operation}`] = ratiosOf(convolutions[name]!.times[operation], own);
    }
  }
  for (const [name, times] of Object.entries(training)) ratios[name] = ratiosOf(times, own);
  return ratios;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
