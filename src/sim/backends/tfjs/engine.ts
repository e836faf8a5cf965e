import { reshape, sub, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core'
import { Fault } from '../../../lib/fault'
import { type ArmState, changedNames, lengthOf, ofEachParameter, type Rule, stateNames } from '../../../lib/optimizers'
import { turns } from '../../../lib/turns'
import { type Engine, OVERFLOW, type Problem, parameterCount, type StepPlan, type Usage } from '../types'
import { type ArmTensors, runChunk, stepsPerChunk } from './chunk'
import { checkProblem, type ProblemTensors, type RowLayout, rowLayout, sizeOf, split, uploadProblem } from './data'
import { type TensorModel, tensorModel } from './models'
import { flip, gram, type MomentInput, moment } from './moments'
import { largest, product } from './ops'
import type { TensorOwner } from './tensorOwner'

interface Arm extends ArmTensors {
  readonly rule: Rule
}

/** An engine on tfjs ops, float32: the same code on the webgpu and the webgl backend. */
export class TfjsEngine implements Engine {
  readonly precision = 'f32'
  private readonly arms: Arm[] = []
  private readonly layout: RowLayout
  private readonly model: TensorModel
  private readonly data: ProblemTensors
  private flipped: Tensor3D | null = null
  private readonly next = turns()

  private constructor(
    private readonly problem: Problem,
    private readonly owner: TensorOwner,
  ) {
    this.layout = rowLayout(problem.n)
    this.model = tensorModel(problem.model, problem.d)
    const [X, blocks, y] = owner.make<Tensor[]>(() => uploadProblem(problem, this.layout)) as [Tensor2D, Tensor3D, Tensor2D]
    this.data = { X, blocks, y }
  }

  /** Uploads a problem and reads back its largest entry, so that a device without room says so here. */
  static async open(problem: Problem, owner: TensorOwner, capacity: number): Promise<TfjsEngine> {
    checkProblem(problem, capacity)
    try {
      const engine = new TfjsEngine(problem, owner)
      const expected = problem.X.reduce((top, x) => Math.max(top, Math.abs(Math.fround(x))), 0)
      const [found] = await owner.fetch(() => largest([engine.data.X]))
      if (found !== expected)
        throw new Fault(`The problem did not arrive on the GPU: its largest entry is ${expected}, the device holds ${found}`, 'choose wasm')
      return engine
    } catch (error) {
      owner.dispose()
      throw await owner.explain(error)
    }
  }

  addArm(state: ArmState): number {
    this.arms.push(this.upload(state))
    return this.arms.length - 1
  }

  advance(arm: number, plan: StepPlan): Promise<number> {
    return this.inTurn(async () => {
      this.checkPlan(plan)
      this.arm(arm)
      const steps = plan.eta.length
      let limit = stepsPerChunk(parameterCount(this.problem.model, this.problem.d), this.problem.d, plan)
      let done = 0
      while (done < steps) {
        const size = Math.min(limit, steps - done)
        if (await this.attempt(arm, plan, done, size)) done += size
        // The chunk overflowed and the arm is as before it: halving ends at the one step that overflows.
        else if (size === 1) break
        else limit = size >> 1
      }
      return done
    })
  }

  readState(arm: number): Promise<ArmState> {
    return this.inTurn(async () => {
      const { rule, theta, state } = this.arm(arm)
      const arrays: [string, Float64Array][] = []
      for (const [name, parts] of Object.entries(state)) arrays.push([name, await this.readParts(parts)])
      return { rule, theta: await this.readParts(theta), state: Object.fromEntries(arrays) }
    })
  }

  writeState(arm: number, state: ArmState): Promise<void> {
    return this.inTurn(async () => {
      const old = this.arm(arm)
      this.replace(arm, old, this.upload(state))
    })
  }

  residuals(arm: number): Promise<Float64Array> {
    return this.inTurn(async () => {
      const { theta } = this.arm(arm)
      const { X, y } = this.data
      const r = await this.owner.fetch(() => {
        const w = reshape(this.model.effective(theta), [this.problem.d, 1]) as Tensor2D
        return sub(product(X, w), y)
      })
      return Float64Array.from(r.subarray(0, this.problem.n))
    })
  }

  moment(weights: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(() => moment(this.owner, this.momentInput(), weights))
  }

  gram(M: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(() => gram(this.owner, this.momentInput(), M))
  }

  usage(): Usage {
    return this.owner.usage()
  }

  dispose(): void {
    this.owner.dispose()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.next(async () => {
      this.owner.check()
      try {
        return await work()
      } catch (error) {
        throw await this.owner.explain(error)
      }
    })
  }

  /** Runs one chunk; keeps its result and says true, or leaves the arm as it was and says false. */
  private async attempt(arm: number, plan: StepPlan, from: number, size: number): Promise<boolean> {
    const old = this.arm(arm)
    const changed = changedNames(old.rule, plan.settings)
    const made = this.owner.make<Tensor[]>(() => {
      const { theta, state, summary } = runChunk(this.model, this.data, old.rule, old, plan, from, size)
      return [...theta, ...changed.flatMap(name => state[name]), summary]
    })
    const summary = made.pop()!
    let sane = false
    try {
      const values = await this.owner.read(summary)
      sane = values.every(value => Math.abs(value) <= OVERFLOW.f32)
    } finally {
      this.owner.free(sane ? [summary] : [...made, summary])
    }
    const tensors = made as Tensor2D[]
    const theta = tensors.splice(0, old.theta.length)
    const kept = changed.map(name => [name, tensors.splice(0, old.state[name].length)])
    if (sane) this.replace(arm, old, { rule: old.rule, theta, state: { ...old.state, ...Object.fromEntries(kept) } })
    return sane
  }

  private replace(arm: number, old: Arm, next: Arm): void {
    this.arms[arm] = next
    const kept = new Set<Tensor>(tensorsOf(next))
    this.owner.free(tensorsOf(old).filter(tensor => !kept.has(tensor)))
  }

  private arm(handle: number): Arm {
    const arm = this.arms[handle]
    if (arm === undefined) throw new RangeError(`There is no arm ${handle}; this engine has ${this.arms.length}`)
    return arm
  }

  private upload({ rule, theta, state }: ArmState): Arm {
    const p = parameterCount(this.problem.model, this.problem.d)
    const { shapes } = this.model
    const names = stateNames(rule)
    for (const [what, values, length] of [
      ['theta', theta, p] as const,
      ...names.map(name => [name, state[name], lengthOf(rule, name, p)] as const),
    ])
      if (values.length !== length) throw new RangeError(`The state needs ${length} entries in ${what}, not ${values.length}`)
    const put = (values: Float64Array, each: boolean) => this.owner.make(() => split(values, each ? shapes : [[1, values.length]]))
    const kept = names.map(name => [name, put(state[name], ofEachParameter(rule, name))])
    return { rule, theta: put(theta, true), state: Object.fromEntries(kept) }
  }

  private async readParts(parts: readonly Tensor2D[]): Promise<Float64Array> {
    const flat = new Float64Array(sizeOf(parts))
    let at = 0
    for (const part of parts) {
      flat.set(await this.owner.read(part), at)
      at += part.size
    }
    return flat
  }

  private momentInput(): MomentInput {
    const { n, d } = this.problem
    this.flipped ??= this.owner.make(() => [flip(this.data.blocks)])[0]
    return { n, d, layout: this.layout, data: this.data, flipped: this.flipped }
  }

  private checkPlan({ eta, batch, batchSize }: StepPlan): void {
    const { n } = this.problem
    if (batch === null) {
      if (batchSize !== n) throw new RangeError(`A full batch has ${n} samples, not ${batchSize}`)
      return
    }
    if (!(batchSize >= 1) || batch.length !== eta.length * batchSize) {
      throw new RangeError(`${eta.length} batches of ${batchSize} need as many indices; there are ${batch.length}`)
    }
    // A GPU reads past the end without a word.
    if (!batch.every(i => i >= 0 && i < n)) throw new RangeError(`The batch holds an index outside 0…${n - 1}`)
  }
}

const tensorsOf = ({ theta, state }: ArmTensors): Tensor[] => [...theta, ...Object.values(state).flat()]
