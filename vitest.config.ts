import { defineConfig } from 'vitest/config'
import { buildWasm } from './scripts/build-wasm.mjs'

// The kernels under test are those of the sources, also after a change of branch.
await buildWasm()

/** Milliseconds after which a test counts as hung. No test is meant to come near: on a slow machine all pass, only later. */
const limits = (ms: number) => ({ testTimeout: ms, hookTimeout: ms })

const inBrowser = (name: string, include: string) => ({
  test: {
    name,
    include: [include],
    globalSetup: ['e2e/harness/setup.ts'],
    isolate: false,
    sequence: { groupOrder: 1 },
    ...limits(2_400_000),
  },
})

export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers: '100%',
    // A picture without a golden fails, until `npm run gallery:update` writes one.
    update: 'none',
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          ...limits(2_400_000),
        },
      },
      inBrowser('browser', 'e2e/browser/**/*.test.ts'),
      inBrowser('e2e', 'e2e/page/**/*.test.ts'),
      inBrowser('engines', 'e2e/engines/**/*.test.ts'),
    ],
  },
})
