import {defineConfig} from 'vitest/config';

export default defineConfig({
  // Vite warns of every package whose source map names files that it does not ship.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/support/stay-on-this-machine.ts'],
    globalSetup: ['test/support/build-once.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    env: {FORCE_COLOR: '0'},
    // GitHub's parser imports JSON without an attribute, which plain Node refuses and vite carries out.
    server: {deps: {inline: [/@actions\//]}},
  },
});
