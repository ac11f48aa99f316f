import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../kernel/project';

it('type-checks the pages, which know the browser and not Node', () => {
  const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const pages = join(projectRoot, 'lib', 'show', 'pages');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', pages], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
