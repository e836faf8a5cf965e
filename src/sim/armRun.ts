/**
 * One arm on its way: its state on the engine, and beside it how far it has come and where it diverged. Which settings are in
 * force at a step, and where events lie, is the business of `simulation.ts`.
 */

import { discard } from '../lib/discard'
import { type ArmState, atRest, changedNames, type Rule, type Settings } from '../lib/optimizers'
import { type Arm, batchSize, isControlled, keptPart, learningRate, usesBatches } from '../scenario'
import type { Anchor } from './displacement'
import type { Dynamics } from './dynamics'
import type { createSampler } from './sampler'

/** Where an arm's run ended in overflow: the step that could not be taken, and the direction that carries most of the loss. */
export interface Divergence {
  readonly step: number
  /** k of v_k, counted from 1; 0 if no direction could be told. */
  readonly direction: number
  /** That direction's share of the loss, 0 … 1. */
  readonly share: number
}

/** How far an arm has come. */
interface ArmProgress {
  /** Samples drawn so far: the position in the reshuffled epochs. */
  readonly drawn: number
  /** Σ η over the steps taken: the time of the gradient flow. */
  readonly time: number
  readonly divergence: Divergence | null
  /** Where the last event that began an escape found the arm; null before any. */
  readonly anchor: Anchor | null
  /** Where an arm that keeps a part of its gradients last looked for it. */
  readonly seen: Anchor | null
}

/** Where an arm is, for those who only look. */
export type ArmSight = Pick<ArmState, 'theta'> & ArmProgress

/** Everything an arm's future depends on, besides the scenario. */
export type ArmSnapshot = ArmState & ArmProgress

/** Steps per call of the engine, and indices per plan, at most: bounds memory and the time until a pause is seen. */
const CHUNK_STEPS = 4096
const CHUNK_INDICES = 1 << 17

/** What an arm has done before its first step. */
const UNMOVED: ArmProgress = { drawn: 0, time: 0, divergence: null, anchor: null, seen: null }

/** Hears what an arm drew for the steps that it took. */
export interface DrawWatch {
  /** The minibatches of consecutive steps from `step`, B indices each. */
  batches(step: number, B: number, indices: Int32Array): void
  /** ξ of a step with synthetic noise, which was added to the gradient; null without noise. */
  noise(step: number, xi: Float64Array | null): void
}

/** What the arms of a run share. */
interface Ground {
  readonly dynamics: Dynamics
  /** The minibatches drawn with the random numbers of a number. */
  readonly samplerOf: (draws: number) => ReturnType<typeof createSampler>
  readonly seed: number
}

export class ArmRun implements ArmProgress {
  /** Names the arm to the engine, once it is held there. */
  private handle: number | null = null
  drawn = UNMOVED.drawn
  time = UNMOVED.time
  divergence = UNMOVED.divergence
  anchor = UNMOVED.anchor
  seen = UNMOVED.seen
  /** θ where it follows another run, which nobody changes, and whether the engine holds it. */
  private followed: { readonly theta: Float64Array; written: boolean } | null = null

  /** An arm at θ_0. */
  constructor(
    private readonly ground: Ground,
    private readonly rule: Rule,
    private readonly watch?: DrawWatch,
  ) {}

  /** Names the arm to the engine, which holds it from the first call on: of one that is only followed that may never be. */
  async held(): Promise<number> {
    const { engine, theta0 } = this.ground.dynamics
    this.handle ??= engine.addArm(atRest(theta0, this.rule))
    const { handle, followed } = this
    if (followed && !followed.written) {
      followed.written = true
      if (engine.writeTheta) await engine.writeTheta(handle, followed.theta)
      else await engine.writeState(handle, atRest(followed.theta, this.rule))
    }
    return handle
  }

  async state(): Promise<ArmState> {
    return this.ground.dynamics.engine.readState(await this.held())
  }

  /** To be read, not to be changed. */
  async theta(): Promise<Float64Array> {
    const { engine } = this.ground.dynamics
    if (this.followed) return this.followed.theta
    return engine.readTheta ? engine.readTheta(await this.held()) : (await this.state()).theta
  }

  /** Gives back the memory of what `theta` handed out, where nobody else reads it. */
  release(theta: Float64Array): void {
    if (theta !== this.followed?.theta && this.ground.dynamics.engine.readTheta) discard(theta)
  }

  async snapshot(): Promise<ArmSnapshot> {
    const { drawn, time, divergence, anchor, seen } = this
    const state = await this.state()
    return { ...state, theta: this.sharedIfAtStart(state.theta), drawn, time, divergence, anchor, seen }
  }

  /** All arms start at the same θ_0: of millions of weights it is held once. */
  private sharedIfAtStart(theta: Float64Array): Float64Array {
    const { theta0 } = this.ground.dynamics
    return theta.every((v, i) => v === theta0[i]) ? theta0 : theta
  }

  async restore({ drawn, time, divergence, anchor, seen, ...state }: ArmSnapshot): Promise<void> {
    // Before the engine is asked: it would be handed the followed θ only to have it written over.
    this.followed = null
    await this.ground.dynamics.engine.writeState(await this.held(), state)
    Object.assign(this, { drawn, time, divergence, anchor, seen })
  }

  /** Where the arm is and how far it has come, without what its optimizer keeps: θ is a copy. */
  async sight(): Promise<ArmSight> {
    const { drawn, time, divergence, anchor } = this
    return { theta: this.followed?.theta.slice() ?? (await this.theta()), drawn, time, divergence, anchor, seen: null }
  }

  /** Stands where another run's arm is, at rest; θ where it stood before is given back. */
  async follow({ theta, ...progress }: ArmSight): Promise<void> {
    const before = this.followed?.theta
    if (before && before !== this.ground.dynamics.theta0) discard(before)
    this.followed = { theta: this.sharedIfAtStart(theta), written: false }
    Object.assign(this, progress)
  }

