import { join } from 'node:path';
import { projectRoot } from '../project';
import { aptInstall } from './apt';
import { findChromium } from './find-chromium.mjs';
import { withLock } from './lock.mjs';
import { SetupError } from './setup-error';

/**
 * A Chromium or Chrome for the browser tests: the machine's, else, as root on Debian, Debian's.
 *
 * @returns its path; undefined where there is none, which a line has then said: the tests that
 *   need it are to be skipped
 * @throws SetupError instead of that when CI=true, where nothing may be skipped
 */
export async function ensureChromium(): Promise<string | undefined> {
  const found = findChromium();
  if (found) return found;
  const onWait = () => {
    console.error('Another command is installing Chromium: waiting for it.');
  };
  const chromium = await withLock(join(projectRoot, 'build', 'chromium.lock'), onWait, async () => {
    const here = findChromium();
    if (here || process.env['CHROME_PATH']) return here;
    const why = 'the browser tests need it, and no Chromium or Chrome was found';
    return (await aptInstall(['chromium'], why)) ? findChromium() : undefined;
  });
  if (chromium) return chromium;
  const missing = process.env['CHROME_PATH']
    ? `CHROME_PATH names no program: ${process.env['CHROME_PATH']}`
    : 'There is no Chromium or Chrome on this machine (CHROME_PATH can name one)';
  if (process.env['CI'] === 'true') throw new SetupError(`${missing}. With CI=true it is needed.`);
  console.error(`${missing}: the browser tests are skipped.`);
  return undefined;
}
