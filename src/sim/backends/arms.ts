/**
 * Arms in plain memory and their steps, for steppers written in TypeScript: think of it as the part of a `Stepper` that
 * does not depend on where the gradient comes from.
 *
 *     const arms = new Arms(Float64Array, OVERFLOW.f64)
 *     const arm = arms.add(atRest(theta0))
 *     arms.step(arm, gradientAt(arms.theta(arm)), eta, settings) // false: it would overflow, and the arm is as before
 */
import { type ArmState, changedNames, type FloatArray, lengthOf, type Rule, type Settings, stateNames } from '../../lib/optimizers'
import { landed, updateOf } from '../../lib/updates'

interface Held<V extends FloatArray> {
  readonly rule: Rule
  theta: V
  /** Of what the rule keeps, the arrays that are not zero: none is held for arms without momentum. */
  state: Record<string, V>
}

/**
 * The states of arms in arrays of one kind: float32 ones round θ, and what is kept beside it, after every step. Entries of θ
 * beyond `limit` count as overflow.
 */
export class Arms<V extends FloatArray> {
  private arms: Held<V>[] = []
  /** Where the next step is written; then it changes places with what it replaces. By length. */
  private spare = new Map<number, V[]>()
  /** What an array that is zero is read from, held once. By length. */
  private zero = new Map<number, V>()

  constructor(
    private readonly room: new (length: number) => V,
    private readonly limit: number,
  ) {}

  add(state: ArmState): number {
    return this.arms.push(this.copyOf(state)) - 1
  }

  write(arm: number, state: ArmState): void {
    this.arms[arm] = this.copyOf(state)
  }

  read(arm: number): ArmState {
    const { rule, theta, state } = this.arms[arm]
    const arrays = stateNames(rule).map(name => [name, Float64Array.from(state[name] ?? this.zeros(lengthOf(rule, name, theta.length)))])
    return { rule, theta: Float64Array.from(theta), state: Object.fromEntries(arrays) }
  }

  /** θ itself: good until the next step. */
  theta(arm: number): V {
    return this.arms[arm].theta
  }

  /** Takes a step and says true; where an entry of the new θ overflows, false, and the arm stays as it is. */
  step(arm: number, gradient: FloatArray, eta: number, settings: Settings): boolean {
    const held = this.arms[arm]
    const { rule, theta } = held
    const changed = changedNames(rule, settings)
    const from: Record<string, V> = {}
    const to: Record<string, V> = {}
    for (const name of changed) {
      const length = lengthOf(rule, name, theta.length)
      from[name] = held.state[name] ?? this.zeros(length)
      to[name] = this.take(length)
    }
    const next = this.take(theta.length)
    updateOf(rule).step({ theta, state: from }, gradient, eta, settings, { theta: next, state: to })
    const fits = landed({ theta: next, state: to }, this.limit)
    const [kept, replaced] = fits ? [to, held.state] : [{}, to]
    this.give(fits ? theta : next)
    for (const name of changed) if (replaced[name]) this.give(replaced[name])
    if (fits) held.theta = next
    Object.assign(held.state, kept)
    return fits
  }

  private zeros(length: number): V {
    const found = this.zero.get(length) ?? new this.room(length)
    this.zero.set(length, found)
    return found
  }

  private take(length: number): V {
    return this.spare.get(length)?.pop() ?? new this.room(length)
  }

  private give(array: V): void {
    const spare = this.spare.get(array.length)
    if (spare) spare.push(array)
    else this.spare.set(array.length, [array])
  }

  private copyOf({ rule, theta, state }: ArmState): Held<V> {
    const copy = (values: Float64Array) => {
      const room = new this.room(values.length)
      room.set(values)
      return room
    }
    const moving = stateNames(rule).filter(name => state[name].some(v => v !== 0))
    return { rule, theta: copy(theta), state: Object.fromEntries(moving.map(name => [name, copy(state[name])])) }
  }
}
