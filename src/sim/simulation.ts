import { Fault } from '../lib/fault'
import { Fingerprint } from '../lib/fingerprint'
import type { ArmState } from '../lib/optimizers'
import { NO_TICK, type Tick } from '../lib/tick'
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
import { ArmRun, type ArmSight, type ArmSnapshot, type Divergence } from './armRun'
import type { Attention } from './attentionMaps'
import type { Backend, Precision, Usage } from './backends/types'
import type { Probe } from './cycles'
import type { DataSet } from './data'
import { type Anchor, createDisplacement } from './displacement'
import type { Dynamics, Model } from './dynamics'
import type { Assets } from './load'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import { openDynamics } from './openDynamics'
import type { Domain, LossGrid, Plane } from './plane'
import { fill, type Reading } from './reading'
import { createSampler } from './sampler'

/** Where the arms of a run are, without what their optimizers keep: all that a measurement needs, besides the scenario. */
export interface Sight {
  readonly step: number
  readonly arms: readonly ArmSight[]
}

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
  readonly divergences: readonly (Divergence | null)[]
  /** Takes up to k steps with every arm, not past scenario.steps; returns the number taken. */
  advance(k: number): Promise<number>
  /** Reads every metric of every arm at the present step. `tick` is awaited between the arms. */
  measure(tick?: Tick): Promise<Reading[]>
  /** Records a change that acts from the present step on. Throws a ScenarioError and changes nothing if it cannot be. */
  change(event: ScenarioEvent): Promise<void>
  /** Adopts settings that touch neither the run nor the meaning of its rows: steps, measure.every and view. */
  adopt(scenario: Scenario): Promise<void>
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  sight(): Promise<Sight>
  /** Stands where a simulation of the same problem stands whose changes and view are those of `scenario`: to be measured, not to go on. */
  follow(scenario: Scenario, sight: Sight): Promise<void>
  states(): Promise<readonly ArmState[]>
  /** Indices of the last minibatch of an arm; empty for gradient descent and before the first step. */
  lastBatch(arm: number): Int32Array
  residuals(arm: number): Promise<Float64Array>
  /** K = JJᵀ at an arm's θ, (n·C)×(n·C), row i·C + c. */
  gram(arm: number): Promise<Float64Array>
  geometry(arm: number): Promise<Geometry>
  /** inf/sup of μ and g over every θ; null for models that are not linear and where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
  /** Lays the plane of the view, if it is not laid: measurements and landscapes do so. */
  layPlane(): Promise<Plane>
  /** The plane of the view once it is laid; a Fault before. */
  readonly plane: Plane
  /** The loss on a grid of the landscape plane. */
  landscape(domain: Domain, nx: number, ny: number, tick?: Tick): Promise<LossGrid>
  /** Two points of the run compared: see `cycles.ts`. */
  readonly probe: Probe & Pick<Dynamics, 'curvatures'>
  /** What every arm looks at in a question of the data; null where the model has no attention. */
  attention(question: number): Promise<Attention | null>
  /** Hash of the step and of every arm's θ, bit by bit. */
  fingerprint(tick?: Tick): Promise<string>
  usage(): Usage
  dispose(): void
}

interface Opening {
  /** Told what share of the data is drawn. */
  readonly tick?: Tick
  /** Leaves the plane, which costs about a measurement, to whoever first wants it. */
  readonly planeLater?: boolean
}

/** Full gradients of so many samples times parameters take as long as the first picture: they are not tried beforehand. */
const EXPENSIVE_STEP = 1e8

/** Weights hashed between two looks at what else there is to do. */
const HASHED_AT_ONCE = 1 << 18

/**
 * Draws the data, opens it on the backend and sets every arm to θ_0. The caller disposes the simulation; `assets` are wanted
 * only by scenarios on digits.
 */
