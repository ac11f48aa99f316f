// @ts-check
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isProgram, programsNamed } from './programs.mjs';

/**
 * A Chromium or Chrome of this machine; CHROME_PATH, where set, names the one to take.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} absolute path
 */
export function findChromium(env = process.env) {
  const given = env['CHROME_PATH'];
  if (given) return isProgram(given) ? given : undefined;
  return [...onPath(env), ...inUsualPlaces(env)].find((file) => isProgram(file) && runs(file, env));
}

/** @param {NodeJS.ProcessEnv} env */
function onPath(env) {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  return names.flatMap((name) => programsNamed(name, env));
}

/** @param {NodeJS.ProcessEnv} env */
function inUsualPlaces(env) {
  if (process.platform === 'darwin')
    return ['/Applications', join(env['HOME'] ?? '', 'Applications')].flatMap((folder) => [
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ]);
  if (process.platform === 'win32')
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => [
      join(env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
      join(env[name] ?? '', 'Chromium/Application/chrome.exe'),
    ]);
  return [];
}

/**
 * Ubuntu's chromium-browser is there without the browser: a script that says what to install.
 * On Windows the question for its version would open a window.
 *
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 */
function runs(file, env) {
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { env, timeout: 20_000 });
  return status === 0 && /\d+\.\d+/.test(String(stdout));
}
