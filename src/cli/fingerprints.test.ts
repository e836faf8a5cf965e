import { describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createSimulation } from '../sim/simulation'
import { ASSETS } from './assets'
import { openBackend } from './backend'
import links from './fixtures/fingerprints.json'

// What links led to on 2026-11-28. A link that people have sent must lead there for ever: these figures are never renewed.
describe('a link leads where it led when it was written', () => {
  it.each(links)('$link', async ({ link, steps, fingerprint }) => {
    const scenario = decodeLink(link)
    const backend = await openBackend(scenario.backend)
    const simulation = await createSimulation(scenario, backend, ASSETS)
    await simulation.advance(steps)
    expect(await simulation.fingerprint()).toBe(fingerprint)
    simulation.dispose()
    backend.dispose()
  })
})
