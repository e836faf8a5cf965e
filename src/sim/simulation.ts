import { discard } from '../lib/discard'
import { Fault } from '../lib/fault'
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
import { ArmRun, type ArmSight, type ArmSnapshot, type Divergence, type DrawWatch } from './armRun'
import type { Attention } from './attentionMaps'
import { pause } from './backends/pause'
import type { Backend, Precision, Usage } from './backends/types'
import type { Confusion } from './confusion'
import type { Crew } from './crew'
import type { Probe } from './cycles'
import type { DataSet } from './data'
import { type Anchor, createDisplacement } from './displacement'
import type { Dynamics, Model } from './dynamics'
import { fingerprintOf } from './fingerprintOf'
import type { Assets } from './load'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import type { OnShare } from './net/tiles'
import { openDynamics } from './openDynamics'
import type { Domain, LossGrid, Plane } from './plane'
import { createPlaneOfView, type PlaneOfView } from './planes/laying'
import { placeOn } from './planes/record'
import { LONG } from './planes/span'
import { fill, type Reading } from './reading'
import { createSamplers } from './sampler'

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
  /** θ_0, and θ* of runs that start beside a planted minimum. */
  readonly theta0: Float64Array
  readonly planted: Float64Array | null
  /** Indices of the training samples that noise and curvature are measured on; null for all. */
  readonly measured: Int32Array | null
  readonly step: number
  readonly divergences: readonly (Divergence | null)[]
  /** Takes up to k steps with every arm, not past scenario.steps; returns the number taken. */
  advance(k: number): Promise<number>
  /** Reads every metric of every arm at the present step. `onShare` is told what share is done, and throws to give it up. */
  measure(onShare?: OnShare): Promise<Reading[]>
  /**
   * Records a change that acts from the present step on, or from the one that the arms are on their way to: returns it. Throws a
   * ScenarioError and changes nothing if it cannot be.
   */
  change(event: ScenarioEvent): Promise<number>
  /** Adopts settings that touch neither the run nor the meaning of its rows: steps, stop, measure.every and view. */
  adopt(scenario: Scenario): Promise<void>
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  sight(): Promise<Sight>
  /** Stands where a simulation of the same problem stands whose changes and view are those of `scenario`: to be measured, not to go on. */
  follow(scenario: Scenario, sight: Sight): Promise<void>
  states(): Promise<readonly ArmState[]>
  /** θ of every arm, to be read and kept, not to be changed. */
  thetas(): Promise<readonly Float64Array[]>
  /** Indices of the last minibatch of an arm; empty for gradient descent and before the first step. */
  lastBatch(arm: number): Int32Array
  /** Where the escape of an arm began; null where none has. */
  anchor(arm: number): Promise<Anchor | null>
  residuals(arm: number): Promise<Float64Array>
  /** K = JJᵀ at an arm's θ, (n·C)×(n·C), row i·C + c. */
  gram(arm: number): Promise<Float64Array>
  geometry(arm: number): Promise<Geometry>
  /** inf/sup of μ and g over every θ; null for models that are not linear and where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
  /** Lays the plane of the view, if it is not laid: measurements and landscapes do so. */
  layPlane(onShare?: OnShare): Promise<Plane>
  /** How it is laid, and where the arms have been. */
  readonly planes: PlaneOfView
  /** The plane of the view once it is laid; a Fault before. */
  readonly plane: Plane
  /** Writes down where the arms are, for the paths on planes. */
  recordPath(): Promise<void>
  /** The loss on a grid of the view's plane. */
  landscape(domain: Domain, nx: number, ny: number, tick?: Tick): Promise<LossGrid>
  /** θ of one arm at a step, on the way there from a snapshot before it; the arms themselves stay where they are. */
  replay(arm: number, from: Snapshot, step: number, tick?: Tick): Promise<Float64Array>
  /** The model at any θ: two points of the run compared (`cycles.ts`), and what is asked of single points (`probe/`). */
  readonly probe: Probe & Pick<Dynamics, 'curvatures' | 'along' | 'local' | 'landscape' | 'measuredLoss'>
  /** What every arm looks at in a question of the data; null where the model has no attention. */
  attention(question: number): Promise<Attention | null>
  /** What every arm takes the samples for; null where their targets are no classes. */
  confusion(): Promise<Confusion | null>
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
  /** Reads rows on the plane that stands until it is laid anew; without it a plane that follows the arms is laid for every row. */
  readonly planeHeld?: boolean
  /** Others who compute parts of what a network's measurement takes long for; ended by whoever made them. */
  readonly crew?: Crew | null
  /** Who hears what the arm of an index draws. */
  watch?(arm: number): DrawWatch
  /** Another simulation, which it is to `follow`, has tried its first step. */
  readonly tried?: boolean
}

/** Full gradients of so many samples times parameters take as long as the first picture: they are not tried beforehand. */
const EXPENSIVE_STEP = 1e8

