import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { projectRoot } from './project';
import { ensureJupyter, ensureKernel, jupyterEnv, SetupError } from './setup';

/** A lesson that was run from its first cell to its last. */
export interface LessonRun {
  /** Such as `01-convolution-by-hand`. */
  name: string;
  /** The lesson with its outputs, as a page; absolute path. */
  html: string;
  /** The lesson with its outputs, as a notebook; absolute path. */
  notebook: string;
  seconds: number;
  /** What should not have happened, each naming lesson, cell and text. */
  problems: string[];
}

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: Output[];
}

type Output =
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] }
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string | string[] }
  | { output_type: 'display_data' | 'execute_result' };

const cellSeconds = 600;

/** The names of all lessons, in their order. */
export function lessonNames(): string[] {
  return readdirSync(join(projectRoot, 'notebooks'))
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => basename(file, '.ipynb'))
    .sort();
}

/**
 * Runs a lesson on the course's kernel under Jupyter, without a browser, and writes it with its
 * outputs to build/lessons/. notebooks/ stays as it is.
 *
 * @throws SetupError when Jupyter itself fails; what fails in a cell is among `problems`
 */
export async function runLesson(name: string): Promise<LessonRun> {
  return runNotebook(
    join(projectRoot, 'notebooks', `${name}.ipynb`),
    join(projectRoot, 'build', 'lessons'),
  );
}

/**
 * The same for any notebook and folder. A cell that fails does not end the run, so that one run
 * finds all that is wrong.
 */
export async function runNotebook(source: string, folder: string): Promise<LessonRun> {
  await ensureKernel();
  const name = basename(source, '.ipynb');
  mkdirSync(folder, { recursive: true });
  const notebook = join(folder, `${name}.ipynb`);
  const started = Date.now();
  await nbconvert([
    ...['--to', 'notebook', '--execute', '--allow-errors'],
    ...['--ExecutePreprocessor.kernel_name=convlab'],
    ...[
      `--ExecutePreprocessor.timeout=${cellSeconds}`,
      '--ExecutePreprocessor.startup_timeout=120',
    ],
    ...['--output-dir', folder, '--output', name, source],
  ]);
  await nbconvert([
    ...['--to', 'html', ...offline(source), ...hidden],
    ...['--output-dir', folder, notebook],
  ]);
  return {
    name,
    html: join(folder, `${name}.html`),
    notebook,
    seconds: (Date.now() - started) / 1000,
    problems: problemsOf(name, cellsOf(notebook)),
  };
}

/** A cell that asks for a prediction keeps its code, which holds the answer, out of the page. */
const hidden = [
  '--TagRemovePreprocessor.enabled=True',
  '--TagRemovePreprocessor.remove_input_tags={"hide-input"}',
];

/**
 * The pages load nothing that they don't need, so that they work without a network: require.js
 * never, MathJax where a lesson has formulas.
 */
function offline(source: string): string[] {
  const formulas = cellsOf(source).some(
    ({ cell_type, source }) =>
      cell_type === 'markdown' && /\$[^$]+\$/.test([source].flat().join('')),
  );
  return ['require_js', 'jquery', ...(formulas ? [] : ['mathjax'])].map(
    (script) => `--HTMLExporter.${script}_url=`,
  );
}

const cellsOf = (notebook: string) =>
  (JSON.parse(readFileSync(notebook, 'utf8')) as { cells: Cell[] }).cells;

function problemsOf(name: string, cells: Cell[]): string[] {
  return cells.flatMap(({ source, outputs }, i) => {
    const firstLine = [source].flat().join('').split('\n')[0]!;
    const place = `${name}, cell ${i + 1} (${firstLine})`;
    return (outputs ?? []).flatMap((output) => {
      if (output.output_type === 'error') return [`${place}:\n${output.traceback.join('\n')}`];
      if (output.output_type === 'stream' && output.name === 'stderr')
        return [`${place}, on stderr:\n${[output.text].flat().join('')}`];
      return [];
    });
  });
}

async function nbconvert(args: string[]): Promise<void> {
  const { command } = await ensureJupyter();
  const options = { cwd: projectRoot, env: jupyterEnv(projectRoot), maxBuffer: 1 << 26 };
  await new Promise<void>((resolve, reject) => {
    execFile(command, ['nbconvert', ...args], options, (error, _stdout, stderr) => {
      const tail = stderr.trimEnd().split('\n').slice(-15).join('\n  ');
      if (error) reject(new SetupError(`jupyter nbconvert failed:\n  ${tail}`));
      else resolve();
    });
  });
}

/** `npm run lessons -- 01 05`: runs the lessons named, else all. */
async function main(wanted: string[]): Promise<void> {
  const all = lessonNames();
  const unknown = wanted.filter((number) => !all.some((name) => matches(name, number)));
  if (unknown.length > 0)
    throw new SetupError(`There is no lesson ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  const chosen = all.filter((name) => !wanted.length || wanted.some((w) => matches(name, w)));
  if (chosen.length === 0) throw new SetupError('There is no lesson in notebooks/.');
  let failed = 0;
  for (const name of chosen) {
    console.log(`Running ${name} …`);
    const { html, seconds, problems } = await runLesson(name);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) failed++;
    const verdict = problems.length > 0 ? `FAILED, ${problems.length} problems` : 'ok';
    console.log(`${name}: ${verdict}, ${seconds.toFixed(1)} s, ${relative(projectRoot, html)}`);
  }
  if (failed > 0) process.exitCode = 1;
}

const matches = (name: string, wanted: string) =>
  name === wanted || name.startsWith(`${wanted.padStart(2, '0')}-`);

if (process.argv[1] === __filename)
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  });
