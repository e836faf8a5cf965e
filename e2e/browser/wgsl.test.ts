import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { philox, STREAM } from '../../src/lib/philox'
import { callsTo } from '../harness/callsTo'
import { launch, openPage } from '../harness/chromium'
import type { Case, LayoutName } from './wgsl.worker'

let browser: Browser
let page: Page
const call = callsTo(() => page)

async function open(): Promise<void> {
  page = await openPage(browser)
  await page.goto(`${inject('url')}e2e/browser/wgsl.html`)
  expect(await call('open')).toMatchObject({ name: 'SwiftShader', software: true })
}

beforeAll(async () => {
  browser = await launch()
  await open()
})
afterAll(() => browser?.close())

const usual: Case = { layout: 'thread', n: 40, s: 12, R: 33, B: 3, noisy: false, eta: 0.04, pieces: [100], limit: Infinity }
const LAYOUTS: readonly LayoutName[] = ['thread', 'barrier', 'subgroup']

interface Compared {
  readonly error: number
  readonly energies: number
  readonly escapes: readonly [number[], number[]]
  readonly exponents: readonly [number[], number[]]
}

/** Draw q of replica r as `EnsembleKernel` says it, in integers of any length; and whether a word was rejected. */
function drawOf(r: number, q: bigint, n: number): { readonly i: number; readonly rejected: boolean } {
  const words = new Uint32Array(4)
  const block = q / 4n
  philox(words, r, Number(block & 0xffffffffn), Number(block >> 32n), STREAM.ensemble, 99, 0)
  let word = words[Number(q % 4n)] ?? 0
  let attempt = 0
  while (((BigInt(word) * BigInt(n)) & 0xffffffffn) < 0x100000000n % BigInt(n)) {
    attempt++
    philox(words, r, Number(q & 0xffffffffn), Number(q >> 32n), STREAM.ensemble + 256 * attempt, 99, 0)
    word = words[0] ?? 0
  }
  return { i: Number((BigInt(word) * BigInt(n)) >> 32n), rejected: attempt > 0 }
}

describe.each(LAYOUTS)('replicas on WebGPU, layout %s', layout => {
  const spec = { ...usual, layout }

  it.each([
    [1, 0],
    [1, 2],
    [7, 3],
    [1, 2 ** 34 - 5],
    [5, 2 ** 33 + 2 ** 32 - 7],
  ])('draws the minibatches of the contract exactly: B %i, from draw %i', async (B, drawn) => {
    const [n, R, steps] = [11, 5, 9]
    const found = await call<number[][][]>('draws', { layout, n, R, B, steps, drawn })
    const expected = Array.from({ length: R }, (_, r) =>
      Array.from({ length: steps }, (_, t) => {
        const counts = new Array<number>(n).fill(0)
        for (let j = 0; j < B; j++) {
          const { i } = drawOf(r, BigInt(drawn + t * B + j), n)
          counts[i] = (counts[i] ?? 0) + 1
        }
        return counts
      }),
    )
    expect(found).toEqual(expected)
  })

  it('draws rejected words anew', async () => {
    const [n, R, B] = [1_000_003, 8, 64]
    const draws = Array.from({ length: R }, (_, r) => Array.from({ length: 100 * B }, (_, q) => drawOf(r, BigInt(q), n)))
    expect(draws.flat().filter(d => d.rejected).length).toBeGreaterThan(5)
    // A draw that differs changes its step by about η/B.
    const { error } = await call<Compared>('compare', { ...spec, n, R, B, s: 1, eta: 0.05 })
    expect(error).toBeLessThan(1e-5)
  })

  it.each([
    { s: 1 },
    { s: 3, B: 1 },
    { s: 4, B: 4 },
    { s: 70, eta: 0.01 },
    { n: 1, s: 1, B: 1 },
    { R: 1 },
    { R: 1000, s: 6, n: 12, B: 1 },
    { B: 9, noisy: true },
    { B: 1, noisy: true, s: 5 },
    { B: 40, pieces: [1, 2, 97] },
  ])('keeps to float64 over 100 stable steps: %o', async change => {
    const { error, energies, escapes, exponents } = await call<Compared>('compare', { ...spec, ...change })
    expect(error).toBeLessThan(1e-5)
    expect(energies).toBeLessThan(1e-5)
    expect(escapes[0]).toEqual(escapes[1])
    expect(exponents[1]).toEqual(exponents[0])
  })

  it('notes the first steps beyond the limit, and goes on beyond what float32 holds', async () => {
    // Lemire's draws decide when each escapes: the loss multiplies by hundreds in some steps.
    const grown = await call<Compared>('compare', { ...spec, B: 2, eta: 1.3, limit: 1e9, pieces: [3, 60, 77] })
    expect(grown.escapes[0]).toEqual(grown.escapes[1])
    expect(new Set(grown.escapes[0]).size).toBeGreaterThan(4)
    expect(Math.min(...grown.exponents[0])).toBeGreaterThan(130)
    expect(grown.error).toBeLessThan(1e-3)
    expect(grown.energies).toBeLessThan(1e-3)
    const noisy = await call<Compared>('compare', { ...spec, noisy: true, B: 2, eta: 1.3, limit: 1e60, pieces: [100] })
    expect(noisy.escapes[0]).toEqual(noisy.escapes[1])
    expect(Math.min(...noisy.escapes[0])).toBeGreaterThan(5)
    expect(noisy.error).toBeLessThan(1e-3)
  })

  it('keeps the digits of what shrinks below float32', async () => {
    const { error, energies, exponents } = await call<Compared>('compare', { ...spec, s: 1, B: 1, eta: 0.3, pieces: [500] })
    expect(Math.max(...exponents[0])).toBeLessThan(-150)
    expect(error).toBeLessThan(1e-3)
    expect(energies).toBeLessThan(1e-3)
  })

  it.each([1e-90, 1e90])('starts from states of size %f', async size => {
    const { error, energies, exponents } = await call<Compared>('compare', { ...spec, size, eta: 0.4, B: 1, limit: size * size * 1e3 })
    expect(error).toBeLessThan(1e-3)
    expect(energies).toBeLessThan(1e-3)
    expect(exponents[0].every(k => Math.abs(k) > 200)).toBe(true)
  })

  it('gives the same bits in any pieces, and after a reset', async () => {
    const [whole, pieces, again] = await call<string[]>('repeat', { ...spec, noisy: true, pieces: [1, 5, 64, 30], limit: 2 })
    expect(pieces).toBe(whole)
    expect(again).toBe(whole)
  })
})

