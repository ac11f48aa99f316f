// npm run stubs [-- --verify]
// Makes exercises/NN-name.ts from solutions/NN-name.ts. With --verify it writes nothing and exits
// with 1 when a stub is out of step with its solution.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { projectRoot } from '../../kernel/project';
import { lessons } from '../course';
import { stubOf } from './stub';

type Outcome = 'in step' | 'out of step' | 'written' | 'kept';

/** The text that a stub has to have. */
async function makeStub(name: string): Promise<string> {
  const solution = readFileSync(join(projectRoot, 'solutions', `${name}.ts`), 'utf8');
  const configuration = await prettier.resolveConfig(join(projectRoot, 'solutions', `${name}.ts`));
  return prettier.format(stubOf(name, solution), { ...configuration, parser: 'typescript' });
}

async function update(name: string, verify: boolean): Promise<Outcome> {
  const path = join(projectRoot, 'exercises', `${name}.ts`);
  const stub = await makeStub(name);
  const present = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (present === stub) return 'in step';
  if (verify) return 'out of step';
  if (present !== null && present !== committed(`exercises/${name}.ts`)) return 'kept';
  writeFileSync(path, stub);
  return 'written';
}

/** A file as the last commit has it; null without git or where it has none. */
function committed(path: string): string | null {
  const shown = spawnSync('git', ['show', `HEAD:./${path}`], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return shown.status === 0 ? shown.stdout : null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { verify: { type: 'boolean', default: false } } });
  let code = 0;
  for (const { name } of lessons) {
    const outcome = await update(name, values.verify);
    console.log(`exercises/${name}.ts: ${message[outcome]}`);
    if (outcome === 'out of step' || outcome === 'kept') code = 1;
  }
  return code;
}

const message: Readonly<Record<Outcome, string>> = {
  'in step': 'in step with its solution',
  'out of step': 'out of step with its solution; npm run stubs makes it anew',
  written: 'made anew from its solution',
  kept: 'not touched, for somebody has worked on it: it is neither the stub nor what the last commit has. Move your work away, then run this again.',
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  },
);
