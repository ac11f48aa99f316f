import { watch } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../kernel/project';

/** An editor writes a file in several steps; a save is over when it has been still for so long. */
const settleMs = 120;

/**
 * Runs `check` now, and again after each change of one of the files, one run at a time, until
 * Ctrl-C. The folder is watched, not the file: many editors put a new file in the old one's place.
 *
 * @param files relative to the project's folder, all in `exercises/`
 */
export async function watchFiles(
  files: readonly string[],
  check: () => Promise<void>,
): Promise<void> {
  const names = new Set(files.map((file) => basename(file)));
  let changed = true;
  let wake: (() => void) | null = null;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(projectRoot, 'exercises'), (_event, name) => {
    if (name !== null && !names.has(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake?.();
    }, settleMs);
  });
  const end = (): void => {
    ended = true;
    wake?.();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // Written by the handlers above while a check or the wait is on.
  const isEnded = (): boolean => ended;
  const isChanged = (): boolean => changed;
  while (!isEnded()) {
    changed = false;
    await check();
    if (isChanged() || isEnded()) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    wake = null;
  }
  clearTimeout(timer);
  watcher.close();
}
