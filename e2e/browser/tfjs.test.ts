import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { DEFAULTS } from '../../src/lib/optimizers'
import type { ModelSpec } from '../../src/sim/backends/types'
import { callsTo } from '../harness/callsTo'
import { launch, openPage } from '../harness/chromium'
import { type Case, make } from './tfjs.cases'
import { advance, gram, moment, relative, residuals } from './tfjs.oracle'

const [LINEAR, DIAGONAL, TWO_LAYER]: readonly [ModelSpec, ModelSpec, ModelSpec] = [
  { kind: 'linear' },
  { kind: 'olm-diagonal' },
  { kind: 'olm-two-layer', m: 6 },
]
const MODELS = [LINEAR, DIAGONAL, TWO_LAYER]
const small: Case = { model: LINEAR, n: 24, d: 8, steps: 20, batchSize: 4, momentum: 0 }

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

describe.each(['webgpu', 'webgl'] as const)('tfjs on %s', id => {
  let page: Page
  const call = callsTo(() => page)

  beforeAll(async () => {
    page = await openPage(browser)
    await page.goto(`${inject('url')}e2e/browser/tfjs.html`)
    expect(await call('create', id)).toEqual({ id, precision: 'f32', software: true, device: 'SwiftShader' })
  })
  afterAll(() => page?.close())

  const combinations = MODELS.flatMap(model => [0, 4].flatMap(batchSize => [0, 0.8].map(momentum => ({ model, batchSize, momentum }))))
  it.each(combinations)('takes the steps of $model.kind, batch $batchSize (0: all), momentum $momentum', async combination => {
    const spec = { ...small, ...combination }
    const { problem, start, plan } = make(spec)
    const found = await call<{ steps: number; theta: number[]; velocity: number[]; residuals: number[] }>('advance', spec)
    const exact = advance(problem, start, plan)
    expect(found.steps).toBe(20)
    expect(relative(found.theta, exact.theta)).toBeLessThan(1e-5)
    if (spec.momentum === 0) expect(found.velocity.every(v => v === 0)).toBe(true)
    else expect(relative(found.velocity, exact.velocity)).toBeLessThan(1e-4)
    expect(relative(found.residuals, residuals(problem, Float64Array.from(found.theta)))).toBeLessThan(2e-6)
  })

  it.each(['s=linear-isotropic&n=20&d=4', 's=olm-two-layer&n=20&d=4&m=3'])('takes the steps of every optimizer of %s', async link => {
    const errors = await call<Record<string, number>>(id === 'webgl' ? 'rules' : 'fewRules', link)
    expect(Object.keys(errors).length).toBe(id === 'webgl' ? 26 : 4)
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-4)
  })

  it('crosses chunks of steps and blocks of rows', async () => {
    for (const spec of [
      { ...small, steps: 70 },
      { ...small, n: 700, d: 5, steps: 5, batchSize: 0 },
    ]) {
      const { problem, start, plan } = make(spec)
      const found = await call<{ theta: number[]; residuals: number[] }>('advance', spec)
      expect(relative(found.theta, advance(problem, start, plan).theta)).toBeLessThan(1e-5)
      expect(relative(found.residuals, residuals(problem, Float64Array.from(found.theta)))).toBeLessThan(2e-6)
    }
  })

  it.each([small, { ...small, n: 1, d: 3 }, { ...small, n: 530, d: 5 }])('computes moments and Gram matrices at n = $n', async spec => {
    const { problem, weights, M } = make(spec)
    // As text: lists of numbers are carried one by one, and slowly.
    const found = (await call<string[]>('moments', spec)).map(text => text.split(' ').map(Number))
    const weighted = moment(problem, weights)
    const exact = [moment(problem, null), weighted, gram(problem, null), gram(problem, M), weighted.map(value => value * 1e-60)]
    expect(found).toHaveLength(exact.length)
    for (const [k, values] of found.entries()) {
      expect(relative(values, exact[k] ?? [])).toBeLessThan(2e-6)
      const side = Math.sqrt(values.length)
      expect(values.every((value, i) => value === values[(i % side) * side + Math.floor(i / side)])).toBe(true)
    }
  })

  it.each([LINEAR, TWO_LAYER])('replays $kind from a snapshot to the same bits', async model => {
    const [whole, halves, resumed, snapshot, again] = await call<number[][]>('replay', { ...small, model, momentum: 0.5 }, 7)
    expect(again).toEqual(snapshot)
    expect(halves).toEqual(whole)
    expect(resumed).toEqual(whole)
    expect(snapshot).not.toEqual(whole)
  })

  it.each([
    { ...small, steps: 40, eta: 9 },
    { ...small, steps: 40, eta: 6, batchSize: 0, momentum: 0.5 },
    { ...small, model: TWO_LAYER, steps: 40, eta: 3 },
  ])('stops before the step that overflows: eta $eta, $model.kind', async spec => {
    const { problem, start, plan } = make(spec)
    const exact = advance(problem, start, plan)
    const found = await call<{ steps: number; theta: number[]; velocity: number[] }>('advance', spec)
    expect(exact.steps).toBeGreaterThan(2)
    expect(exact.steps).toBeLessThan(40)
    expect(found.steps).toBe(exact.steps)
    expect(relative(found.theta, exact.theta)).toBeLessThan(1e-4)
  })

  it('sees an overflow that the end of a chunk does not show', async () => {
    const calm = { X: [1, 1e-3], y: [0, 0], theta: [1], eta: [0.5, 0.5], batch: [0, 1] }
    expect((await call<number[]>('walk', calm))[0]).toBe(2)
    // θ leaps to −1e16 and comes back; then a residual is 1e16 and its rate so small that θ stays.
    expect(await call('walk', { ...calm, eta: [0.5, 2e16, 1e6], batch: [0, 0, 1] })).toEqual([1, 0.5])
    expect(await call('walk', { ...calm, X: [1e3, 1], theta: [1e13], eta: [1e-3, 1e-30, 1e-3], batch: [1, 0, 1] })).toEqual([
      1,
      Math.fround(9.99e12),
    ])
  })

  it.each(['adam', 'rmsprop'] as const)('stops before a step whose squares overflow, not at a standstill: %s', async rule => {
    const walk = { X: [1, 1e10], y: [0, 0], theta: [1], eta: [1e-3, 1e-3, 1e-3], batch: [0, 1, 0] }
    for (const momentum of [0, 0.9]) {
      const settings = { ...DEFAULTS, momentum }
      expect((await call<number[]>('walk', { ...walk, X: [1, 1e9] }, rule, settings))[0]).toBe(3)
      const [steps, theta] = await call<number[]>('walk', walk, rule, settings)
      expect(steps).toBe(1)
      expect([theta]).toEqual((await call<number[]>('walk', { ...walk, eta: [1e-3], batch: [0] }, rule, settings)).slice(1))
    }
  })

  it('leaves nothing behind where a chunk of steps breaks off', async () => {
    expect(await call('breakOff')).toEqual(['Error: stop', 0])
  })

  it('holds no more after 300 steps and 30 metrics than after 30', async () => {
    type Held = { live: number; tensors: number; bytes: number; usage: { tensors: number; bytes: number } }
    const spec = { ...small, steps: 10, momentum: 0.5, model: DIAGONAL }
    const { before, held, after, usage } = await call<{ before: Held; held: Held[]; after: Held; usage: Held }>('hold', spec, 30)
    expect(held).toHaveLength(30)
    for (const round of held) {
      expect(round.usage).toEqual({ tensors: round.tensors - before.tensors, bytes: round.bytes - before.bytes })
      expect(round.usage).toEqual(held[0]?.usage)
    }
    expect(held[0]?.usage.tensors).toBeGreaterThan(4)
    expect(held[29]?.live).toBe(held[3]?.live)
    expect(after).toMatchObject({ tensors: before.tensors, bytes: before.bytes })
    expect(usage).toEqual({ tensors: 0, bytes: 0 })
  })

  it('says so when an engine is used after its dispose', async () => {
    const { said, before, after } = await call<{ said: string[]; before: { tensors: number }; after: { tensors: number } }>(
      'disposed',
      small,
    )
    expect(said).toHaveLength(7)
    for (const line of said) expect(line).toMatch(/engine is disposed/)
    expect(after.tensors).toBe(before.tensors)
  })

  it('works beside another backend of the same worker', async () => {
    type Both = { steps: number[]; states: number[][]; moments: number[][]; residuals: number[] }
    const { steps, states, moments, residuals: r } = await call<Both>('beside', id === 'webgpu' ? 'webgl' : 'webgpu', small)
    const { problem, start, plan } = make(small)
    const { theta } = advance(problem, advance(problem, start, plan), plan)
    expect(steps).toEqual([20, 20, 20, 20])
    for (const state of states) expect(relative(state, theta)).toBeLessThan(1e-5)
    for (const found of moments) expect(relative(found, moment(problem, null))).toBeLessThan(2e-6)
    expect(relative(r, residuals(problem, Float64Array.from(states[0] ?? [])))).toBeLessThan(2e-6)
  })

  it('refuses what it would compute wrongly', async () => {
    const said = await call<string[]>('refused', small)
    const reasons = [
      /index outside 0…23/,
      /need as many indices/,
      /no arm 7/,
      /needs 8 entries/,
      /finite and below/,
      /does not fit together/,
    ]
    for (const [i, reason] of reasons.entries()) expect(said[i]).toMatch(reason)
  })

  it('says that the device was lost, and starts anew', async () => {
    expect(await call('createAgain', id)).toMatch(/already; dispose it/)
    const { said, after } = await call<{ said: string[]; after: { tensors: number } }>('lose', small)
    for (const line of said) expect(line).toMatch(/^DeviceLostError: The GPU device was lost: ./)
    expect(after.tensors).toBe(0)
    await call('drop')
    await call('create', id)
    const found = await call<{ steps: number }>('advance', { ...small, steps: 2 })
    expect(found.steps).toBe(2)
    if (id === 'webgpu') expect(await call('fault', small)).toMatch(/^Error: The GPU reported an error: ./)
    expect((await call<{ tensors: number }>('drop')).tensors).toBe(0)
  })
})

it('refuses a WebGL that computes in float16', async () => {
  const page = await openPage(browser)
  await page.goto(`${inject('url')}e2e/browser/tfjs.html`)
  const said = await page.evaluate(() =>
    (globalThis as unknown as { call(n: string, a: unknown[]): Promise<string[]> }).call('createHalf', []),
  )
  expect(said[0]).toMatch(/cannot render to float32 textures/)
  expect(said[1]).toMatch(/^ProbeError: This GPU computes wrong numbers \(probe "1 \+ 1e-4": found 1, expected 1.0001\)/)
  await page.close()
})
