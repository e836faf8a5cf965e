import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ASSETS } from '../../src/cli/assets'
import { openBackend } from '../../src/cli/backend'
import links from '../../src/cli/fixtures/fingerprints.json'
import { decodeLink } from '../../src/scenario'
import { createSimulation } from '../../src/sim/simulation'
import { ENGINES, type Engine, openEngine, type Tab } from '../harness/engines'
import type { Lead } from './fingerprints.page'

/** Waits for a condition on the page, however long that takes. */
async function until(tab: Tab, test: () => boolean): Promise<void> {
  while (!(await tab.evaluate(test, null))) await new Promise(resolve => setTimeout(resolve, 50))
}

const lastFingerprint = async (link: string) => {
  const scenario = decodeLink(link)
  const backend = await openBackend(scenario.backend)
  const simulation = await createSimulation(scenario, backend, ASSETS)
  await simulation.advance(scenario.steps)
  return simulation.fingerprint()
}

/** One preset per kind of model, short; own data apart. */
const PRESETS = [
  's=linear-anisotropic&steps=300',
  's=olm-diagonal&steps=200',
  's=olm-two-layer&steps=200',
  's=random-features&steps=100',
  's=two-layer&steps=100',
  's=mlp-digits-small&steps=40',
  's=vgg-digits&steps=10',
  's=resnet-digits&steps=10',
  's=transformer-hops&n=60&of=20&steps=20',
  's=valley&steps=100',
]

describe.each(ENGINES)('%s', name => {
  const present = inject('engines').includes(name)
  let engine: Engine
  let tab: Tab
  beforeAll(async () => {
    if (!present) return
    engine = await openEngine(name)
    tab = await engine.open()
    console.log(`${name}: ${engine.version}`)
  })
  afterAll(async () => {
    await tab?.close()
    await engine?.close()
  })

  it.skipIf(!present)('leads every link where it leads in Node', async () => {
    await tab.goto(`${inject('sources')}e2e/engines/fingerprints.html`)
    await until(tab, () => 'lead' in globalThis)
    const found: string[] = []
    for (const { link, steps } of links)
      found.push(await tab.evaluate(ask => (globalThis as unknown as { lead: Lead }).lead(ask), { link, steps }))
    expect(found).toEqual(links.map(({ fingerprint }) => fingerprint))
  })

  it.skipIf(!present).each(PRESETS)('%s plays to its end in the page, with a picture, on the bits of Node', async link => {
    await tab.goto('about:blank')
    await tab.goto(`${inject('url')}#${link}&speed=0`)
    await until(tab, () => {
      const [step, fingerprint] = ['step', 'fingerprint'].map(id => document.querySelector<HTMLElement>(`[data-testid="${id}"]`))
      return step?.dataset.status === 'finished' && fingerprint?.textContent !== ''
    })
    await until(tab, () =>
      [...document.querySelectorAll('canvas')].some(canvas => {
        const { width, height } = canvas
        const data = width * height > 0 ? canvas.getContext('2d')?.getImageData(0, 0, width, height).data : undefined
        return data?.some((value, i) => i % 4 === 3 && value > 0) ?? false
      }),
    )
    const seen = await tab.evaluate(() => {
      const [fingerprint, backend] = ['fingerprint', 'backend'].map(
        id => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? '',
      )
      return { fingerprint, backend, alerts: document.querySelector('[role="alert"]')?.textContent ?? '' }
    }, null)
    expect(seen).toEqual({ fingerprint: await lastFingerprint(link), backend: 'wasm', alerts: '' })
  })
})
