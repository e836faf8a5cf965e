import { quantiles } from '../../lib/sample'
import { ensembleArm, type Scenario } from '../../scenario'
import type { EnsembleMachine } from '../../sim/backends/ensemble'
import type { Share } from '../../sim/ensemble/copies'
import { reach } from '../../sim/ensemble/follow'
import { LEVELS, meanOfLogs } from '../../sim/ensemble/statistics'
import { NETWORK_COLUMNS, type ToEnsemble } from './messages'
import type { Replicas } from './replicas'
import type { ShardAnswer, ShardTeam } from './shard'

/** Beside model, data, start, seed, R and backend, what replicas of a network cannot take up. */
export function netProblem(scenario: Scenario): string {
  const arm = scenario.arms[ensembleArm(scenario)]
  return JSON.stringify([scenario.measure.of, arm?.kind, arm?.B])
}

let opened = 0

/**
 * Replicas of a network at step 0, in shards over a team, which is that of wasm unless `machine` says otherwise; they are reduced
 * here, in the order of their indices.
 */
export async function openNetworks(
  scenario: Scenario,
  files: ToEnsemble['files'],
  team: ShardTeam,
  machine: EnsembleMachine = { id: 'wasm', precision: scenario.precision, device: '' },
): Promise<Replicas> {
  const { R } = scenario.ensemble
  const shares = sharesOf(R, team.workers)
  const problem = `${++opened}`
  let generation = 0
  let step = 0
  let now = scenario
  let known: { readonly step: number; readonly logLosses: Float64Array; readonly escapes: Float64Array } | null = null

  const ask = (reading: boolean) => team.run(shares.map(share => ({ problem, scenario: now, files, share, generation, step, reading })))

  function joined(answers: readonly ShardAnswer[], name: 'logLosses' | 'escapes'): Float64Array {
    return Float64Array.from(answers.flatMap(({ read }) => (read ? [...read[name]] : [])))
  }

  async function read() {
    if (known?.step !== step) {
      const answers = await ask(true)
      known = { step, logLosses: joined(answers, 'logLosses'), escapes: joined(answers, 'escapes') }
    }
    return known
  }

  function reset(): void {
    generation++
    step = 0
    known = null
  }

  const answers = await ask(true)
  const first = joined(answers, 'logLosses')[0] ?? Number.NaN
  const { samples = 0, every = 1 } = answers[0] ?? {}
  return {
    R,
    machine,
    get net() {
      return { samples, every, workers: Math.min(shares.length, team.workers) }
    },
    columns: NETWORK_COLUMNS,
    first,
    inexact: 'the exact recursion is that of a linear model',
    get step() {
      return step
    },
    recursion: null,
    async advanceTo(wanted, next) {
      const { step: target, refused } = reach(next, step, wanted)
      now = next
      if (target > step) {
        step = target
        await ask(false)
      }
      return refused
    },
    async row() {
      const logs = (await read()).logLosses.slice().sort()
      const { logMean, relativeError, topShare } = meanOfLogs(logs)
      return [step, ...quantiles(logs, LEVELS), logMean, relativeError, topShare]
    },
    escapes: async () => (await read()).escapes,
    cloud: async () => null,
    setThreshold(threshold) {
      now = { ...now, ensemble: { ...now.ensemble, threshold } }
      reset()
    },
    reset,
    dispose: () => team.release(),
  }
}

/** R replicas in as many shares as there are workers, none of them empty. */
function sharesOf(R: number, workers: number): Share[] {
  const count = Math.min(R, workers)
  const begin = (i: number) => Math.floor((i * R) / count)
  return Array.from({ length: count }, (_, i) => ({ first: begin(i), count: begin(i + 1) - begin(i) }))
}
