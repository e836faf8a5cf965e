import { Fault } from '../lib/fault'
import { Fingerprint } from '../lib/fingerprint'
import { type ArmState, atRest, changedNames, type Settings } from '../lib/optimizers'
import {
  type Arm,
  armAt,
  batchSize,
  type Columns,
  checkNoise,
  isControlled,
  lastPush,
  learningRate,
  nextEventAfter,
  ruleOf,
  type Scenario,
  type ScenarioEvent,
  usesBatches,
} from '../scenario'
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

/** Where an arm's run ended in overflow: the step that could not be taken, and the direction that carries most of the loss. */
export interface Divergence {
  readonly step: number
  /** k of v_k, counted from 1; 0 if no direction could be told. */
  readonly direction: number
  /** That direction's share of the loss, 0 … 1. */
  readonly share: number
}

interface ArmSnapshot extends ArmState {
  /** Samples drawn so far: the position in the reshuffled epochs. */
  readonly drawn: number
  /** Σ η over the steps taken: the time of the gradient flow. */
  readonly time: number
  readonly divergence: Divergence | null
  /** Where the last event that began an escape found the arm; null before any. */
  readonly anchor: Anchor | null
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

/** Steps per call of the engine, and indices per plan, at most: bounds memory and the time until a pause is seen. */
const CHUNK_STEPS = 4096
const CHUNK_INDICES = 1 << 17

/** Full gradients of so many samples times parameters take as long as the first picture: they are not tried beforehand. */
const EXPENSIVE_STEP = 1e8

/** What an arm has done before its first step. */
const UNMOVED = { drawn: 0, time: 0, divergence: null as Divergence | null, anchor: null as Anchor | null }

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
  const sampler = createSampler(n, scenario.seed)
  const handles = scenario.arms.map(arm => engine.addArm(atRest(theta0, ruleOf(arm))))
  const arms = scenario.arms.map(() => ({ ...UNMOVED }))
  const displacement = createDisplacement(dynamics, scenario.arms.length)
  let plane = await dynamics.plane(scenario.view)
  let step = 0

  async function advanceArm(index: number, settings: Arm, from: number, count: number): Promise<void> {
    const arm = arms[index]
    if (from > 0) await forget(index, armAt(scenario, index, from - 1), settings)
    if (isControlled(settings)) return advanceControls(index, settings, from, count)
    for (let done = 0; done < count && !arm.divergence; ) {
      const B = batchSize(settings, from + done, n)
      const alike = stepsOfBatch(settings, from + done, Math.min(count - done, CHUNK_STEPS), B)
      const size = Math.min(alike, usesBatches(settings) ? Math.max(1, Math.floor(CHUNK_INDICES / B)) : CHUNK_STEPS)
      const at = from + done
      const eta = Float64Array.from({ length: size }, (_, t) => learningRate(settings, at + t))
      const batch = usesBatches(settings) ? sampler(settings.sampling, size, B, at, arm.drawn) : null
      const taken = await engine.advance(handles[index], { eta, batch, batchSize: B, settings })
      if (batch) arm.drawn += taken * B
      for (let t = 0; t < taken; t++) arm.time += eta[t]
      if (taken < size) arm.divergence = await divergenceOf(index, at + taken)
      done += size
    }
  }

  /** Of the next `most` steps from `at`, how many in a row have batches of size B. */
  function stepsOfBatch(settings: Arm, at: number, most: number, B: number): number {
    if (settings.bschedule === 'constant') return most
    let steps = 1
    while (steps < most && batchSize(settings, at + steps, n) === B) steps++
    return steps
  }

  /** Steps of a full gradient and a noise of our own, whose code is fetched when first wanted. */
  async function advanceControls(index: number, settings: Arm, from: number, count: number): Promise<void> {
    const arm = arms[index]
    if (arm.divergence || count === 0) return
    const { advanceControlled } = await import('./noise/step')
    const taken = await advanceControlled(engine, handles[index], await dynamics.local(), settings, scenario.seed, from, count)
    for (let t = 0; t < taken; t++) arm.time += learningRate(settings, from + t)
    if (taken < count) arm.divergence = await divergenceOf(index, from + taken)
  }

