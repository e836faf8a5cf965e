/** Takes the steps of a network on its machine, which it disposes with itself: `createNetStepper`. The contract is that of `Stepper`. */

import { DisposedError } from '../lib/fault'
import { type ArmState, changedNames, lengthOf, type Rule, stateNames } from '../lib/optimizers'
import { turns } from '../lib/turns'
import { type ArmVectors, type Block, type DeviceMachine, type HostMachine, isHost, type Vector } from './backends/machine/machine'
import { Slices } from './backends/pause'
import type { StepPlan, Stepper } from './backends/types'
import { createDeviceStepper } from './deviceStepper'
import { addInputGradients, addLossGradients, blocksOf, evaluate } from './net/derivatives'
import { isAffine, type Net } from './net/layout'

interface Held {
  readonly rule: Rule
  theta: Vector
  /** Of what the rule keeps, by name, what is not zero: no velocity is held for arms without momentum. */
  readonly state: Record<string, Vector>
}

/** Numbers of inputs that are held for full batches. */
const HELD = 4_000_000

/** Where the next step of an arm is written; then it changes places with what it replaces. */
type Spare = Map<number, Vector[]>

export function createNetStepper(net: Net, X: Float64Array, y: Float64Array): Stepper {
  const { machine } = net
  return isHost(machine) ? onHost(net, machine, X, y) : createDeviceStepper(net, machine as DeviceMachine, X, y)
}

function onHost(net: Net, machine: HostMachine, X: Float64Array, y: Float64Array): Stepper {
  const n = X.length / net.inputs
  const work = multiplyAdds(net)
  const arms: Held[] = []
  const spare: Spare = new Map()
  /** What is zero, held once for all who read it. By length. */
  const zeros = new Map<number, Float64Array>()
  const zerosOf = ({ rule, theta }: Held, name: string): Float64Array => {
    const length = lengthOf(rule, name, theta.length)
    const known = zeros.get(length) ?? new Float64Array(length)
    zeros.set(length, known)
    return known
  }
  let sum: Vector | null = null
  /** The samples of full batches, by the first of each block, where they are few enough to be held. */
  const inputs = new Map<number, Block>()
  const inputsAt = (from: number, count: number): Block => {
    const known = inputs.get(from)
    if (known) return known
    const block = machine.gather(X, net.inputs, null, from, count)
    if (X.length <= HELD) inputs.set(from, machine.keep(block))
    return block
  }
  let open = true
  /** Long steps let others in between their slices, who wait for their turn. */
  const inTurn = turns()

  const check = () => {
    if (!open) throw new DisposedError('engine', 'create the simulation again')
  }
  const armAt = (arm: number): Held => {
    check()
    const held = arms[arm]
    if (!held) throw new RangeError(`There is no arm ${arm}: this engine has ${arms.length}`)
    return held
  }
  const vector = (values: Float64Array) => machine.keep(machine.vector(values, net.maps))
  const take = (like: Vector) => spare.get(like.length)?.pop() ?? machine.keep(machine.zeros(like))
  const give = (held: Vector) => {
    const list = spare.get(held.length)
    if (list) list.push(held)
    else spare.set(held.length, [held])
  }

  const addFullBatch = (theta: Vector, from: number, count: number, sum: Vector) =>
    machine.scope(() => addInputGradients(net, theta, inputsAt(from, count), y, null, from, sum))

  /** Takes one step along the gradient summed over `count` samples; false where it would overflow: the arm stays as it is. */
  function step(arm: Held, gradient: Vector, count: number, eta: number, { settings }: StepPlan): boolean {
    const { rule, theta, state } = arm
    const changed = changedNames(rule, settings)
    for (const name of changed) state[name] ??= vector(zerosOf(arm, name))
    const to: ArmVectors = { theta: take(theta), state: Object.fromEntries(changed.map(name => [name, take(state[name])])) }
    const fits = machine.step(rule, { theta, state }, gradient, count, eta, settings, to, changed)
    give(fits ? theta : to.theta)
    for (const name of changed) give(fits ? state[name] : to.state[name])
    if (fits) {
      arm.theta = to.theta
      for (const name of changed) state[name] = to.state[name]
    }
    return fits
  }

  return {
    precision: machine.precision,
    addArm({ rule, theta, state }) {
      check()
      const moving = stateNames(rule).filter(name => state[name].some(v => v !== 0))
      const held = moving.map(name => [name, vector(state[name])])
      return arms.push({ rule, theta: vector(theta), state: Object.fromEntries(held) }) - 1
    },
    advance: (arm, plan: StepPlan) =>
      inTurn(async () => {
        const held = armAt(arm)
        const { eta, batch, batchSize } = plan
        sum ??= machine.keep(machine.zeros(held.theta))
        const slices = new Slices(check)
        const count = batch ? batchSize : n
        for (let t = 0; t < eta.length; t++) {
          machine.clear(sum)
          // The blocks of addLossGradients, so that the sums are the same.
          for (const [from, size] of blocksOf(net, count)) {
            const at = t * batchSize + from
            if (batch) addLossGradients(net, held.theta, X, y, batch.subarray(at, at + size), sum)
            else addFullBatch(held.theta, from, size, sum)
            await slices.spend(size * work)
          }
          if (!step(held, sum, count, eta[t], plan)) return t
        }
        return eta.length
      }),
    readState: arm =>
      inTurn((): ArmState => {
        const held = armAt(arm)
        const { rule, theta, state } = held
        const arrays = stateNames(rule).map(name => [name, state[name] ? machine.values(state[name]) : zerosOf(held, name)])
        return { rule, theta: machine.values(theta), state: Object.fromEntries(arrays) }
      }),
    readTheta: arm => inTurn(() => machine.values(armAt(arm).theta)),
    writeTheta: (arm, theta) =>
      inTurn(() => {
        const held = armAt(arm)
        machine.write(held.theta, theta)
        for (const kept of Object.values(held.state)) machine.clear(kept)
      }),
    writeState: (arm, { theta, state }) =>
      inTurn(() => {
        const held = armAt(arm)
        machine.write(held.theta, theta)
        for (const name of stateNames(held.rule))
          if (held.state[name]) machine.write(held.state[name], state[name])
          else if (state[name].some(v => v !== 0)) held.state[name] = vector(state[name])
      }),
    residuals: arm => inTurn(() => evaluate(net, machine.values(armAt(arm).theta), X, y).residuals),
    usage: () => ({ bytes: 8 * (X.length + y.length) + machine.usage().bytes, tensors: 0 }),
    dispose() {
      if (!open) return
      open = false
      machine.dispose()
    },
  }
}

/** Multiply-adds of one sample forwards and backwards, about. */
const multiplyAdds = ({ layers }: Net) =>
  3 * layers.reduce((sum, l) => sum + Math.max(l.outSize, isAffine(l) ? l.map.out * l.map.taps * l.map.places : 0), 0)
