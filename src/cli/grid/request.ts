/** What the options of `noisescope sweep` ask for: `readSweep`. */

import { readAxes, readRead, type Scenario, ScenarioError } from '../../scenario'
import type { Invocation } from '../args'
import { UsageError } from '../faults'
import type { SweepAsked } from './plan'
import { readShard, type Shard } from './shard'

const MOST_SEEDS = 10_000
const MOST_WORKERS = 1024

interface SweepRequest {
  readonly asked: SweepAsked
  readonly shard: Shard | null
  /** Null where it is not said. */
  readonly workers: number | null
}

/** Throws a ScenarioError or a UsageError that names the option. */
export function readSweep(request: Invocation, scenario: Scenario, set: readonly string[], env: NodeJS.ProcessEnv): SweepRequest {
  const axes = readAxes(request.texts('grid'))
  const seeds = countOf(request, 'seeds', MOST_SEEDS)
  if (axes.length === 0 && seeds === null) throw new UsageError('--grid is missing: give a field and its values, as eta=0.1:1:log:10')
  const read = readRead(request.text('columns'), request.text('at'), request.text('until'))
  return {
    asked: { scenario, set, axes, seeds: seeds ?? 1, ...read },
    shard: readShard(request.text('shard'), env),
    workers: countOf(request, 'workers', MOST_WORKERS),
  }
}

function countOf(request: Invocation, option: string, most: number): number | null {
  const text = request.text(option)
  if (text === undefined) return null
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most) throw new ScenarioError(`--${option}`, text, `an integer from 1 to ${most}`)
  return count
}
