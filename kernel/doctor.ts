import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project';
import { type Finding, plainFindings, printFindings } from './setup/report.mjs';

void main();

async function main(): Promise<void> {
  process.exitCode = printFindings([
    ...(await plainFindings(projectRoot)),
    await attempt('TensorFlow.js', tensorFlow),
    await attempt('data', data),
    await attempt('sandbox', sandbox),
  ]);
}

/** A part whose check throws is missing; what it threw says why. */
async function attempt(part: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { part, state: 'ok', detail: await check() };
  } catch (error) {
    const detail = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { part, state: 'missing', detail, mend: 'npm ci' };
  }
}
