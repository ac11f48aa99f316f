// @ts-check
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Every program of that name on PATH, first come first, each file once.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]} absolute paths
 */
export function programsNamed(name, env = process.env) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const found = new Map();
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (isProgram(file) && !found.has(realpathSync(file))) found.set(realpathSync(file), file);
    }
  }
  return [...found.values()];
}

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Whether programs may be installed with apt-get: on Debian and its kin, as root, unless forbidden. */
export function canUseApt() {
  return isDebian() && process.getuid?.() === 0 && programsNamed('apt-get').length > 0;
}

/** Whether the student has forbidden installs outside the project's folder. */
export const systemInstallsOff = () => process.env['CONVLAB_SYSTEM_INSTALL'] === '0';

export function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
