import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureChromium } from './chromium'
import { type Server, serveBuilt, serveSource } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page (project e2e) or the sources (project browser) are served; ends with a slash. */
    url: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  ensureChromium()
  const page = project.name === 'e2e'
  if (page && !existsSync(join(project.config.root, 'src/main.tsx'))) throw new Error('There is no page to test: src/main.tsx is missing.')
  const server: Server = page ? await serveBuilt() : await serveSource()
  project.provide('url', server.url)
  return () => server.close()
}