  /** What settings no longer change (the velocity, once momentum is off) must not act when they change it again. */
  async function forget(index: number, before: Settings, after: Settings): Promise<void> {
    const rule = ruleOf(scenario.arms[index])
    const changed = changedNames(rule, after)
    const idle = changedNames(rule, before).filter(name => !changed.includes(name))
    if (!idle.length) return
    const { theta, state } = await engine.readState(handles[index])
    const zeros = Object.fromEntries(idle.map(name => [name, new Float64Array(state[name].length)]))
    await engine.writeState(handles[index], { rule, theta, state: { ...state, ...zeros } })
  }

  async function divergenceOf(index: number, atStep: number): Promise<Divergence> {
    const { theta } = await engine.readState(handles[index])
    const energy = await dynamics.energies(handles[index], theta).catch(() => null)
    const total = energy?.reduce((s, e) => s + e, 0) ?? 0
    if (!energy || !(total > 0)) return { step: atStep, direction: 0, share: 0 }
    const top = energy.indexOf(Math.max(...energy))
    return { step: atStep, direction: top + 1, share: energy[top] / total }
  }

  /** Whether an arm's first step at a learning rate stays within the range of numbers; the arm is as before then. */
  async function survives(index: number, eta: number): Promise<boolean> {
    await advanceArm(index, { ...armAt(scenario, index, 0), eta }, 0, 1)
    const fine = arms[index].divergence === null
    arms[index] = { ...UNMOVED }
    await engine.writeState(handles[index], atRest(theta0, ruleOf(scenario.arms[index])))
    return fine
  }

  /** Keeps where the arms are if their escape begins with the step to be taken. */
  async function anchorArms(): Promise<void> {
    for (const [a, arm] of arms.entries())
      if (!arm.divergence && lastPush(scenario, a, step) === step) arm.anchor = { step, theta: (await engine.readState(handles[a])).theta }
  }

  /** Where the escape of an arm that is now at θ began: the last such event, or the planted minimum. */
  function anchorOf(index: number, theta: Float64Array): Anchor | null {
    const { divergence, anchor } = arms[index]
    const from = lastPush(scenario, index, divergence?.step ?? step)
    if (from === undefined) return dynamics.planted ? { step: 0, theta: dynamics.planted } : null
    if (from === step && !divergence) return { step, theta }
    return anchor?.step === from ? anchor : null
  }

  const states = () => Promise.all(handles.map(h => engine.readState(h)))
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
        const until = Math.min(end, nextEventAfter(scenario, step))
        for (let a = 0; a < arms.length; a++) await advanceArm(a, armAt(scenario, a, step), step, until - step)
        step = until
      }
      return step - from
    },
    async measure() {
      const readings: Reading[] = []
      for (let a = 0; a < arms.length; a++) {
        const { theta } = await engine.readState(handles[a])
        const at = arms[a].divergence?.step ?? step
        const settings = armAt(scenario, a, step)
        const reading = await dynamics.read(handles[a], theta, settings, at, plane)
        fill<'clock'>(reading.row, dynamics.columns, { time: arms[a].time })
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
      const held = await states()
      return { step, arms: held.map((s, a) => ({ ...s, ...arms[a] })) }
    },
    async restore(snapshot) {
      for (let a = 0; a < arms.length; a++) {
        const { drawn, time, divergence, anchor, ...state } = snapshot.arms[a]
        await engine.writeState(handles[a], state)
        arms[a] = { drawn, time, divergence, anchor }
      }
      step = snapshot.step
    },
    states,
    lastBatch(a) {
      const last = arms[a].divergence ? arms[a].divergence!.step : step
      const settings = last > 0 ? armAt(scenario, a, last - 1) : null
      if (!settings || !usesBatches(settings) || isControlled(settings)) return new Int32Array(0)
      const B = batchSize(settings, last - 1, n)
      return sampler(settings.sampling, 1, B, last - 1, arms[a].drawn - B)
    },
    residuals: a => engine.residuals(handles[a]),
    gram: async a => dynamics.gram((await engine.readState(handles[a])).theta),
    async geometry(a) {
      if (!dynamics.geometryAt) throw new Fault('This model has no geometry through one weight vector', 'read its curvature with measure()')
      return dynamics.geometryAt((await engine.readState(handles[a])).theta)
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
    if (cost > EXPENSIVE_STEP || (await survives(index, arm.eta))) continue
    const { refuseFirstStep } = await import('./firstStep')
    await refuseFirstStep(scenario, index, eta => survives(index, eta))
  }
  return self
}
