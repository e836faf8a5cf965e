import { type ArmArrays, changedNames, type Settings } from '../../../lib/optimizers'
import { landed, updateOf } from '../../../lib/updates'
import { OVERFLOW } from '../types'
import type { ArmMemory, EngineMemory } from './engineMemory'
import { stateLayout } from './layout'

/** Plain names of θ and of the gradient among the spare arrays. */
const THETA = 'theta'
const GRADIENT = 'gradient'

/** An array of an engine's memory under a name of its own, made when first asked for. */
function spare(memory: EngineMemory, name: string, length: number): number {
  memory.spare[name] ??= memory.arena.take(8 * length, 'The next step of an arm')
  return memory.spare[name]
}

/**
 * `eta.length` steps by a rule that has no kernel of its own: the gradient from the kernel, then the update as
 * `lib/optimizers.ts` writes it, on views of the engine's memory. `indices` is the address of the batches, 0 for full ones.
 * Returns how many steps were taken: fewer where the next one overflows.
 */
export function advanceByRule(
  memory: EngineMemory,
  arm: ArmMemory,
  eta: Float64Array,
  indices: number,
  batch: number,
  settings: Settings,
): number {
  const { kernels, arena, theta: layout } = memory
  const { step } = updateOf(arm.rule)
  const names = changedNames(arm.rule, settings).map(name => ({ name, length: stateLayout(arm.rule, name, layout).length }))
  const slope = spare(memory, GRADIENT, layout.length)
  spare(memory, THETA, layout.length)
  for (const { name, length } of names) spare(memory, `${arm.rule}.${name}`, length)
  // All room is taken: from here on the memory stays where it is.
  const view = (theta: number, of: (name: string) => number): ArmArrays => ({
    theta: arena.f64(theta, layout.length),
    state: Object.fromEntries(names.map(({ name, length }) => [name, arena.f64(of(name), length)])),
  })
  const gradient = arena.f64(slope, layout.length)
  let from = view(arm.theta, name => arm.state[name])
  let to = view(memory.spare[THETA], name => memory.spare[`${arm.rule}.${name}`])
  for (let t = 0; t < eta.length; t++) {
    if (!kernels.gradientAt(arm.theta, indices && indices + 4 * t * batch, batch, slope)) return t
    step(from, gradient, eta[t], settings, to)
    if (!landed(to, OVERFLOW.f64)) return t
    ;[from, to] = [to, from]
    ;[arm.theta, memory.spare[THETA]] = [memory.spare[THETA], arm.theta]
    for (const { name } of names) {
      const other = `${arm.rule}.${name}`
      ;[arm.state[name], memory.spare[other]] = [memory.spare[other], arm.state[name]]
    }
  }
  return eta.length
}
