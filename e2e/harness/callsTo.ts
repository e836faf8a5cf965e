import type { Page } from 'playwright-core'

/** Calls into the worker of a page that serves them (e2e/browser/calls.ts); the page may change from call to call. */
export const callsTo =
  (page: () => Page) =>
  <T>(name: string, ...args: unknown[]): Promise<T> =>
    page().evaluate(([name, args]) => (globalThis as unknown as { call(n: string, a: unknown[]): Promise<T> }).call(name, args), [
      name,
      args,
    ] as const)