/** Steps replayed between two looks at what else there is to do. */
const REPLAYED_AT_ONCE = 16

/**
 * Draws the data, opens it on the backend and sets every arm to θ_0. The caller disposes the simulation; `assets` are wanted
 * only by scenarios on digits.
 */
export async function createSimulation(scenario: Scenario, backend: Backend, assets?: Assets, how: Opening = {}): Promise<Simulation> {
  const dynamics = await openDynamics(scenario, backend, assets, how)
  try {
    const sim = await simulate(scenario, dynamics, how)
    if (!how.planeLater) await sim.layPlane()
    return sim
  } catch (error) {
    dynamics.engine.dispose()
    throw error
  }
}

async function simulate(initial: Scenario, dynamics: Dynamics, { watch, tried = false, planeHeld = false }: Opening): Promise<Simulation> {
  let scenario = initial
  const { data, model, engine, theta0 } = dynamics
  const { n } = data
  checkNoise(scenario, n, dynamics.p)
  const ground = { dynamics, samplerOf: createSamplers(n, scenario.seed), seed: scenario.seed }
  const arms = scenario.arms.map((arm, a) => new ArmRun(ground, ruleOf(arm), watch?.(a)))
  const displacement = createDisplacement(dynamics, scenario.arms.length)
  let step = 0
  /** Where the arms are on their way to. */
  let heading = 0
  /** Arms that only replay, one for each that has been asked for, and who is on the way with one. */
  const replays: ArmRun[] = []
  let replaying: Promise<unknown> = Promise.resolve()

  async function replay(a: number, from: Snapshot, until: number, tick: Tick): Promise<Float64Array> {
    replays[a] ??= new ArmRun(ground, ruleOf(scenario.arms[a]))
    const arm = replays[a]
    await arm.restore(from.arms[a])
    for (let at = from.step; at < until; ) {
      const next = Math.min(until, at + REPLAYED_AT_ONCE, nextEventAfter(scenario, at))
      await arm.advance(armAt(scenario, a, at), at > 0 ? armAt(scenario, a, at - 1) : null, at, next - at)
      at = next
      await tick((at - from.step) / (until - from.step))
    }
    return arm.theta()
  }

  /** Takes all arms to a step up to which no event lies. */
  async function advanceTo(until: number): Promise<void> {
    heading = until
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

  /** Without anyone who lays planes beside the run, one that moves on is laid anew for every row. */
  async function planeOfRow(onShare: OnShare): Promise<Plane> {
    if (planeHeld) return planes.lay(onShare)
    if (scenario.view.plane === 'path') await recordPath()
    return planes.stale ? planes.layAnew(onShare) : planes.lay(onShare)
  }

  /** The run stands meanwhile, but of long vectors whoever asks something of it is let in. */
  async function recordPath(): Promise<void> {
    const rest = async () => theta0.length > LONG && (await pause())
    const seen: Float64Array[] = []
    for (const arm of arms) {
      seen.push(await arm.theta())
      await rest()
    }
    for (const _ of record.adding(step, seen)) await rest()
    release(seen)
  }

  const states = () => Promise.all(arms.map(arm => arm.state()))
  const thetas = () => Promise.all(arms.map(arm => arm.theta()))
  const release = (seen: readonly Float64Array[]) => {
    for (const [a, arm] of arms.entries()) arm.release(seen[a])
  }
  const planes = createPlaneOfView(dynamics, arms.length, { scenario: () => scenario, step: () => step, thetas, release, pause })
  const { record } = planes
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
    theta0,
    planted: dynamics.planted ?? null,
    measured: dynamics.measured ?? null,
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
        // Before the anchors: a change that comes in meanwhile acts at this step, and may be one that an escape begins with.
        if (record.holds(step)) await recordPath()
        await anchorArms()
        await advanceTo(Math.min(end, nextEventAfter(scenario, step), record.nextHeld(step)))
      }
      return step - from
    },
    async measure(onShare: OnShare = () => {}) {
      // A change that comes in meanwhile belongs to the next step.
      const inForce = scenario
      const readings: Reading[] = []
      const { batches } = inForce.measure
      // A plane that is not laid yet is one more thing to be done.
      const before = planes.known ? 0 : 1
      const shareOf = (done: number) => done / (before + arms.length)
      const ofArm = (share: number) => onShare(shareOf(before + readings.length + share))
      const on = await planeOfRow(share => onShare(shareOf(share)))
      for (const [a, arm] of arms.entries()) {
        const theta = await arm.theta()
        const at = arm.divergence?.step ?? step
        const settings = armAt(inForce, a, step)
        const reading = await dynamics.read(dynamics.readsTheta ? -1 : await arm.held(), theta, settings, at, on, ofArm)
        fill<'clock'>(reading.row, dynamics.columns, { time: arm.time })
        const [x, y, path_distance] = placeOn(on, theta)
        const projected = theta.map((_, i) => on.anchor[i] + x * on.first[i] + y * on.second[i])
        const path_loss = await dynamics.measuredLoss(projected)
        discard(projected)
        fill<'plane'>(reading.row, dynamics.columns, { path_distance, path_loss })
        const anchor = anchorOf(inForce, a, theta)
        if (anchor) await displacement.read(reading.row, dynamics.columns, anchor, theta, on)
        if (isControlled(settings)) {
          const { writeControl } = await import('./noise/row')
          writeControl(reading.row, dynamics.columns, (await dynamics.local())(theta), {
            ...{ arm: settings, step: at, plane: on, curvature: inForce.measure.curvature },
          })
        }
        if (batches > 0) {
          const { readBatchSharpness } = await import('./batchSharpness')
          const asked = { n, seed: inForce.seed, batches }
          await readBatchSharpness(reading.row, dynamics.columns, settings, at, asked, await dynamics.batches(theta))
        }
        if (inForce.measure.edge === 'on') {
          const { readFromGram } = await import('./fromGram')
          readFromGram(reading.row, dynamics.columns, settings, at, n, await dynamics.wholeGram(theta))
        }
        if (dynamics.columns.apart > 0 && dynamics.layersApart) {
          const { readLayerBlocks } = await import('./layerBlocks')
          await readLayerBlocks(reading.row, dynamics.columns, inForce.seed, await dynamics.layersApart(theta))
        }
        readings.push(reading)
        onShare(shareOf(before + readings.length))
      }
      return readings
    },
    async change(event) {
      // All conditions on all fields: fetched only when wanted.
      const { checkScenario, normalize } = await import('../scenario/check')
      const at = Math.max(step, heading)
      const kept = scenario.events.filter(e => e.step < at || (e.step === at && !(e.arm === event.arm && e.field === event.field)))
      scenario = checkNoise(checkScenario(normalize({ ...scenario, events: [...kept, { ...event, step: at }] })), n, dynamics.p)
      return at
    },
    async adopt(next) {
      planes.look(next.view)
      scenario = {
        ...scenario,
        steps: next.steps,
        stop: next.stop,
        measure: { ...scenario.measure, every: next.measure.every },
        view: next.view,
      }
    },
    async snapshot() {
      return { step, arms: await Promise.all(arms.map(arm => arm.snapshot())) }
    },
    async restore(snapshot) {
      for (const [a, arm] of arms.entries()) await arm.restore(snapshot.arms[a])
      step = heading = snapshot.step
    },
    async sight() {
      return { step, arms: await Promise.all(arms.map(arm => arm.sight())) }
    },
    async follow(next, { step: at, arms: seen }) {
      planes.look(next.view)
      scenario = next
      for (const [a, arm] of arms.entries()) await arm.follow(seen[a])
      step = heading = at
    },
    states,
    thetas,
    lastBatch(a) {
      const last = (arms[a].divergence?.step ?? step) - 1
      return last < 0 ? new Int32Array(0) : arms[a].lastBatch(armAt(scenario, a, last), last)
    },
    anchor: async a => anchorOf(scenario, a, await arms[a].theta()),
    residuals: async a => engine.residuals(await arms[a].held()),
    gram: async a => dynamics.gram(await arms[a].theta()),
    async geometry(a) {
      if (!dynamics.geometryAt) throw new Fault('This model has no geometry through one weight vector', 'read its curvature with measure()')
      return dynamics.geometryAt(await arms[a].theta())
    },
    certify: pause => dynamics.certify(pause),
    recordPath,
    layPlane: planes.lay,
    planes,
    get plane() {
      return planes.laid
    },
    landscape: async (domain, nx, ny, tick = NO_TICK) => dynamics.landscape(await planes.lay(), { domain, nx, ny }, tick),
    replay(a, from, until, tick = NO_TICK) {
      const mine = replaying.then(() => replay(a, from, until, tick))
      replaying = mine.catch(() => {})
      return mine
    },
    probe: dynamics,
    async attention(question) {
      return (await dynamics.attention?.(await thetas(), question)) ?? null
    },
    async confusion() {
      const { confusionOf } = await import('./confusion')
      return confusionOf(dynamics, await thetas())
    },
    async fingerprint(tick = NO_TICK) {
      const seen = await thetas()
      return fingerprintOf(step, seen, tick).finally(() => release(seen))
    },
    usage: () => engine.usage(),
    dispose: () => engine.dispose(),
  }
  if (tried) return self
  for (const arm of arms) await arm.held()
  for (const [index, arm] of scenario.arms.entries()) {
    const cost = (usesBatches(arm) ? arm.B : n) * theta0.length
    const survives = (eta: number) => arms[index].survives({ ...armAt(scenario, index, 0), eta })
    if (cost > EXPENSIVE_STEP || (await survives(arm.eta))) continue
    const { refuseFirstStep } = await import('./firstStep')
    await refuseFirstStep(scenario, index, survives)
  }
  return self
}
