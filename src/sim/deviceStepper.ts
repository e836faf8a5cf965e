/**
 * Takes the steps of a network on a device, many ahead of each look back: `createDeviceStepper`. The contract is that of
 * `Stepper`.
 */

import { DisposedError } from '../lib/fault'
import { type ArmState, changedNames, lengthOf, type Rule, stateNames } from '../lib/optimizers'
import { turns } from '../lib/turns'
import type { ArmVectors, DeviceMachine, Vector } from './backends/machine/machine'
import { later } from './backends/machine/program'
import { OVERFLOW, type StepPlan, type Stepper } from './backends/types'
import { addLossGradients, evaluate } from './net/derivatives'
import type { Net } from './net/layout'

/** Steps between two looks: enough to hide the wait, few enough that one slice of the loop stays short. */
const AHEAD = 64

interface Arm extends ArmVectors {
  readonly rule: Rule
}

const vectorsOf = ({ theta, state }: ArmVectors): Vector[] => [theta, ...Object.values(state)]

export function createDeviceStepper(net: Net, machine: DeviceMachine, X: Float64Array, y: Float64Array): Stepper {
  const n = X.length / net.inputs
  const arms: Arm[] = []
  let open = true
  const next = turns()

  const armAt = (arm: number): Arm => {
    const held = arms[arm]
    if (!held) throw new RangeError(`There is no arm ${arm}: this engine has ${arms.length}`)
    return held
  }
  const check = () => {
    if (!open) throw new DisposedError('engine', 'create the simulation again')
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    next(() => {
      check()
      return work()
    })
  const upload = ({ rule, theta, state }: ArmState): Arm => {
    if (theta.length !== net.size) throw new RangeError(`The state needs ${net.size} entries in theta, not ${theta.length}`)
    const put = (values: Float64Array, name?: string) =>
      machine.vector(values, name === undefined || lengthOf(rule, name, net.size) === net.size ? net.maps : [])
    const kept = stateNames(rule).map(name => [name, put(state[name], name)])
    return { rule, theta: put(theta), state: Object.fromEntries(kept) }
  }

  /** Steps from … from + size without a look between; false where they would overflow, and the arm stays as it is. */
  async function attempt(arm: number, plan: StepPlan, from: number, size: number): Promise<boolean> {
    const before = armAt(arm)
    const changed = changedNames(before.rule, plan.settings)
    let reach: Vector | null = null
    let now: ArmVectors = before
    for (let t = from; t < from + size; t++) {
      const next = step(before.rule, now, plan, t, changed)
      if (now !== before) machine.free(...vectorsOf({ theta: now.theta, state: pick(now.state, changed) }))
      now = { theta: next.theta, state: { ...now.state, ...next.state } }
      reach = machine.reach(now.theta, reach)
    }
    const [fits] = reach
      ? await machine.within(OVERFLOW.f32, reach, vectorsOf({ theta: now.theta, state: pick(now.state, changed) }))
      : [true]
    const old = fits ? before : now
    machine.free(reach, old.theta, ...Object.values(pick(old.state, changed)))
    if (fits) arms[arm] = { rule: before.rule, ...now }
    return fits
  }

  function step(
    rule: Rule,
    from: ArmVectors,
    { eta, batch, batchSize, settings }: StepPlan,
    t: number,
    changed: readonly string[],
  ): ArmVectors {
    return machine.scope(() => {
      const rows = batch ? batch.subarray(t * batchSize, (t + 1) * batchSize) : null
      const sum = machine.zeros(from.theta)
      addLossGradients(net, from.theta, X, y, rows, sum)
      return machine.stepped(rule, from, sum, rows ? batchSize : n, eta[t], settings, changed)
    })
  }

  return {
    precision: machine.precision,
    addArm(state) {
      check()
      return arms.push(upload(state)) - 1
    },
    advance: (arm, plan) =>
      inTurn(async () => {
        armAt(arm)
        checkBatch(plan, n)
        const steps = plan.eta.length
        let limit = AHEAD
        let done = 0
        while (done < steps) {
          const size = Math.min(limit, steps - done)
          if (await attempt(arm, plan, done, size)) done += size
          // Halving ends at the one step that overflows.
          else if (size === 1) break
          else limit = size >> 1
        }
        return done
      }),
    readState: arm =>
      inTurn(async () => {
        const { rule, theta, state } = armAt(arm)
        const arrays: [string, Float64Array][] = []
        for (const name of stateNames(rule)) arrays.push([name, await machine.read(state[name])])
        return { rule, theta: await machine.read(theta), state: Object.fromEntries(arrays) }
      }),
    writeState: (arm, state) =>
      inTurn(async () => {
        const old = armAt(arm)
        arms[arm] = upload(state)
        machine.free(...vectorsOf(old))
      }),
    residuals: arm =>
      inTurn(async () => {
        const theta = await machine.read(armAt(arm).theta)
        return (await later(evaluate.steps(net, theta, X, y))).residuals
      }),
    usage() {
      const { bytes, held } = machine.usage()
      return { bytes, tensors: held }
    },
    dispose() {
      open = false
      machine.dispose()
    },
  }
}

const pick = (state: ArmVectors['state'], names: readonly string[]) => Object.fromEntries(names.map(name => [name, state[name]]))

function checkBatch({ eta, batch, batchSize }: StepPlan, n: number): void {
  if (!batch) return
  if (!(batchSize >= 1) || batch.length !== eta.length * batchSize)
    throw new RangeError(`${eta.length} batches of ${batchSize} need as many indices; there are ${batch.length}`)
  // A device reads past the end without a word.
  if (!batch.every(i => i >= 0 && i < n)) throw new RangeError(`The batch holds an index outside 0…${n - 1}`)
}