it('takes one replica after the other where a single step is long', async () => {
  const { error } = await call<Compared>('compare', { ...usual, n: 300, s: 256, R: 200, B: 300, eta: 0.005, pieces: [2] })
  expect(error).toBeLessThan(1e-5)
})

it('leaves no buffer behind over 10,000 steps, and says so when used after its dispose', async () => {
  const { during, left, said } = await call<{ during: number[]; left: number; said: string[] }>('hold', { ...usual, R: 3, s: 3 }, 10_000)
  expect(during).toHaveLength(1)
  expect(during[0]).toBeGreaterThan(5)
  expect(left).toBe(0)
  for (const line of said) expect(line).toMatch(/^DisposedError: This ensemble is disposed; /)
})

it('refuses what does not fit', async () => {
  const said = await call<string[]>('refuse', { ...usual })
  expect(said[0]).toMatch(/features beyond float32; choose wasm in float64, or scale the data$/)
  expect(said[1]).toMatch(/70000 replicas .* is beyond the 65,535 replicas of a GPU; /)
  expect(said[2]).toMatch(/needs \d+ bytes in one buffer; this GPU allows \d+; choose wasm or fewer replicas$/)
})

it('passes its self-check, and with other numbers refuses to start', async () => {
  const found = await call<{ machine: unknown; slow: string; wrong: string; late: string; left: number }>('check')
  expect(found.machine).toEqual({ id: 'webgpu', precision: 'f32', device: 'SwiftShader' })
  expect(found.slow).toBe('Error: SwiftShader is a software adapter; ask for webgpu to use it all the same')
  expect(found.wrong).toMatch(
    /The GPU \(SwiftShader\) computes wrong numbers: its replicas are off by \d\.\de-\d+, allowed is 1e-5; choose wasm$/,
  )
  expect(found.late).toMatch(/its replica \d escapes at step -?\d+, not 2 \(−1: never\); choose wasm$/)
  expect(found.left).toBe(0)
})

it('says that the device was lost', async () => {
  for (const line of await call<string[]>('lose', usual)) expect(line).toMatch(/^DeviceLostError: The GPU device was lost: ./)
  await page.close()
})
