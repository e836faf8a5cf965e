import { defineConfig } from 'vitest/config'
import { buildWasm } from './scripts/build-wasm.mjs'

// The kernels under test are those of the sources, also after a change of branch.
await buildWasm()

const inBrowser = (name: string, include: string, groupOrder: number) => ({
  test: {
    name,
    include: [include],
    globalSetup: ['e2e/harness/setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder },
  },
})

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      inBrowser('browser', 'e2e/browser/**/*.test.ts', 1),
      inBrowser('e2e', 'e2e/page/**/*.test.ts', 2),
    ],
  },
})
