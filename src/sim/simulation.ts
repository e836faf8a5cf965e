import { Fault } from '../lib/fault'
import { Fingerprint } from '../lib/fingerprint'
import type { ArmState } from '../lib/optimizers'
import {
  armAt,
  type Columns,
  checkNoise,
  isControlled,
  lastPush,
  nextEventAfter,
  ruleOf,
  type Scenario,
  type ScenarioEvent,
  usesBatches,
} from '../scenario'
import { ArmRun, type ArmSnapshot, type Divergence } from './armRun'
import type { Backend, Precision, Usage } from './backends/types'
import type { Probe } from './cycles'
import type { DataSet } from './data'
import { type Anchor, createDisplacement } from './displacement'
import type { Dynamics, Model } from './dynamics'
import type { Assets } from './load'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import { openDynamics } from './openDynamics'
import { type Domain, type LossGrid, onPlane, type Plane } from './plane'
import { fill, type Reading } from './reading'
import { createSampler } from './sampler'

/** Everything a run's future depends on, besides the scenario. */
export interface Snapshot {
  readonly step: number
  readonly arms: readonly ArmSnapshot[]
}

export interface Simulation {
  readonly scenario: Scenario
  readonly data: DataSet
  readonly model: Model
  /** Parameters that are trained, and all that θ holds: a network may keep some fixed. */
  readonly p: number
  readonly size: number
  readonly precision: Precision
  readonly columns: Columns
  readonly step: number
  readonly plane: Plane
  readonly divergences: readonly (Divergence | null)[]
  /** Takes up to k steps with every arm, not past scenario.steps; returns the number taken. */
  advance(k: number): Promise<number>
  /** Reads every metric of every arm at the present step. */
  measure(): Promise<Reading[]>
  /** Records a change that acts from the present step on. Throws a ScenarioError and changes nothing if it cannot be. */
  change(event: ScenarioEvent): Promise<void>
  /** Adopts settings that touch neither the run nor the meaning of its rows: steps, measure.every and view. */
  adopt(scenario: Scenario): Promise<void>
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  states(): Promise<readonly ArmState[]>
  /** Indices of the last minibatch of an arm; empty for gradient descent and before the first step. */
  lastBatch(arm: number): Int32Array
  residuals(arm: number): Promise<Float64Array>
  /** K = JJᵀ at an arm's θ, (n·C)×(n·C), row i·C + c. */
  gram(arm: number): Promise<Float64Array>
  geometry(arm: number): Promise<Geometry>
  /** inf/sup of μ and g over every θ; null for models that are not linear and where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
  /** The loss on a grid of the landscape plane. */
  landscape(domain: Domain, nx: number, ny: number): LossGrid
  /** Two points of the run compared: see `cycles.ts`. */
  readonly probe: Probe & Pick<Dynamics, 'curvatures'>
  project(theta: Float64Array): [number, number]
  /** Hash of the step and of every arm's θ, bit by bit. */
  fingerprint(): Promise<string>
  usage(): Usage
  dispose(): void
}

/** Full gradients of so many samples times parameters take as long as the first picture: they are not tried beforehand. */
const EXPENSIVE_STEP = 1e8

/** Draws the data, opens it on the backend and sets every arm to θ_0. The caller disposes the simulation; `assets` are wanted only by scenarios on digits. */
export async function createSimulation(scenario: Scenario, backend: Backend, assets?: Assets): Promise<Simulation> {
  const dynamics = await openDynamics(scenario, backend, assets)
  try {
    return await simulate(scenario, dynamics)
  } catch (error) {
    dynamics.engine.dispose()
    throw error
  }
}

