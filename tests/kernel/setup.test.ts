import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../kernel/setup/find-chromium.mjs';
import { findJupyter } from '../../kernel/setup/find-jupyter.mjs';
import { kernelFile, kernelJson, projectKernels } from '../../kernel/setup/kernelspec.mjs';
import { canUseApt } from '../../kernel/setup/programs.mjs';
import {
  barePath,
  copyProject,
  linkPackages,
  putProgram,
  runInCopy,
  temporaryFolder,
} from './copy';

// Programs on PATH are shell scripts here; what chooses among them knows no platform.
const posix = process.platform !== 'win32';
const worksScript =
  'case "$1" in nbconvert) echo 6.5.3;; notebook) echo 6.4.12;; --data-dir) echo "$JUPYTER_DATA_DIR";; *) exit 1;; esac';

/** A Python whose venv has a pip that succeeds in bringing a Jupyter, or breaks off half-way. */
const pythonScript = (pip: 'works' | 'fails') => `
[ "$2" = venv ] || exit 1
mkdir -p "$3/bin"
cat > "$3/bin/python" <<'END'
#!/bin/sh
here="\${0%/*}"
cp "$FAKE_JUPYTER" "$here/jupyter"
${pip === 'works' ? 'exit 0' : 'echo "no network" >&2; exit 1'}
END
chmod +x "$3/bin/python"`;

