import { DisposedError } from '../lib/fault'
import { type ArmState, OVERFLOW, type StepPlan, type Stepper } from './backends/types'
import { evaluate, gradient, makeRoom, type Room } from './net/derivatives'
import type { Net } from './net/layout'

interface Held {
  theta: Float64Array
  /** Null while it is zero: none is held for arms without momentum. */
  velocity: Float64Array | null
}

/** Takes the steps of a network in float64: the same bits in every engine. The contract is that of `Stepper`. */
export class NetStepper implements Stepper {
  readonly precision = 'f64'
  private arms: Held[] = []
  private open = true
  /** Where the next θ and the gradient are written; then they change places with what they replace. */
  private spare: Float64Array = new Float64Array(0)
  private gradient: Float64Array = new Float64Array(0)
  /** The velocity of every arm at rest, held once. */
  private still: Float64Array = new Float64Array(0)
  private room: (Room & { readonly samples: number }) | null = null

  constructor(
    private readonly net: Net,
    private readonly X: Float64Array,
    private readonly y: Float64Array,
  ) {}

  private check(): void {
    if (!this.open) throw new DisposedError('engine', 'create the simulation again')
  }

  addArm(state: ArmState): number {
    this.check()
    if (this.still.length < state.theta.length) this.still = new Float64Array(state.theta.length)
    return this.arms.push(copyOf(state)) - 1
  }

  async advance(arm: number, { eta, batch, batchSize, momentum }: StepPlan): Promise<number> {
    this.check()
    if (this.spare.length < this.net.size) this.spare = new Float64Array(this.net.size)
    if (this.gradient.length < this.net.size) this.gradient = new Float64Array(this.net.size)
    for (let t = 0; t < eta.length; t++) {
      const rows = batch ? batch.subarray(t * batchSize, (t + 1) * batchSize) : null
      if (!this.step(this.arms[arm], eta[t], rows, momentum)) return t
    }
    return eta.length
  }

  private step(held: Held, eta: number, rows: Int32Array | null, momentum: number): boolean {
    const { theta } = held
    const g = gradient(this.net, theta, this.X, this.y, rows, this.gradient, this.roomFor(rows))
    const v = momentum === 0 ? null : (held.velocity ?? new Float64Array(theta.length))
    if (v) for (let i = 0; i < g.length; i++) g[i] += momentum * v[i]
    const next = this.spare
    // A residual that overflows takes its gradient, and so the next θ, with it.
    if (!descend(theta, g, eta, next)) return false
    held.theta = next
    this.spare = theta
    if (v) {
      held.velocity = g
      this.gradient = v
    }
    return true
  }

  private roomFor(rows: Int32Array | null): Room {
    const samples = rows ? rows.length : this.X.length / this.net.inputs
    if (!this.room || this.room.samples < samples) this.room = { ...makeRoom(this.net, samples), samples }
    return this.room
  }

  async readState(arm: number): Promise<ArmState> {
    this.check()
    const { theta, velocity } = this.arms[arm]
    return { theta: theta.slice(), velocity: velocity?.slice() ?? this.still }
  }

  async writeState(arm: number, state: ArmState): Promise<void> {
    this.check()
    this.arms[arm] = copyOf(state)
  }

  async residuals(arm: number): Promise<Float64Array> {
    this.check()
    return evaluate(this.net, this.arms[arm].theta, this.X, this.y).residuals
  }

  usage() {
    return { bytes: this.open ? 8 * (this.X.length + this.y.length) : 0, tensors: 0 }
  }

  dispose(): void {
    this.open = false
    this.arms = []
    this.spare = this.gradient = this.still = new Float64Array(0)
    this.room = null
  }
}

/** next ← θ − η·v; false where an entry overflows. */
function descend(theta: Float64Array, v: Float64Array, eta: number, next: Float64Array): boolean {
  const most = OVERFLOW.f64
  let outside = 0
  for (let i = 0; i < next.length; i++) {
    const moved = theta[i] - eta * v[i]
    next[i] = moved
    outside += Number(!(Math.abs(moved) <= most))
  }
  return outside === 0
}

const copyOf = ({ theta, velocity }: ArmState): Held => ({
  theta: theta.slice(),
  velocity: velocity.some(v => v !== 0) ? velocity.slice() : null,
})
