import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { numberAt as entry } from '../../src/lib/values'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { launch, openPage } from '../harness/chromium'
import type { RunResult } from './runs.page'

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launch()
  page = await openPage(browser)
  await page.goto(`${inject('url')}e2e/browser/runs.html`)
  await page.waitForFunction(() => 'play' in globalThis)
})
afterAll(() => browser?.close())

const play = (link: string) => page.evaluate(link => (globalThis as unknown as { play(l: string): Promise<RunResult> }).play(link), link)

/** The rows of the same scenario at the same steps on the reference backend, in this process. */
async function reference(link: string, steps: readonly number[]) {
  const sim = await createSimulation(decodeLink(link), await createBackend('reference'))
  const rows: number[][][] = sim.scenario.arms.map(() => [])
  for (const step of steps) {
    await sim.advance(step - sim.step)
    for (const [a, { row }] of (await sim.measure()).entries()) rows[a]?.push([...row])
  }
  return { rows, fingerprint: await sim.fingerprint(), columns: sim.columns }
}

/** 0 for equal values (two NaN included), else |found/wanted − 1|; ∞ where only one of them is a number. */
function relativeError(found: number, wanted: number): number {
  if (Object.is(found, wanted)) return 0
  const error = Math.abs(found / wanted - 1)
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
}

const METRICS = [
  'loss',
  'grad_norm',
  'mu',
  'alpha',
  'beta',
  'rel_dist',
  'trace_G',
  'frob_G',
  'trace_sigma',
  'd_eff',
  'noise_share',
] as const
const BOUND = { wasm: 1e-10, webgpu: 1e-4, webgl: 1e-4 }

describe.each(['wasm', 'webgpu', 'webgl'] as const)('%s in the simulation worker', id => {
  it.each([
    ['linear-isotropic', 'n=60&d=12&k=5&steps=24'],
    ['linear-anisotropic', 'n=10&d=16&k=5&steps=24&eta=0.2&at=8:B:2'],
    ['olm-diagonal', 'n=30&d=12&k=5&steps=24'],
    ['olm-two-layer', 'm=6&d=8&n=40&k=5&steps=24'],
    ['two-layer', 'm=6&d=8&n=30&k=3&steps=24&eta=0.05'],
  ])('%s gives the metrics of the reference', async (preset, settings) => {
    const link = `s=${preset}&${settings}&every=6&speed=0&backend=${id}`
    const found = await play(link)
    expect(found.info.backend.id).toBe(id)
    expect(found.notices).toEqual([])
    const { at, first, k } = found.info.columns
    const [rows = []] = found.rows
    const exact = await reference(
      link,
      rows.map(row => entry(row, at.step)),
    )
    expect(exact.rows.map(rows => rows.length)).toEqual(found.rows.map(rows => rows.length))
    const compared = [...METRICS.map(name => at[name]), ...Array.from({ length: k }, (_, l) => [first.lambda + l, first.g + l]).flat()]
    let worst = 0
    for (const [a, rows] of found.rows.entries())
      for (const [i, row] of rows.entries()) {
        const wanted = exact.rows[a]?.[i] ?? []
        for (const column of compared) worst = Math.max(worst, relativeError(entry(row, column), entry(wanted, column)))
        expect(row[at.mu]).toBeGreaterThan(0)
      }
    console.log(`${id} ${preset}: worst relative error of the metrics ${worst.toExponential(1)}`)
    expect(worst).toBeLessThan(BOUND[id])
  })
})

it('the wasm backend ends on the same bits here and in the browser', async () => {
  for (const link of [
    's=olm-two-layer&steps=400&momentum=0.5&at=100:eta:0.02,300:schedule:cosine',
    's=linear-anisotropic&steps=900&sampling=reshuffled',
    's=two-layer&m=40&n=60&steps=200',
    's=two-layer&m=40&n=60&steps=200&activation=gelu&precision=f32',
    's=transformer-hops&n=60&of=20&blocks=2&width=4&heads=2&steps=60',
    's=transformer-hops&n=60&of=20&blocks=1&norm=off&activation=gelu&steps=60&precision=f32',
  ]) {
    const found = await play(`${link}&speed=0`)
    const sim = await createSimulation(decodeLink(link), await createBackend('wasm'))
    await sim.advance(1e9)
    expect(found.last.fingerprint).toBe(await sim.fingerprint())
  }
})

it('auto picks a backend that is not a software adapter, and says why', async () => {
  const found = await play('s=linear-isotropic&steps=20&speed=0&backend=auto')
  expect(found.info.backend).toMatchObject({ id: 'wasm', software: false })
  expect(found.info.backend.reason).toMatch(/webgpu refused .*software/)
  const network = await play('s=two-layer&n=12&d=4&m=8&steps=20&speed=0&backend=auto')
  expect(network.info.backend).toMatchObject({ id: 'wasm', precision: 'f64', reason: expect.stringMatching(/^auto: wasm, .*software/) })
})

it('says why a model of two parameters stays on the processor', async () => {
  const { info } = await play('s=valley&steps=20&speed=0&backend=webgpu')
  expect(info.backend).toMatchObject({
    id: 'wasm',
    reason: 'a model of two parameters is computed in float64, the same bits everywhere, not by webgpu',
  })
})