describe.runIf(posix)('setting up Jupyter', () => {
  let root: string;
  let programs: string;
  let env: NodeJS.ProcessEnv;
  const ensure = 'console.log("chosen", JSON.stringify(await setup.ensureJupyter()));';

  beforeEach(() => {
    root = copyProject();
    linkPackages(root);
    programs = join(root, 'programs');
    mkdirSync(programs);
    putProgram(join(root, 'fake'), 'jupyter', worksScript);
    env = {
      PATH: `${programs}:${barePath(root)}`,
      HOME: root,
      FAKE_JUPYTER: join(root, 'fake', 'jupyter'),
    };
  });

  it('takes the first Jupyter on PATH that works, not the first that is there', async () => {
    putProgram(programs, 'jupyter', 'echo "pyenv: jupyter: command not found" >&2; exit 127');
    const found = await findJupyter(root, { ...env, PATH: `${env['PATH']}:${join(root, 'fake')}` });
    expect(found).toEqual({
      command: join(root, 'fake', 'jupyter'),
      interface: 'notebook',
      version: '6.4.12',
    });
  });

  it('prefers JupyterLab 4 to the classic notebook, and does not take an older one', async () => {
    const withLab = (version: string) =>
      worksScript.replace('case "$1" in', `case "$1" in lab) echo ${version};;`);
    putProgram(programs, 'jupyter', withLab('4.2.1'));
    expect(await findJupyter(root, env)).toMatchObject({ interface: 'lab', version: '4.2.1' });
    putProgram(programs, 'jupyter', withLab('3.6.0'));
    expect(await findJupyter(root, env)).toMatchObject({ interface: 'notebook' });
  });

  it('does not take a Jupyter that can’t run notebooks', async () => {
    putProgram(programs, 'jupyter', 'case "$1" in notebook) echo 6.4.12;; *) exit 1;; esac');
    expect(await findJupyter(root, env)).toBeUndefined();
  });

  it('makes .venv by python3 when there is none, and finds it again', async () => {
    putProgram(programs, 'python3', pythonScript('works'));
    const first = await runInCopy(root, ensure, env);
    expect(first.output).toContain(
      'Making .venv with Jupyter by python3 and pip: no working Jupyter was found.',
    );
    expect(first.output).toContain(join(root, '.venv', 'bin', 'jupyter'));
    const second = await runInCopy(root, ensure, env);
    expect(second.output).toMatch(/^chosen/);
  });

  it('does not take a half-made .venv for a whole one', async () => {
    putProgram(join(root, '.venv', 'bin'), 'jupyter', worksScript);
    expect(await findJupyter(root, env)).toBeUndefined();
  });

  it('removes a .venv that failed, and says exactly what to install where nothing else is left', async () => {
    putProgram(programs, 'python3', pythonScript('fails'));
    const { output, code } = await runInCopy(root, ensure, { ...env, CONVLAB_SYSTEM_INSTALL: '0' });
    expect(code).toBe(1);
    expect(output).toContain('no network\n.venv could not be made by python3 and pip');
    expect(existsSync(join(root, '.venv'))).toBe(false);
    expect(output).toContain('There is no working Jupyter on this machine');
    expect(output).toMatch(/apt-get install|brew install/);
  });

  describe.runIf(canUseApt())('as root on Debian', () => {
    const aptScript =
      'echo "$@" >> "$HOME/apt.log"\n[ "$1" = install ] && cp "$FAKE_JUPYTER" "$HOME/programs/jupyter"; exit 0';

    it('falls back on apt-get, saying what it installs and why', async () => {
      putProgram(programs, 'apt-get', aptScript);
      const { output } = await runInCopy(root, ensure, env);
      expect(output).toContain(
        'Installing jupyter-notebook jupyter-nbconvert on this machine (apt-get): no working Jupyter was found',
      );
      expect(readFileSync(join(root, 'apt.log'), 'utf8')).toBe(
        'update\ninstall -y --no-install-recommends jupyter-notebook jupyter-nbconvert\n',
      );
      expect(output).toContain('chosen {"command"');
    });

    it('does not when CONVLAB_SYSTEM_INSTALL=0, and says so', async () => {
      putProgram(programs, 'apt-get', aptScript);
      const { output, code } = await runInCopy(root, ensure, {
        ...env,
        CONVLAB_SYSTEM_INSTALL: '0',
      });
      expect(code).toBe(1);
      expect(output).toContain('CONVLAB_SYSTEM_INSTALL=0 forbids it');
      expect(existsSync(join(root, 'apt.log'))).toBe(false);
    });
  });

  describe('the kernel', () => {
    const register = 'await setup.ensureKernel();';

    beforeEach(() => {
      putProgram(programs, 'jupyter', worksScript);
      env = { ...env, JUPYTER_DATA_DIR: join(root, 'data') };
    });

    it('is registered for this folder and this Node, here and for the account, once', async () => {
      const first = await runInCopy(root, register, env);
      expect(first.output).toMatch(
        /^Registering the kernel .* so that VS Code and other Jupyters find it: .*\n$/,
      );
      for (const folder of [projectKernels(root), join(root, 'data')]) {
        const spec = JSON.parse(readFileSync(kernelFile(folder), 'utf8')) as { argv: string[] };
        expect(spec).toMatchObject({
          display_name: 'convlab (TypeScript)',
          language: 'typescript',
        });
        expect(spec.argv[0]).toBe(process.execPath);
        expect(spec.argv.slice(-2)).toEqual([
          join(root, 'kernel', 'launcher.mjs'),
          '{connection_file}',
        ]);
      }
      expect((await runInCopy(root, register, env)).output).toBe('');
    });

    it('is taken over from another folder with a word', async () => {
      const file = kernelFile(join(root, 'data'));
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, kernelJson('/elsewhere/convlab'));
      const { output } = await runInCopy(root, register, env);
      expect(output).toContain('instead of /elsewhere/convlab/kernel/launcher.mjs');
    });

    it('is registered in the folder alone when CONVLAB_SYSTEM_INSTALL=0', async () => {
      const { output } = await runInCopy(root, register, { ...env, CONVLAB_SYSTEM_INSTALL: '0' });
      expect(output).toBe('');
      expect(existsSync(kernelFile(projectKernels(root)))).toBe(true);
      expect(existsSync(join(root, 'data'))).toBe(false);
    });
  });

  describe('Chromium', () => {
    const ensureBrowser = 'console.log("chosen", await setup.ensureChromium());';
    const without = { CONVLAB_SYSTEM_INSTALL: '0' };

    it('is the one that CHROME_PATH names, else one on PATH that runs', () => {
      const folder = temporaryFolder();
      putProgram(folder, 'chromium-browser', 'echo "install the snap" >&2; exit 1');
      expect(findChromium({ PATH: folder })).toBeUndefined();
      putProgram(folder, 'google-chrome', 'echo Google Chrome 130.0');
      expect(findChromium({ PATH: folder })).toBe(join(folder, 'google-chrome'));
      putProgram(folder, 'mine', '');
      expect(findChromium({ PATH: folder, CHROME_PATH: join(folder, 'mine') })).toBe(
        join(folder, 'mine'),
      );
      expect(findChromium({ PATH: folder, CHROME_PATH: join(folder, 'gone') })).toBeUndefined();
    });

    it('may be missing, with one line that says so', async () => {
      const { output, code } = await runInCopy(root, ensureBrowser, { ...env, ...without });
      expect(code).toBe(0);
      expect(output).toContain('the browser tests are skipped.\nchosen undefined');
    });

    it('may not be missing when CI=true', async () => {
      const { output, code } = await runInCopy(root, ensureBrowser, {
        ...env,
        ...without,
        CI: 'true',
      });
      expect(code).toBe(1);
      expect(output).toContain('With CI=true it is needed');
    });
  });
});
