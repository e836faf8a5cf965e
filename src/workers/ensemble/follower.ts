import { reasonOf } from '../../lib/fault'
import { armAt, batchSize, ensembleArm, isNetwork, learningRate, type Scenario } from '../../scenario'
import type { Backend } from '../../sim/backends/types'
import type { Assets } from '../../sim/load'
import { SLICE_MS } from '../pace'
import { openLinear } from './linear'
import type { Makers } from './makers'
import type { EnsembleReport, ReplicaCloud, ToEnsemble } from './messages'
import type { NetMakers } from './netMakers'
import { netProblem } from './networks'
import type { Replicas } from './replicas'

/** What the replicas need beside their scenario. */
interface Means {
  readonly backend: Backend
  /** Of linear models. */
  readonly makers: Makers
  readonly nets: NetMakers
  assets(files: ToEnsemble['files']): Assets | undefined
  now(): number
}

/** Keeps the replicas of a scenario at the step of its run: goes on, goes back where the past has changed, and reports. */
export class Follower {
  private current: Replicas | null = null
  /** What the replicas belong to, and the scenario that they have followed last. */
  private problem = ''
  private scenario: Scenario | null = null
  /** Steps up to here have their rows already. */
  private recorded = -1
  /** Steps between readings, when the run is far ahead. */
  private every = 1

  constructor(private readonly means: Means) {}

  /** Works for about a slice towards the step. Throws where the scenario has no ensemble. */
  async take(ask: ToEnsemble): Promise<EnsembleReport> {
    const { problem, scenario, recorded } = this
    try {
      return await this.work(ask)
    } catch (error) {
      const replicas = this.current
      if (!replicas || replicas.machine.id === 'wasm') throw error
      // From the start again, on the processor; rows that the page has stay, and this slice's are made anew.
      replicas.dispose()
      Object.assign(this, { problem, scenario, recorded, current: null })
      this.makersOf(ask.scenario).abandon(reasonOf(error))
      return this.work(ask)
    }
  }

  private async work({ scenario, step, split = 0, files }: ToEnsemble): Promise<EnsembleReport> {
    const replicas = await this.open(scenario, files)
    const { recursion } = replicas
    const keep = this.recorded
    const keepExact = recursion?.step || -1
    const rows: number[] = []
    const exact: number[] = []
    const begun = this.means.now()
    const over = () => this.means.now() - begun > SLICE_MS
    if (this.recorded < 0) await this.read(replicas, rows)
    let refused: string | null = null
    while (replicas.step < step && refused === null && !over()) refused = await this.advance(replicas, scenario, step, rows)
    const there = replicas.step >= step || refused !== null
    if (there && replicas.step > this.recorded) await this.read(replicas, rows)
    const target = Math.min(step, replicas.step)
    if (there && recursion) while (recursion.step < target && !over()) exact.push(...recursion.advance(scenario, ensembleArm(scenario)))
    const arrived = there && (!recursion || recursion.step >= target)
    const { R, machine, columns, net, inexact, first } = replicas
    return {
      type: 'report',
      keep,
      columns,
      rows: Float64Array.from(rows),
      keepExact,
      exact: Float64Array.from(exact),
      inexact,
      escapes: there ? await replicas.escapes() : null,
      cloud: there && split > 0 ? await cloudOf(replicas, split) : null,
      step: replicas.step,
      R,
      net,
      machine: { ...machine, reason: this.makersOf(scenario).reason },
      first,
      rho: arrived && refused === null ? rhoAt(replicas, scenario) : Number.NaN,
      arrived,
      refused,
    }
  }

  private async open(scenario: Scenario, files: ToEnsemble['files']): Promise<Replicas> {
    const problem = problemOf(scenario)
    const before = this.scenario
    this.scenario = scenario
    if (this.problem !== problem) {
      this.close()
      this.problem = problem
    }
    const replicas = this.current ?? (await this.start(scenario, files))
    this.current = replicas
    const { threshold } = scenario.ensemble
    if (before && before.ensemble.threshold !== threshold) await replicas.setThreshold(threshold)
    const parted = before ? lastCommon(before, scenario) : -1
    if (parted < replicas.step) await replicas.reset()
    if (replicas.recursion && parted < replicas.recursion.step) replicas.recursion.reset()
    this.recorded = Math.min(this.recorded, parted)
    return replicas
  }

  private start(scenario: Scenario, files: ToEnsemble['files']): Promise<Replicas> {
    const { backend, makers, nets, assets } = this.means
    if (isNetwork(scenario.model)) return nets.make(scenario.backend, scenario, files)
    return openLinear(scenario, backend, makers, assets(files))
  }

  private makersOf({ model }: Scenario): Makers | NetMakers {
    return isNetwork(model) ? this.means.nets : this.means.makers
  }

  private close(): void {
    this.current?.dispose()
    this.current = null
    this.recorded = -1
  }

  /** Goes on to the next reading, or a good way towards the first step without one. */
  private async advance(replicas: Replicas, scenario: Scenario, step: number, rows: number[]): Promise<string | null> {
    const from = replicas.step
    const begun = this.means.now()
    const known = Math.min(step, this.recorded)
    const target = from < known ? Math.min(known, from + 64) : Math.min(step, from + this.every)
    const refused = await replicas.advanceTo(target, scenario)
    const stepped = this.means.now()
    if (replicas.step <= this.recorded) return refused
    await this.read(replicas, rows)
    // Where the run is far ahead, reading takes no more than about half of the time.
    const reading = this.means.now() - stepped
    const stepping = stepped - begun
    if (step - replicas.step < this.every) this.every = 1
    else if (reading > stepping && this.every < 256) this.every *= 2
    return refused
  }

  private async read(replicas: Replicas, rows: number[]): Promise<void> {
    rows.push(...(await replicas.row()))
    this.recorded = replicas.step
  }
}

async function cloudOf(replicas: Replicas, split: number): Promise<ReplicaCloud | null> {
  const logs = await replicas.cloud(split)
  return logs && { step: replicas.step, split, logs }
}

function rhoAt({ recursion, step }: Replicas, scenario: Scenario): number {
  const arm = armAt(scenario, ensembleArm(scenario), step)
  return recursion?.rho(learningRate(arm, step), batchSize(arm, step, scenario.data.n)) ?? Number.NaN
}

/** What replicas cannot take up: where it changes they are opened anew. */
function problemOf(scenario: Scenario): string {
  const { ensemble, model, data, init, seed, backend, precision } = scenario
  return JSON.stringify([model, data, init, seed, ensemble.R, backend, precision, isNetwork(model) ? netProblem(scenario) : null])
}

/** The last step up to which two scenarios of one problem have the same past for the replicas; −1 where they start differently. */
export function lastCommon(a: Scenario, b: Scenario): number {
  const pastOf = (s: Scenario) => {
    const index = ensembleArm(s)
    const arm = s.arms[index]
    return { arm, events: s.events.filter(e => arm && (e.arm === '' || e.arm === arm.id)) }
  }
  const [x, y] = [pastOf(a), pastOf(b)]
  if (JSON.stringify(x.arm) !== JSON.stringify(y.arm)) return -1
  for (let i = 0; ; i++) {
    const [e, f] = [x.events[i], y.events[i]]
    if (!e && !f) return Number.POSITIVE_INFINITY
    if (JSON.stringify(e) !== JSON.stringify(f)) return Math.min(e?.step ?? Number.POSITIVE_INFINITY, f?.step ?? Number.POSITIVE_INFINITY)
  }
}
