import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { elementAt } from '../../src/lib/values'
import { callsTo } from '../harness/callsTo'
import { launch } from '../harness/chromium'

/** Every kind of network with every loss, on digits of 7×7 pixels. */
const NETWORKS = [
  'model=two-layer&task=pair&m=16&activation=tanh&hessian=2',
  'model=two-layer&task=ten&m=16&activation=softplus&biases=on&scaling=ntk&loss=cross-entropy',
  'model=random-features&task=pair&m=16&activation=relu',
  'model=random-features&task=ten&m=16&activation=gelu&loss=cross-entropy',
  'model=mlp&task=ten&hidden=8,6&activation=gelu',
  'model=mlp&task=ten&hidden=8,6&activation=leaky-relu&loss=cross-entropy',
  'model=cnn&task=pair&filters=3,4&kernel=3&padding=1&pool=average&activation=tanh',
  'model=cnn&task=ten&filters=3&kernel=3&padding=1&pool=max&activation=relu&head=5&loss=cross-entropy',
  'model=cnn&task=pair&filters=3&kernel=2&stride=2&pool=none&activation=quadratic',
]
  .map(model => `s=mlp-digits-small&n=16&pixels=7&eta=0.01&B=4&${model}`)
  .concat(
    ['norm=on', 'norm=off&loss=squared'].map(
      model => `s=transformer-hops&arms=sgd&n=16&symbols=4&pairs=2&blocks=2&width=3&heads=2&mlp=6&activation=gelu&eta=0.01&B=4&${model}`,
    ),
  )

/**
 * Software WebGPU takes milliseconds for each of thousands of operations: there three nets and a few steps are gone through,
 * unless all is asked for. WebGL, on the same programs, goes through everything in any case.
 */
const EVERYTHING = process.env.EVERYTHING === '1'
const FEW = [0, 5, 7]

/** Networks on one backend beside float64: each has a file of its own, so that both run at once. */
export const networksOn = (id: 'webgpu' | 'webgl') =>
  describe(`networks on ${id}`, () => {
    const quick = id === 'webgpu' && !EVERYTHING
    let browser: Browser
    let page: Page
    const call = callsTo(() => page)

    beforeAll(async () => {
      browser = await launch()
      page = await browser.newPage()
      await page.goto(`${inject('url')}e2e/browser/tfjs.html`)
      await call('create', id)
    })
    afterAll(() => browser?.close())

    it('computes every operation as the plain machine does, and frees what it made', async () => {
      type Found = { errors: Record<string, number[]>; held: number[]; usage: { held: number }; after: { held: number; bytes: number } }
      const { errors, held, usage, after } = await call<Found>('operations')
      expect(Object.keys(errors).length).toBeGreaterThan(60)
      for (const [name, found] of Object.entries(errors)) expect(Math.max(...found), name).toBeLessThan(2e-6)
      expect(held[2]).toBe(held[1])
      expect(usage.held).toBeGreaterThan(0)
      expect(after).toEqual({ held: 0, bytes: 0 })
    })

    it(quick ? 'takes the steps of Adam' : 'takes the steps of every optimizer', async () => {
      const errors = await call<Record<string, number>>(quick ? 'fewRules' : 'rules', 's=two-layer&n=20&d=4&m=8&activation=tanh')
      expect(Object.keys(errors).length).toBe(quick ? 4 : 26)
      for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(1e-4)
    })

    it('holds no more after four rounds of steps of Adam than after one', async () => {
      const { tensors, after } = await call<{ tensors: number[]; after: unknown }>(
        'heldByNetwork',
        `s=two-layer&n=12&d=4&m=8`,
        4,
        quick ? 5 : 50,
      )
      expect(tensors.slice(1)).toEqual(tensors.slice(0, -1))
      expect(after).toEqual({ bytes: 0, tensors: 0 })
    })

    it('passes the check that comes before the first network', async () => expect(await call('wrong')).toBe(''))

    it.each(quick ? FEW.map(k => elementAt(NETWORKS, k)) : NETWORKS)('steps and measures %s as float64 does', async link => {
      type Found = { errors: Record<string, number>; after: { bytes: number; tensors: number } }
      const { errors, after } = await call<Found>('network', link, quick && link !== NETWORKS[0] ? 10 : 100)
      const allowed = {
        K: 2e-6,
        mu: 1e-5,
        g: 1e-4,
        lambda: 1e-4,
        trajectory: 1e-4,
        residuals: 1e-4,
        loss: 1e-5,
        traceG: 1e-5,
        frobG: 1e-5,
        landscape: 1e-5,
        plane: 1e-7,
      }
      for (const [name, most] of Object.entries(allowed)) expect(errors[name], name).toBeLessThanOrEqual(most)
      for (const [name, error] of Object.entries({ lambdaH: errors.lambdaH ?? 0, traceH: errors.traceH ?? 0 }))
        expect(error, name).toBeLessThan(1e-4)
      expect(errors.directions).toBeGreaterThan(2)
      expect(after).toEqual({ bytes: 0, tensors: 0 })
    })

    it('goes on with wasm from the last snapshot when the device is lost in the middle of a run, and says so', async () => {
      await call('drop')
      type Found = { lostAt: number; notices: string[]; backends: string[]; step: number; loss: number }
      const found = await call<Found>('lostRun', `s=two-layer&n=12&d=4&m=8&steps=400&every=20&backend=${id}`)
      expect(found.lostAt).toBeGreaterThan(0)
      expect(found.lostAt).toBeLessThan(400)
      expect(found.notices).toEqual([expect.stringMatching(new RegExp(`^${id} failed at step \\d+: .*lost.*The run goes on with wasm.$`))])
      expect(found.backends).toEqual(['wasm'])
      expect(found.step).toBe(400)
      expect(found.loss).toBeGreaterThan(0)
    })
  })
