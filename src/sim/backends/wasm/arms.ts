import { type ArmState, stateNames } from '../../../lib/optimizers'
import type { ArmMemory, EngineMemory } from './engineMemory'
import { checkState, gather, scatter, stateLayout } from './layout'

/** Makes room for an arm, puts it there and returns its handle. Throws if its arrays do not fit the problem. */
export function addArm(memory: EngineMemory, state: ArmState): number {
  const { arena, arms, theta, p } = memory
  checkState(state, p)
  const { rule } = state
  const take = (doubles: number) => arena.take(8 * doubles, 'Another arm')
  const at = take(theta.length)
  const beside = stateNames(rule).map(name => [name, take(stateLayout(rule, name, theta).length)])
  return arms.push({ rule, theta: at, state: Object.fromEntries(beside) }) - 1
}

/** The arm of a handle. */
export function armOf({ arms }: EngineMemory, arm: number): ArmMemory {
  const found = arms[arm]
  if (!found) throw new RangeError(`There is no arm ${arm}: this engine has ${arms.length}`)
  return found
}

export function readArm(memory: EngineMemory, arm: number): ArmState {
  const { arena, theta: layout } = memory
  const { rule, theta, state } = armOf(memory, arm)
  const read = (name: string) => {
    const own = stateLayout(rule, name, layout)
    return gather(own, arena.f64(state[name], own.length))
  }
  const arrays = Object.keys(state).map(name => [name, read(name)])
  return { rule, theta: gather(layout, arena.f64(theta, layout.length)), state: Object.fromEntries(arrays) }
}

/** Replaces what an arm holds. */
export function writeArm(memory: EngineMemory, arm: number, state: ArmState): void {
  const { arena, theta: layout, p } = memory
  const at = armOf(memory, arm)
  checkState(state, p)
  scatter(layout, state.theta, arena.f64(at.theta, layout.length))
  for (const [name, address] of Object.entries(at.state)) {
    const own = stateLayout(at.rule, name, layout)
    scatter(own, state.state[name], arena.f64(address, own.length))
  }
}
