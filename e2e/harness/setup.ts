import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureChromium } from './chromium'
import { type EngineName, ensureEngines } from './engines'
import { type Server, serveBuilt, serveSource } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page (project e2e) or the sources (project browser) are served; ends with a slash. */
    url: string
    /** Where the sources are served for project engines, beside the page. */
    sources: string
    engines: EngineName[]
  }
}

async function served(project: TestProject): Promise<Server[]> {
  const { name, config } = project
  if (name === 'browser') return [await serveSource()]
  if (!existsSync(join(config.root, 'src/main.tsx'))) throw new Error('There is no page to test: src/main.tsx is missing.')
  return name === 'e2e' ? [await serveBuilt()] : [await serveBuilt(), await serveSource('e2e/engines')]
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === 'engines') project.provide('engines', ensureEngines())
  else ensureChromium()
  const servers = await served(project)
  project.provide('url', servers.at(0)?.url ?? '')
  project.provide('sources', servers.at(-1)?.url ?? '')
  return async () => void (await Promise.all(servers.map(server => server.close())))
}
