import { createRequire } from 'node:module';
// Our view of TypeScript must be in place before tslab's modules take theirs: keep this order.
import './typescript';

export {
  type Converter,
  createConverter,
  type Diagnostic,
  isCompleteCode,
} from 'tslab/dist/converter';
export { printQuickInfo } from 'tslab/dist/inspect';

/**
 * tslab's module itself, not a copy as an import would make: the functions of its public API send
 * what a cell displays through its `lastWriteDisplayData`, which the kernel sets.
 */
export const display = createRequire(__filename)(
  'tslab/dist/jupyter',
) as typeof import('tslab/dist/jupyter');
