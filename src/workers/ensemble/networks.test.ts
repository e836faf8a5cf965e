import { describe, expect, it } from 'vitest'
import { quantiles } from '../../lib/sample'
import { elementAt, numberAt } from '../../lib/values'
import { type ArmChange, parseScenario, type Scenario, type ScenarioEvent } from '../../scenario'
import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { meanOfLogs } from '../../sim/ensemble/statistics'
import { Follower } from './follower'
import { Makers } from './makers'
import type { EnsembleReport } from './messages'
import { NetMakers } from './netMakers'
import { openNetworks } from './networks'
import { createShard, inPlace, type ShardTeam } from './shard'

const parts = Promise.all([createWasmBackend(), createEnsembles()])
const assets = () => undefined
const noGpu = () => Promise.reject(new Error('no GPU'))
const R = 9

function netScenario(events: readonly ScenarioEvent[] = [], more: Partial<Scenario> = {}): Scenario {
  const scenario = parseScenario({
    version: 1,
    model: { kind: 'mlp', hidden: [4, 3], activation: 'tanh' },
    data: { n: 10, d: 3 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'gd', kind: 'gd' },
      { id: 'adam', kind: 'adam', eta: 0.05, B: 1 },
    ],
    events,
    ensemble: { R, threshold: 1.1 },
  })
  return { ...scenario, ...more }
}

const change = (step: number, field: 'eta' | 'B', value: number): ScenarioEvent =>
  ({ step, arm: 'adam', field, value }) as ArmChange & { step: number }
const moved = change(20, 'eta', 0.2)

/** As many shards as asked for, which remember nothing of asks that `lost` names by their number. */
async function teamOf(workers: number, lost: (ask: number) => boolean = () => false): Promise<ShardTeam> {
  const [backend] = await parts
  const shards = Array.from({ length: workers }, () => createShard({ backend, assets }))
  let asks = 0
  return {
    workers,
    run: all =>
      Promise.all(
        all.map((ask, i) => {
          if (lost(asks++)) shards[i] = createShard({ backend, assets })
          return elementAt(shards, i).answer(ask)
        }),
      ),
    release() {
      for (const shard of shards) shard.release()
    },
  }
}

/** All that can be read of replicas on their way to step 40. */
async function story(team: ShardTeam, scenario: Scenario) {
  const replicas = await openNetworks(scenario, [], team)
  const rows = [await replicas.row()]
  for (const step of [3, 20, 25, 40]) {
    await replicas.advanceTo(step, scenario)
    rows.push(await replicas.row())
  }
  const escapes = await replicas.escapes()
  replicas.dispose()
  return { rows, escapes }
}

describe('replicas of a network over a team', () => {
  it.each(['f64', 'f32'] as const)('have the same bits over 1, 2 and 4 workers, in %s', async precision => {
    const scenario = netScenario([moved], { precision })
    const one = await story(await teamOf(1), scenario)
    for (const workers of [2, 4]) expect(await story(await teamOf(workers), scenario)).toEqual(one)
    expect(one.escapes).toHaveLength(R)
    expect(new Set(one.rows.map(row => row[3])).size).toBe(5)
  })

  it('begin again in a worker that knows nothing, and are the same', async () => {
    const scenario = netScenario([moved])
    const calm = await story(await teamOf(2), scenario)
    expect(await story(await teamOf(2, ask => ask === 7 || ask === 10), scenario)).toEqual(calm)
  })

  it('are what the replicas one by one are, reduced in the order of their indices', async () => {
    const scenario = netScenario()
    const [backend] = await parts
    const { answer } = createShard({ backend, assets })
    const asks = Array.from({ length: R }, (_, first) => ({
      ...{ problem: `${first}`, scenario, files: [], share: { first, count: 1 }, generation: 0, step: 40, reading: true },
    }))
    const logs = new Float64Array(R)
    for (const [r, ask] of asks.entries()) logs[r] = numberAt((await answer(ask)).read?.logLosses ?? [], 0)
    const { rows } = await story(await teamOf(2), scenario)
    logs.sort()
    const { logMean, relativeError, topShare } = meanOfLogs(logs)
    expect(rows.at(-1)).toEqual([40, ...quantiles(logs, [0.01, 0.1, 0.5, 0.9, 0.99]), logMean, relativeError, topShare])
  })
})

describe('an ensemble of networks that follows a run', () => {
  async function follower() {
    const [backend, make] = await parts
    const makers = new Makers(make, noGpu, () => 0)
    const nets = new NetMakers(inPlace({ backend, assets }), noGpu, assets, () => 0)
    let time = 0
    const all = new Follower({ backend, makers, nets, assets, now: () => (time += 1) })
    return async (scenario: Scenario, step: number): Promise<EnsembleReport> => {
      for (;;) {
        const report = await all.take({ scenario, step, files: [] })
        if (report.arrived) return report
      }
    }
  }

  it('is the same whether a change is heard in time or late, and with another threshold', async () => {
    const [early, late] = [await follower(), await follower()]
    const wanted = await early(netScenario([moved]), 33)
    await late(netScenario(), 33)
    const heard = await late(netScenario([moved]), 33)
    for (const report of [wanted, heard]) expect(report).toMatchObject({ step: 33, R, inexact: expect.stringMatching('linear') })
    expect(heard.rows.subarray(-9)).toEqual(wanted.rows.subarray(-9))
    expect(heard.escapes).toEqual(wanted.escapes)
    const other = { ...netScenario([moved]), ensemble: { R, threshold: 1.5 } }
    expect((await late(other, 33)).escapes).toEqual((await (await follower())(other, 33)).escapes)
  })

  it('takes up another precision, and steps on the processor where there is no GPU', async () => {
    const go = await follower()
    const exact = await go(netScenario(), 5)
    const rough = await go(netScenario([], { precision: 'f32' }), 5)
    expect([exact.machine.precision, rough.machine.precision]).toEqual(['f64', 'f32'])
    expect(Math.abs(rough.rows.at(-6)! - exact.rows.at(-6)!)).toBeGreaterThan(0)
    expect((await go(netScenario([], { backend: 'webgpu' }), 5)).machine.reason).toBe('no GPU')
  })

  it('says why it stops', async () => {
    const sampling = { step: 12, arm: 'adam', field: 'sampling', value: 'reshuffled' } as const
    const report = await (await follower())(netScenario([sampling]), 30)
    expect(report).toMatchObject({ step: 12, arrived: true, refused: 'replicas draw with replacement; this arm samples reshuffled' })
  })
})