async function simulate(initial: Scenario, dynamics: Dynamics): Promise<Simulation> {
  let scenario = initial
  const { data, model, engine, theta0 } = dynamics
  const { n } = data
  checkNoise(scenario, n, dynamics.p)
  const ground = { dynamics, sampler: createSampler(n, scenario.seed), seed: scenario.seed }
  const arms = scenario.arms.map(arm => new ArmRun(ground, ruleOf(arm)))
  const displacement = createDisplacement(dynamics, scenario.arms.length)
  let plane = await dynamics.plane(scenario.view)
  let step = 0

  /** Takes all arms to a step up to which no event lies. */
  async function advanceTo(until: number): Promise<void> {
    for (const [a, arm] of arms.entries()) {
      const before = step > 0 ? armAt(scenario, a, step - 1) : null
      await arm.advance(armAt(scenario, a, step), before, step, until - step)
    }
    step = until
  }

  /** Keeps where the arms are if their escape begins with the step to be taken. */
  async function anchorArms(): Promise<void> {
    for (const [a, arm] of arms.entries())
      if (!arm.divergence && lastPush(scenario, a, step) === step) arm.anchor = { step, theta: (await arm.state()).theta }
  }

  /** Where the escape of an arm that is now at θ began: the last such event, or the planted minimum. */
  function anchorOf(index: number, theta: Float64Array): Anchor | null {
    const { divergence, anchor } = arms[index]
    const from = lastPush(scenario, index, divergence?.step ?? step)
    if (from === undefined) return dynamics.planted ? { step: 0, theta: dynamics.planted } : null
    if (from === step && !divergence) return { step, theta }
    return anchor?.step === from ? anchor : null
  }

  const states = () => Promise.all(arms.map(arm => arm.state()))
  const self: Simulation = {
    get scenario() {
      return scenario
    },
    data,
    model,
    p: dynamics.p,
    size: theta0.length,
    precision: engine.precision,
    columns: dynamics.columns,
    get step() {
      return step
    },
    get plane() {
      return plane
    },
    get divergences() {
      return arms.map(a => a.divergence)
    },
    async advance(k) {
      const from = step
      const end = Math.min(step + k, scenario.steps)
      while (step < end) {
        await anchorArms()
        await advanceTo(Math.min(end, nextEventAfter(scenario, step)))
      }
      return step - from
    },
    async measure() {
      const readings: Reading[] = []
      for (const [a, arm] of arms.entries()) {
        const { theta } = await arm.state()
        const at = arm.divergence?.step ?? step
        const settings = armAt(scenario, a, step)
        const reading = await dynamics.read(arm.handle, theta, settings, at, plane)
        fill<'clock'>(reading.row, dynamics.columns, { time: arm.time })
        const anchor = anchorOf(a, theta)
        if (anchor) await displacement.read(reading.row, dynamics.columns, anchor, theta, plane)
        if (isControlled(settings)) {
          const { writeControl } = await import('./noise/row')
          writeControl(reading.row, dynamics.columns, (await dynamics.local())(theta), settings, at, plane)
        }
        readings.push(reading)
      }
      return readings
    },
    async change(event) {
      // All conditions on all fields: fetched only when wanted.
      const { checkScenario, normalize } = await import('../scenario/check')
      const kept = scenario.events.filter(e => e.step < step || (e.step === step && !(e.arm === event.arm && e.field === event.field)))
      scenario = checkNoise(checkScenario(normalize({ ...scenario, events: [...kept, { ...event, step }] })), n, dynamics.p)
    },
    async adopt(next) {
      const { view, measure } = scenario
      scenario = { ...scenario, steps: next.steps, measure: { ...measure, every: next.measure.every }, view: next.view }
      if (view.plane !== next.view.plane || view.i !== next.view.i || view.j !== next.view.j) plane = await dynamics.plane(scenario.view)
    },
    async snapshot() {
      return { step, arms: await Promise.all(arms.map(arm => arm.snapshot())) }
    },
    async restore(snapshot) {
      for (const [a, arm] of arms.entries()) await arm.restore(snapshot.arms[a])
      step = snapshot.step
    },
    states,
    lastBatch(a) {
      const last = (arms[a].divergence?.step ?? step) - 1
      return last < 0 ? new Int32Array(0) : arms[a].lastBatch(armAt(scenario, a, last), last)
    },
    residuals: a => engine.residuals(arms[a].handle),
    gram: async a => dynamics.gram((await arms[a].state()).theta),
    async geometry(a) {
      if (!dynamics.geometryAt) throw new Fault('This model has no geometry through one weight vector', 'read its curvature with measure()')
      return dynamics.geometryAt((await arms[a].state()).theta)
    },
    certify: pause => dynamics.certify(pause),
    landscape: (domain, nx, ny) => dynamics.landscape(plane, domain, nx, ny),
    probe: dynamics,
    project: theta => onPlane(plane, theta),
    async fingerprint() {
      const hash = new Fingerprint().add([step])
      for (const { theta } of await states()) hash.add(theta)
      return hash.digest()
    },
    usage: () => engine.usage(),
    dispose: () => engine.dispose(),
  }
  for (const [index, arm] of scenario.arms.entries()) {
    const cost = (usesBatches(arm) ? arm.B : n) * theta0.length
    const survives = (eta: number) => arms[index].survives({ ...armAt(scenario, index, 0), eta })
    if (cost > EXPENSIVE_STEP || (await survives(arm.eta))) continue
    const { refuseFirstStep } = await import('./firstStep')
    await refuseFirstStep(scenario, index, survives)
  }
  return self
}
