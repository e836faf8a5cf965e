import { describe, expect, it } from 'vitest'
import { Table } from '../../lib/table'
import { parseScenario, type Scenario, type ScenarioEvent } from '../../scenario'
import { DeviceLostError } from '../../sim/backends/deviceWatch'
import type { EnsembleKernel, MakeEnsemble } from '../../sim/backends/ensemble'
import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { Follower, lastCommon } from './follower'
import { Makers } from './makers'
import { ENSEMBLE_COLUMNS, type EnsembleReport } from './messages'
import { NetMakers } from './netMakers'
import { inPlace } from './shard'

const noGpu = () => Promise.reject(new Error('no GPU'))
const parts = Promise.all([createWasmBackend(), createEnsembles()])

function scenarioOf(events: readonly ScenarioEvent[] = [], threshold = 10, eta = 0.9): Scenario {
  return parseScenario({
    version: 1,
    data: { n: 20, d: 4 },
    init: { kind: 'near-minimum', scale: 1e-3 },
    arms: [
      { id: 'gd', kind: 'gd' },
      { id: 'sgd', kind: 'sgd', eta, B: 1 },
    ],
    events,
    ensemble: { R: 64, threshold },
  })
}

/** What the page keeps of the reports. */
class Page {
  readonly rows = new Table(ENSEMBLE_COLUMNS.length)
  readonly exact = new Table(2)
  reports: EnsembleReport[] = []

  constructor(readonly follower: Follower) {}

  async go(scenario: Scenario, step: number): Promise<EnsembleReport> {
    for (;;) {
      const report = await this.follower.take({ scenario, step, files: [] })
      this.rows.truncate(report.keep)
      this.rows.append(report.rows)
      this.exact.truncate(report.keepExact)
      this.exact.append(report.exact)
      this.reports.push(report)
      if (report.arrived) return report
    }
  }

  all() {
    return [this.rows, this.exact].map(t => Array.from({ length: t.width }, (_, c) => [...t.column(c)]))
  }
}

/** A follower whose clock moves on by `tick` milliseconds a look, and whose GPU's kernels are what `gpu` makes of the processor's. */
async function pageOf(tick = 1, gpu = (kernel: EnsembleKernel) => kernel): Promise<Page> {
  const [backend, make] = await parts
  let time = 0
  const machine = { id: 'webgpu', precision: 'f32', device: 'test' } as const
  const onGpu: MakeEnsemble = async (...made) => gpu({ ...(await make(...made)), machine })
  const makers = new Makers(
    make,
    async () => ({ machine, make: onGpu, dispose() {} }),
    () => 0,
  )
  return new Page(
    new Follower({
      backend,
      makers,
      nets: new NetMakers(
        inPlace({ backend, assets: () => undefined }),
        noGpu,
        () => undefined,
        () => 0,
      ),
      assets: () => undefined,
      now: () => (time += tick),
    }),
  )
}

const moved: ScenarioEvent = { step: 20, arm: 'sgd', field: 'eta', value: 0.2 }

