/** Replicas of a scenario from its start to its last step, as the page has them beside a run. */

import { numberAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { Follower } from '../../workers/ensemble/follower'
import { Makers } from '../../workers/ensemble/makers'
import type { EnsembleReport } from '../../workers/ensemble/messages'
import { NetMakers } from '../../workers/ensemble/netMakers'
import { inPlace } from '../../workers/ensemble/shard'
import type { Compute } from '../../workers/studies/study'

/** Readings at most, where the scenario does not say how often. */
const READINGS = 1000

export interface EnsembleTask {
  readonly scenario: Scenario
}

export interface EnsemblePart {
  readonly R: number
  /** The last step that was taken, and why no later one; null where it is that of the scenario. */
  readonly step: number
  readonly refused: string | null
  /** A column per name; losses are natural logarithms. */
  readonly rows: Readonly<Record<string, Float64Array>>
  /** log E[L] of the data set at the same steps; empty where `inexact` says why there is none. */
  readonly exact: { readonly step: Float64Array; readonly log_mean: Float64Array }
  readonly inexact: string | null
  /** Spectral radius of the settings in force at the end; NaN where it would take long. */
  readonly rho: number
  /** Step of every replica's first passage of the threshold; −1 for none. */
  readonly escapes: Float64Array
}

export const compute: Compute<EnsembleTask, EnsemblePart> = async ({ scenario: asked }, { assets, report }) => {
  // Here the processor steps them.
  const scenario: Scenario = { ...asked, backend: 'wasm' }
  const [backend, wasm] = await Promise.all([createWasmBackend(), createEnsembles()])
  const now = () => performance.now()
  const none = () => Promise.reject(new Error('no GPU here'))
  const makers = new Makers(wasm, none, now)
  const nets = new NetMakers(inPlace({ backend, assets: () => assets }), none, () => assets, now)
  const follower = new Follower({ backend, makers, nets, assets: () => assets, now })
  const every = scenario.measure.every || Math.max(1, Math.ceil(scenario.steps / READINGS))
  const rows: Float64Array[] = []
  const exact: Float64Array[] = []
  for (let target = 0; ; target = Math.min(target + every, scenario.steps)) {
    const { news, row, exactly } = await arrival(follower, scenario, target)
    rows.push(row)
    if (target === 0 && news.inexact === null) exact.push(Float64Array.of(0, news.first))
    if (exactly.length > 0) exact.push(exactly)
    report(target, scenario.steps)
    if (target < scenario.steps && news.refused === null) continue
    const { R, step, refused, inexact, rho, escapes } = news
    return {
      ...{ R, step, refused, inexact, rho, escapes: escapes ?? new Float64Array(0) },
      rows: Object.fromEntries(news.columns.map((name, c) => [name, column(rows, c)])),
      exact: { step: column(exact, 0), log_mean: column(exact, 1) },
    }
  }
}

/** The report with which the replicas are where they were asked to be, and the last rows of all reports on the way. */
async function arrival(follower: Follower, scenario: Scenario, step: number) {
  let [row, exactly] = [new Float64Array(0), new Float64Array(0)]
  for (;;) {
    const news: EnsembleReport = await follower.take({ scenario, step, files: [] })
    if (news.rows.length > 0) row = news.rows.slice(-news.columns.length)
    if (news.exact.length > 0) exactly = news.exact.slice(-2)
    if (news.arrived || news.refused !== null) return { news, row, exactly }
  }
}

const column = (rows: readonly Float64Array[], c: number) => Float64Array.from(rows, row => numberAt(row, c))