export async function createSimulation(scenario: Scenario, backend: Backend, assets?: Assets, how: Opening = {}): Promise<Simulation> {
  const dynamics = await openDynamics(scenario, backend, assets, how.tick)
  try {
    const sim = await simulate(scenario, dynamics)
    if (!how.planeLater) await sim.layPlane()
    return sim
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
  let laid: Promise<Plane> | null = null
  let plane: Plane | null = null
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
      if (!arm.divergence && lastPush(scenario, a, step) === step) arm.anchor = { step, theta: await arm.theta() }
  }

  /** Where the escape of an arm that is now at θ began: the last such event, or the planted minimum. */
  function anchorOf(scenario: Scenario, index: number, theta: Float64Array): Anchor | null {
    const { divergence, anchor } = arms[index]
    const from = lastPush(scenario, index, divergence?.step ?? step)
    if (from === undefined) return dynamics.planted ? { step: 0, theta: dynamics.planted } : null
    if (from === step && !divergence) return { step, theta }
    return anchor?.step === from ? anchor : null
  }

  async function layPlane(): Promise<Plane> {
    laid ??= dynamics.plane(scenario.view)
    const mine = laid
    const found = await mine
    if (laid === mine) plane = found
    return found
  }

  /** Forgets a plane that is not the view's. */
  function look(view: Scenario['view']): void {
    const { plane: kind, i, j } = scenario.view
    if (kind !== view.plane || i !== view.i || j !== view.j) laid = plane = null
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
    async measure(tick = NO_TICK) {
      // A change that comes in meanwhile belongs to the next step.
      const inForce = scenario
      const on = await layPlane()
      const readings: Reading[] = []
      for (const [a, arm] of arms.entries()) {
        const theta = await arm.theta()
        const at = arm.divergence?.step ?? step
        const settings = armAt(inForce, a, step)
        const reading = await dynamics.read(arm.handle, theta, settings, at, on)
        fill<'clock'>(reading.row, dynamics.columns, { time: arm.time })
        const anchor = anchorOf(inForce, a, theta)
        if (anchor) await displacement.read(reading.row, dynamics.columns, anchor, theta, on)
        if (isControlled(settings)) {
          const { writeControl } = await import('./noise/row')
          writeControl(reading.row, dynamics.columns, (await dynamics.local())(theta), settings, at, on)
        }
        readings.push(reading)
        await tick(readings.length / arms.length)
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
      look(next.view)
      scenario = { ...scenario, steps: next.steps, measure: { ...scenario.measure, every: next.measure.every }, view: next.view }
    },
    async snapshot() {
      return { step, arms: await Promise.all(arms.map(arm => arm.snapshot())) }
    },
    async restore(snapshot) {
      for (const [a, arm] of arms.entries()) await arm.restore(snapshot.arms[a])
      step = snapshot.step
    },
    async sight() {
      return { step, arms: await Promise.all(arms.map(arm => arm.sight())) }
    },
    async follow(next, { step: at, arms: seen }) {
      look(next.view)
      scenario = next
      for (const [a, arm] of arms.entries()) await arm.follow(seen[a])
      step = at
    },
    states,
    lastBatch(a) {
      const last = (arms[a].divergence?.step ?? step) - 1
      return last < 0 ? new Int32Array(0) : arms[a].lastBatch(armAt(scenario, a, last), last)
    },
    residuals: a => engine.residuals(arms[a].handle),
    gram: async a => dynamics.gram(await arms[a].theta()),
    async geometry(a) {
      if (!dynamics.geometryAt) throw new Fault('This model has no geometry through one weight vector', 'read its curvature with measure()')
      return dynamics.geometryAt(await arms[a].theta())
    },
    certify: pause => dynamics.certify(pause),
    layPlane,
    get plane() {
      if (!plane) throw new Fault('The plane is not laid yet', 'await layPlane() or measure() first')
      return plane
    },
    landscape: async (domain, nx, ny, tick = NO_TICK) => dynamics.landscape(await layPlane(), domain, nx, ny, tick),
    probe: dynamics,
    async attention(question) {
      const thetas = (await states()).map(({ theta }) => theta)
      return (await dynamics.attention?.(thetas, question)) ?? null
    },
    async fingerprint(tick = NO_TICK) {
      const hash = new Fingerprint().add([step])
      for (const theta of await Promise.all(arms.map(arm => arm.theta())))
        for (let at = 0; at < theta.length; at += HASHED_AT_ONCE) {
          hash.add(theta.subarray(at, at + HASHED_AT_ONCE))
          await tick(at / theta.length)
        }
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
