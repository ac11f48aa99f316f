import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/fixtures/**'],
    pool: 'forks',
    // Two workers: the lessons' tests start Jupyter and Chromium, which need a core of their own.
    maxWorkers: 2,
    // Generous: a laptop that is busy with something else must not turn a test red.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
