import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { elementAt } from '../../src/lib/values'
import { callsTo } from '../harness/callsTo'
import { launch, openPage } from '../harness/chromium'

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

/** Some of the nets, five replicas of each by several rules, with changes on the way. */
const REPLICAS = (
  [
    [0, 'arms=sgd&momentum=0.5&at=4:sgd.momentum:0,6:sgd.eta:0.6,8:sgd.B:1,20:sgd.momentum:0.3,20:sgd.eta:0.01'],
    [7, 'arms=adam'],
    [9, 'arms=sgd&xi=none&at=5:sgd.xi:minibatch'],
    [6, 'arms=rmsprop'],
  ] as const
).map(([k, rule]) => `${elementAt(NETWORKS, k).replace('arms=sgd&', '')}&R=5&escape=1.01&${rule}`)

/** Networks on one backend beside float64: each has a file of its own, so that both run at once. */
export const networksOn = (id: 'webgpu' | 'webgl') =>
  describe(`networks on ${id}`, () => {
    const quick = id === 'webgpu' && !EVERYTHING
    let browser: Browser
    let page: Page
    const call = callsTo(() => page)

    beforeAll(async () => {
      browser = await launch()
      page = await openPage(browser)
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

    it.each(EVERYTHING ? REPLICAS : quick ? REPLICAS.slice(0, 2) : REPLICAS.slice(0, 3))(
      'steps replicas of %s all at once as wasm does one by one',
      async link => {
        type Found = { told: { logs: number[]; escapes: number[] }[]; held: number[]; after: number }
        const stops = quick || link !== REPLICAS[0] ? [0, 1, 12] : [0, 1, 30, 100]
        const { told, held, after } = await call<Found>('replicas', link, stops)
        const [found, wanted] = [elementAt(told, 0), elementAt(told, 1)]
        expect(new Set(wanted.logs.slice(-5)).size).toBe(5)
        if (link === REPLICAS[0]) expect(wanted.escapes.some(step => step > 0)).toBe(true)
        for (const [i, log] of found.logs.entries())
          expect(Math.abs(Math.expm1(log - elementAt(wanted.logs, i))), `${i}`).toBeLessThan(1e-4)
        expect(found.escapes).toEqual(wanted.escapes)
        expect(held[1]).toBe(held[0])
        expect(after).toBeLessThan(elementAt(held, 0))
      },
    )

    it('steps replicas in groups where a device cannot hold all in one piece', async () => {
      type Found = { told: { logs: number[]; escapes: number[] }[] }
      // 40 parameters: three replicas a group, and half of the samples at a time.
      const { told } = await call<Found>('replicas', 's=two-layer&arms=sgd&n=12&d=4&m=8&R=5&B=2&eta=0.1', [0, 3, 6], 150)
      const [found, wanted] = [elementAt(told, 0), elementAt(told, 1)]
      expect(new Set(wanted.logs.slice(-5)).size).toBe(5)
      for (const [i, log] of found.logs.entries()) expect(Math.abs(Math.expm1(log - elementAt(wanted.logs, i))), `${i}`).toBeLessThan(1e-5)
    })

    it('finds replicas that left the range of numbers, and when they escaped', async () => {
      type Found = { told: { logs: number[]; escapes: number[] }[] }
      const { told } = await call<Found>('replicas', 's=two-layer&arms=sgd&n=12&d=4&m=8&R=5&eta=60&activation=quadratic', [0, 12])
      const [found, wanted] = [elementAt(told, 0), elementAt(told, 1)]
      expect(found.logs.slice(5)).toEqual(Array(5).fill(Number.POSITIVE_INFINITY))
      expect(wanted.logs.slice(5)).toEqual(found.logs.slice(5))
      expect(found.escapes).toEqual(wanted.escapes)
      expect(found.escapes.every(step => step > 0)).toBe(true)
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

    it('takes replicas up on the processor where the device is lost on their way, and says so', async () => {
      await call('drop')
      type Found = { machines: { id: string; precision: string; reason: string }[]; escapes: number[][]; rows: number[][] }
      const { machines, escapes, rows } = await call<Found>('lostReplicas', 's=two-layer&arms=sgd&n=12&d=4&m=8&R=5&escape=1.01', id, 6, 20)
      expect(machines).toEqual([
        expect.objectContaining({ id, precision: 'f32', reason: 'chosen in the scenario' }),
        expect.objectContaining({ id: 'wasm', precision: 'f64', reason: expect.stringMatching(/lost.*taken up again on the processor$/) }),
      ])
      expect(rows[0]).toEqual(rows[1])
      expect(escapes[0]).toEqual(escapes[1])
    })
  })
