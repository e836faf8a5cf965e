import { reasonOf } from '../../lib/fault'
import { armAt, batchSize, learningRate, type Scenario } from '../../scenario'
import type { MakeEnsemble } from '../../sim/backends/ensemble'
import type { Backend } from '../../sim/backends/types'
import type { EnsembleReading } from '../../sim/ensemble/ensemble'
import { type EnsembleRun, ensembleArm, openEnsemble } from '../../sim/ensemble/follow'
import type { Assets } from '../../sim/load'
import { SLICE_MS } from '../pace'
import type { Makers } from './makers'
import { ENSEMBLE_COLUMNS, type EnsembleReport, type ToEnsemble } from './messages'
import { Recursion } from './recursion'

/** What the replicas need beside their scenario. */
interface Means {
  readonly backend: Backend
  readonly makers: Makers
  assets(files: ToEnsemble['files']): Assets | undefined
  now(): number
}

/** Keeps the replicas of a scenario at the step of its run: goes on, goes back where the past has changed, and reports. */
export class Follower {
  private current: { readonly run: EnsembleRun; readonly recursion: Recursion; readonly reason: string } | null = null
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
      const ensemble = this.current?.run.ensemble
      if (ensemble?.machine.id !== 'webgpu') throw error
      // From the start again, on the processor; rows that the page has stay, and this slice's are made anew.
      ensemble.dispose()
      Object.assign(this, { problem, scenario, recorded, current: null })
      this.means.makers.abandon(reasonOf(error))
      return this.work(ask)
    }
  }

  private async work({ scenario, step, files }: ToEnsemble): Promise<EnsembleReport> {
    const { run, recursion, reason } = await this.open(scenario, files)
    const { ensemble } = run
    const keep = this.recorded
    const keepExact = recursion.step || -1
    const rows: number[] = []
    const exact: number[] = []
    const begun = this.means.now()
    const over = () => this.means.now() - begun > SLICE_MS
    if (this.recorded < 0) await this.read(run, rows)
    let refused: string | null = null
    while (ensemble.step < step && refused === null && !over()) refused = await this.advance(run, scenario, step, rows)
    const there = ensemble.step >= step || refused !== null
    if (there && ensemble.step > this.recorded) await this.read(run, rows)
    const target = Math.min(step, ensemble.step)
    if (there) while (recursion.step < target && !over()) exact.push(...recursion.advance(scenario, ensembleArm(scenario)))
    const arrived = there && recursion.step >= target
    return {
      type: 'report',
      keep,
      columns: ENSEMBLE_COLUMNS,
      rows: Float64Array.from(rows),
      keepExact,
      exact: Float64Array.from(exact),
      inexact: recursion.refusal,
      escapes: there ? await ensemble.escapes() : null,
      step: ensemble.step,
      R: ensemble.R,
      machine: { ...ensemble.machine, reason },
      first: recursion.first,
      rho: arrived && refused === null ? this.rho(recursion, scenario, ensemble.step) : Number.NaN,
      arrived,
      refused,
    }
  }

  private async open(scenario: Scenario, files: ToEnsemble['files']) {
    const { ensemble, model, data, init, seed, backend } = scenario
    const problem = JSON.stringify([model, data, init, seed, ensemble.R, backend])
    const before = this.scenario
    this.scenario = scenario
    if (this.problem !== problem) {
      this.close()
      this.problem = problem
    }
    this.current ??= await this.start(scenario, files)
    const { run, recursion } = this.current
    if (before && before.ensemble.threshold !== ensemble.threshold) run.ensemble.setThreshold(ensemble.threshold)
    const parted = before ? lastCommon(before, scenario) : -1
    if (parted < run.ensemble.step) run.ensemble.reset()
    if (parted < recursion.step) recursion.reset()
    this.recorded = Math.min(this.recorded, parted)
    return this.current
  }

  private async start(scenario: Scenario, files: ToEnsemble['files']) {
    const { backend, makers, assets } = this.means
    const make: MakeEnsemble = (...made) => makers.make(scenario.backend, ...made)
    const run = await openEnsemble(scenario, scenario.ensemble.R, backend, make, assets(files))
    return { run, recursion: new Recursion(run.ensemble.problem), reason: makers.reason }
  }

  private close(): void {
    this.current?.run.ensemble.dispose()
    this.current = null
    this.recorded = -1
  }

  /** Goes on to the next reading, or a good way towards the first step without one. */
  private async advance(run: EnsembleRun, scenario: Scenario, step: number, rows: number[]): Promise<string | null> {
    const { ensemble } = run
    const from = ensemble.step
    const begun = this.means.now()
    const known = Math.min(step, this.recorded)
    const target = from < known ? Math.min(known, from + 64) : Math.min(step, from + this.every)
    const refused = await run.advanceTo(target, scenario)
    const stepped = this.means.now()
    if (ensemble.step <= this.recorded) return refused
    await this.read(run, rows)
    // Where the run is far ahead, reading takes no more than about half of the time.
    const reading = this.means.now() - stepped
    const stepping = stepped - begun
    if (step - ensemble.step < this.every) this.every = 1
    else if (reading > stepping && this.every < 256) this.every *= 2
    return refused
  }

  private async read(run: EnsembleRun, rows: number[]): Promise<void> {
    rows.push(...ensembleRow(await run.ensemble.read(1)))
    this.recorded = run.ensemble.step
  }

  private rho(recursion: Recursion, scenario: Scenario, step: number): number {
    const arm = armAt(scenario, ensembleArm(scenario), step)
    return recursion.rho(learningRate(arm, step), batchSize(arm, step, scenario.data.n))
  }
}

function ensembleRow(r: EnsembleReading): number[] {
  const { step, loss, logMean, relativeError, topShare, D, meanD, lyapunov, lyapunovError, since } = r
  return [step, ...loss, logMean, relativeError, topShare, ...D.slice(1, 4), meanD, lyapunov, lyapunovError, since]
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