  /** Takes `count` steps from step `from` with settings that hold throughout; `before` held until then. Stops where it diverges. */
  async advance(settings: Arm, before: Arm | null, from: number, count: number): Promise<void> {
    await this.held()
    this.followed = null
    if (before) await this.forget(before, settings)
    if (keptPart(settings)) await this.advanceProjected(settings, from, count)
    else if (isControlled(settings)) await this.advanceControlled(settings, from, count)
    else await this.advancePlanned(settings, from, count)
  }

  /** Whether the first step with these settings stays within the range of numbers; the arm is at θ_0 again then. */
  async survives(settings: Arm): Promise<boolean> {
    await this.advance(settings, null, 0, 1)
    const fine = this.divergence === null
    await this.restore({ ...atRest(this.ground.dynamics.theta0, this.rule), ...UNMOVED })
    return fine
  }

  /** Indices of the minibatch of the last step, which was taken at `step` with these settings; none for full gradients. */
  lastBatch(settings: Arm, step: number): Int32Array {
    if (!usesBatches(settings) || isControlled(settings)) return new Int32Array(0)
    const B = batchSize(settings, step, this.ground.dynamics.data.n)
    return this.ground.samplerOf(settings.draws)(settings.sampling, 1, B, step, this.drawn - B)
  }

  /** Steps of the engine, whose learning rates and minibatches are planned here. */
  private async advancePlanned(settings: Arm, from: number, count: number): Promise<void> {
    const { dynamics, samplerOf } = this.ground
    const { n } = dynamics.data
    for (let done = 0; done < count && !this.divergence; ) {
      const B = batchSize(settings, from + done, n)
      const alike = stepsOfBatch(settings, n, from + done, Math.min(count - done, CHUNK_STEPS), B)
      const size = Math.min(alike, usesBatches(settings) ? Math.max(1, Math.floor(CHUNK_INDICES / B)) : CHUNK_STEPS)
      const at = from + done
      const eta = Float64Array.from({ length: size }, (_, t) => learningRate(settings, at + t))
      const batch = usesBatches(settings) ? samplerOf(settings.draws)(settings.sampling, size, B, at, this.drawn) : null
      const taken = await dynamics.engine.advance(await this.held(), { eta, batch, batchSize: B, settings })
      if (batch) this.drawn += taken * B
      if (batch) this.watch?.batches(at, B, batch.subarray(0, taken * B))
      for (let t = 0; t < taken; t++) this.time += eta[t]
      if (taken < size) this.divergence = await this.divergenceAt(at + taken)
      done += size
    }
  }

  /** Steps of a full gradient and a noise of our own, whose code is fetched when first needed. */
  private async advanceControlled(settings: Arm, from: number, count: number): Promise<void> {
    const { dynamics, seed } = this.ground
    if (this.divergence || count === 0) return
    const { advanceControlled } = await import('./noise/step')
    const { engine } = dynamics
    const told = (step: number, xi: Float64Array | null) => this.watch?.noise(step, xi)
    const taken = await advanceControlled(engine, await this.held(), await dynamics.local(), settings, seed, from, count, told)
    for (let t = 0; t < taken; t++) this.time += learningRate(settings, from + t)
    if (taken < count) this.divergence = await this.divergenceAt(from + taken)
  }

  /** Steps of a part of the gradient, whose code is fetched when first needed. */
  private async advanceProjected(settings: Arm, from: number, count: number): Promise<void> {
    const { dynamics, samplerOf, seed } = this.ground
    if (this.divergence || count === 0) return
    const { advanceProjected } = await import('./noise/project')
    const B = (step: number) => batchSize(settings, step, dynamics.data.n)
    const { taken, seen } = await advanceProjected(dynamics.engine, await this.held(), await dynamics.local(), settings, from, count, {
      ...{ seed, seen: this.seen },
      rows: step => samplerOf(settings.draws)(settings.sampling, 1, B(step), step, this.drawn),
      told: (step, rows, xi) => {
        if (rows) this.drawn += rows.length
        if (rows) this.watch?.batches(step, rows.length, rows)
        else this.watch?.noise(step, xi)
        this.time += learningRate(settings, step)
      },
    })
    this.seen = seen
    if (taken < count) this.divergence = await this.divergenceAt(from + taken)
  }

  /** What settings no longer change (the velocity, once momentum is off) must not act when they change it again. */
  private async forget(before: Settings, after: Settings): Promise<void> {
    const changed = changedNames(this.rule, after)
    const idle = changedNames(this.rule, before).filter(name => !changed.includes(name))
    if (!idle.length) return
    const { theta, state } = await this.state()
    const zeros = Object.fromEntries(idle.map(name => [name, new Float64Array(state[name].length)]))
    await this.ground.dynamics.engine.writeState(await this.held(), { rule: this.rule, theta, state: { ...state, ...zeros } })
  }

  private async divergenceAt(step: number): Promise<Divergence> {
    const theta = await this.theta()
    const energy = await this.ground.dynamics.energies(await this.held(), theta).catch(() => null)
    const total = energy?.reduce((s, e) => s + e, 0) ?? 0
    if (!energy || !(total > 0)) return { step, direction: 0, share: 0 }
    const top = energy.indexOf(Math.max(...energy))
    return { step, direction: top + 1, share: energy[top] / total }
  }
}

/** Of the next `most` steps from `at`, how many in a row have batches of size B. */
function stepsOfBatch(settings: Arm, n: number, at: number, most: number, B: number): number {
  if (settings.bschedule === 'constant') return most
  let steps = 1
  while (steps < most && batchSize(settings, at + steps, n) === B) steps++
  return steps
}
