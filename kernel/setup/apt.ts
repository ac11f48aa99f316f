import { canUseApt, systemInstallsOff } from './programs.mjs';
import { runStep } from './progress.mjs';

/**
 * Installs Debian packages, saying which and why, where that is possible and allowed.
 *
 * @param why completes "Installing … : "
 * @returns whether they were installed; a line has said why not
 */
export async function aptInstall(packages: string[], why: string): Promise<boolean> {
  if (!canUseApt()) return false;
  const names = packages.join(' ');
  if (systemInstallsOff()) {
    console.error(`Not installing ${names} (apt-get): CONVLAB_SYSTEM_INSTALL=0 forbids it.`);
    return false;
  }
  console.error(`Installing ${names} on this machine (apt-get): ${why}.`);
  // The list of packages is often out of date or, in a container, not there at all.
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { code, tail } = await runStep({
      command: 'apt-get',
      args,
      what: `apt-get ${args[0]}`,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      progress: (line) => /^(?:Get:\d+|Unpacking|Setting up) .*/.exec(line)?.[0].slice(0, 60),
    });
    // A stale mirror in the list is no obstacle if the packages come all the same.
    if (code !== 0 && args[0] === 'install') {
      console.error(`${tail}\napt-get install failed (exit code ${code}).`);
      return false;
    }
  }
  return true;
}
