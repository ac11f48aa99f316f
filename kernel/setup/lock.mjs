// @ts-check
import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 2_000;
const staleMs = 15_000;

/**
 * Runs `work` while holding the lock file, so that two commands started at once don't set up the
 * same thing twice. The holder touches the file every two seconds: a lock left by a process that
 * was killed goes stale and is taken over, whatever has become of its process id since.
 *
 * @template T
 * @param {string} file
 * @param {() => void} onWait called once when somebody else holds the lock
 * @param {() => Promise<T>} work should look again first: the other holder may have done it all
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let waits = 0; !take(file); waits++) {
    if (waits === 0) onWait();
    await sleep(200);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // Somebody cleared the folder away: the lock is lost, and the work is nearly done.
    }
  }, beatMs);
  const release = () => {
    rmSync(file, { force: true });
  };
  process.on('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} file */
function take(file) {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) rmSync(file, { force: true });
  } catch {
    // Released between the two looks: the next round takes it.
  }
  return false;
}
