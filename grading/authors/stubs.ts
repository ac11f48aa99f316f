import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../kernel/project';
import { stubOf } from './stub';

/** `npm run stubs`: makes exercises/ from solutions/; with `--verify`, only says whether they agree. */
function main(): number {
  const { values } = parseArgs({ options: { verify: { type: 'boolean', default: false } } });
  const names = readdirSync(join(projectRoot, 'solutions'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
  const strays = readdirSync(join(projectRoot, 'exercises'))
    .filter((file) => file.endsWith('.ts') && !names.includes(basename(file, '.ts')))
    .map((file) => `exercises/${file} has no solution: delete it, or write solutions/${file}`);
  const problems = [...strays, ...names.flatMap((name) => bring(name, values.verify))];
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) {
    console.log(`exercises/ is in step with solutions/ (${names.join(', ')})`);
  }
  return problems.length === 0 ? 0 : 1;
}

/** Writes one stub, or with `verify` compares it; returns what stands in the way. */
function bring(name: string, verify: boolean): string[] {
  const path = join(projectRoot, 'exercises', `${name}.ts`);
  const stub = stubOf(name, readFileSync(join(projectRoot, 'solutions', `${name}.ts`), 'utf8'));
  const present = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (present === stub) return [];
  if (verify) return [`exercises/${name}.ts is not the stub of its solution: run npm run stubs`];
  if (present !== undefined && present !== committed(name)) {
    return [
      `exercises/${name}.ts holds work that is not committed, so it was left alone: save it elsewhere, ` +
        `restore the file (git checkout exercises/${name}.ts), and run npm run stubs again`,
    ];
  }
  writeFileSync(path, stub);
  console.log(`exercises/${name}.ts written`);
  return [];
}

/** The file as git has it; undefined outside a git checkout, or if git does not know it. */
function committed(name: string): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./exercises/${name}.ts`], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

process.exitCode = main();
