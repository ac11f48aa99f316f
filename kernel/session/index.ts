import { stopTimersOfInterruptedCells } from './context';
import { stackDepth } from './errors';
import { KernelServer } from './server';

/** Starts the kernel; Jupyter has written the ports and the key it is to use into the file. */
export function startKernel(connectionFile: string): void {
  // Warnings of packages would turn up below some cell that has nothing to do with them.
  process.removeAllListeners('warning');
  Error.stackTraceLimit = stackDepth;
  stopTimersOfInterruptedCells();

  const exit = process.exit.bind(process);
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ''}): a cell can't end the kernel; to stop or restart it, use Jupyter's Kernel menu`,
    );
  };
  new KernelServer(connectionFile, exit).start().catch((error: unknown) => {
    console.error(error);
    exit(1);
  });
}