describe('an ensemble that follows a run', () => {
  it('works in slices, and has a row for every step that it was asked for one by one', async () => {
    const page = await pageOf()
    for (let step = 0; step <= 40; step++) await page.go(scenarioOf(), step)
    expect([...page.rows.column(0)]).toEqual(Array.from({ length: 41 }, (_, t) => t))
    expect([...page.exact.column(0)]).toEqual([...page.rows.column(0)])
    const long = await pageOf()
    const last = await long.go(scenarioOf(), 400)
    expect(long.reports.length).toBeGreaterThan(3)
    expect(last.escapes).toHaveLength(64)
    expect(last.rho).toBeGreaterThan(1)
    expect(long.reports[0].escapes).toBeNull()
  })

  it('is the same whether a change is heard in time or late, and leaves no trace of what is void', async () => {
    const [early, late] = [await pageOf(), await pageOf()]
    for (let step = 0; step <= 40; step++) await early.go(scenarioOf(step < 20 ? [] : [moved]), step)
    for (let step = 0; step <= 33; step++) await late.go(scenarioOf(), step)
    const heard = await late.go(scenarioOf([moved]), 33)
    expect(heard.step).toBe(33)
    for (let step = 34; step <= 40; step++) await late.go(scenarioOf([moved]), step)
    const [a, b] = [early.all(), late.all()]
    expect(b[1]).toEqual(a[1])
    // The rows that were made anew may stand at fewer steps, where they agree.
    const at = b[0][0].map(t => a[0][0].indexOf(t))
    for (const [c, column] of b[0].entries()) expect(column).toEqual(at.map(i => a[0][c][i]))
  })

  it('computes in the precision of the scenario, anew when that changes', async () => {
    const page = await pageOf()
    const last = () => page.rows.value(page.rows.length - 1, ENSEMBLE_COLUMNS.indexOf('log_mean'))
    const double = [(await page.go(scenarioOf(), 30)).machine.precision, last()] as const
    const single = [(await page.go({ ...scenarioOf(), precision: 'f32' }, 30)).machine.precision, last()] as const
    expect([double[0], single[0]]).toEqual(['f64', 'f32'])
    expect(single[1]).not.toBe(double[1])
    expect(Math.abs(single[1] - double[1])).toBeLessThan(1e-5)
  })

  it('tells the energies of every replica where they are wanted, once it has arrived', async () => {
    const page = await pageOf()
    const { follower } = page
    expect((await page.go(scenarioOf(), 30)).cloud).toBeNull()
    const reports: EnsembleReport[] = []
    while (!reports.at(-1)?.arrived) reports.push(await follower.take({ scenario: scenarioOf(), step: 300, split: 2, files: [] }))
    expect(reports.length).toBeGreaterThan(1)
    expect(reports.slice(0, -1).every(({ cloud, step }) => cloud === null || step === 300)).toBe(true)
    const { cloud } = reports.at(-1)!
    expect(cloud).toMatchObject({ step: 300, split: 2 })
    // The loss of each replica is half the sum of both.
    const rows = reports.flatMap(report => [...report.rows])
    const median = rows[rows.length - ENSEMBLE_COLUMNS.length + ENSEMBLE_COLUMNS.indexOf('q50')]
    const losses = Float64Array.from({ length: 64 }, (_, r) =>
      Math.log((Math.exp(cloud!.logs[r]) + Math.exp(cloud!.logs[64 + r])) / 2),
    ).sort()
    expect(median).toBeGreaterThanOrEqual(losses[31] - 1e-9)
    expect(median).toBeLessThanOrEqual(losses[32] + 1e-9)
  })

  it('another threshold changes the escapes and no row', async () => {
    const [page, fresh] = [await pageOf(), await pageOf()]
    await page.go(scenarioOf(), 50)
    const before = page.all()
    const other = await page.go(scenarioOf([], 1000), 50)
    expect(page.all()).toEqual(before)
    expect(other.escapes).toEqual((await fresh.go(scenarioOf([], 1000), 50)).escapes)
  })

  it.each([
    ['in the middle of a long slice', 25],
    ['while it hears of a change', 45],
  ])('goes on with wasm where the GPU is lost %s, without a row twice or missing', async (_, last) => {
    let calls = 0
    let disposed = 0
    const failing = (kernel: EnsembleKernel): EnsembleKernel => ({
      ...kernel,
      async advance(steps) {
        if (++calls > last) throw new DeviceLostError('reset')
        await kernel.advance(steps)
      },
      dispose: () => disposed++,
    })
    // A clock that stands still: every slice is as long as what is asked.
    const [page, plain] = [await pageOf(0, failing), await pageOf(0)]
    for (const [events, step] of [
      [[], 5],
      [[], 40],
      [[moved], 40],
      [[moved], 60],
    ] as const) {
      const report = await page.go({ ...scenarioOf(events), backend: 'webgpu' }, step)
      await plain.go(scenarioOf(events), step)
      if (step === 5) expect(report.machine).toMatchObject({ id: 'webgpu', device: 'test', reason: 'chosen in the scenario' })
    }
    expect(page.reports.at(-1)?.machine).toMatchObject({
      id: 'wasm',
      reason: 'The GPU device was lost: reset; the replicas were taken up again on the processor',
    })
    expect(disposed).toBe(1)
    expect([...page.rows.column(0)]).toEqual(Array.from({ length: 61 }, (_, t) => t))
    expect(page.all()).toEqual(plain.all())
  })

  it('another backend begins anew', async () => {
    const page = await pageOf()
    await page.go(scenarioOf(), 20)
    const report = await page.go({ ...scenarioOf(), backend: 'webgpu' }, 20)
    expect(report.machine.id).toBe('webgpu')
    expect(page.rows.column(0)[0]).toBe(0)
    expect(page.rows.column(0).at(-1)).toBe(20)
  })

  it('says why it stops', async () => {
    const page = await pageOf()
    const report = await page.go(scenarioOf([{ step: 12, arm: 'sgd', field: 'momentum', value: 0.5 }]), 30)
    expect(report).toMatchObject({ step: 12, arrived: true })
    expect(report.refused).toMatch('momentum 0.5')
  })

  it('knows how long two scenarios have the same past for the replicas', () => {
    expect(lastCommon(scenarioOf(), scenarioOf())).toBe(Infinity)
    expect(lastCommon(scenarioOf(), scenarioOf([moved]))).toBe(20)
    expect(lastCommon(scenarioOf([moved]), scenarioOf([moved, { ...moved, step: 31 }]))).toBe(31)
    expect(lastCommon(scenarioOf([moved]), scenarioOf([{ ...moved, arm: 'gd' }, moved]))).toBe(Infinity)
    expect(lastCommon(scenarioOf(), scenarioOf([], 10, 0.8))).toBe(-1)
  })
})
