import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['./scripts/kernels-setup.ts', './scripts/console-setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: ['packages/engine', 'packages/service', 'packages/console', '.'].map((root) => ({
      resolve: { conditions: ['development'] },
      ssr: { resolve: { conditions: ['development'] } },
      test: {
        name: root === '.' ? 'repository' : root.split('/')[1],
        root,
        include: ['test/**/*.test.ts'],
        execArgv: ['--conditions=development'],
        testTimeout: 60_000,
        hookTimeout: 120_000,
        // A page on a busy machine takes its time; what never comes still fails.
        expect: { poll: { timeout: 15_000 } },
        ...(root === 'packages/service' ? { globalSetup: 'test/support/postgres-setup.ts' } : {}),
      },
    })),
  },
});
