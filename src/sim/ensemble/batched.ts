/**
 * Replicas of a network that a device steps all at once: θ of every replica in one vector, and the minibatches of one replica
 * after those of another, so that every layer is one product for all. The contract is that of `Copies`.
 */

import { atRest, changedNames, ofEachParameter, type Rule } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { integersFrom } from '../../lib/sequences'
import { type Arm, batchSize, isControlled, learningRate, usesBatches } from '../../scenario'
import type { ArmVectors, Block, DeviceMachine, Vector } from '../backends/machine/machine'
import { OVERFLOW } from '../backends/types'
import { addBlockGradients, assess } from '../net/derivatives'
import { isAffine, type Net } from '../net/layout'
import { runOutputs } from '../net/pass'
import type { Samples } from '../subset'
import type { Copies, Share } from './copies'

/** Steps between two looks whether all is finite. */
const AHEAD = 64
/** Samples that are drawn for all replicas between them, about. */
const DRAWS = 2 ** 21
/** Numbers that a layer may have for all replicas and samples that go through it at once. */
const ROOM = 2 ** 23

interface Training extends Samples {
  readonly theta0: Float64Array
  readonly rule: Rule
  readonly seed: number
}

/** The replicas of a share at θ_0, in as few groups as the device can hold; `measured` are the samples that losses are the mean of. */
export function createBatched(net: Net, machine: DeviceMachine, training: Training, measured: Samples, { first, count }: Share): Copies {
  const room = Math.min(machine.capacity, ROOM)
  const most = Math.max(1, Math.min(count, Math.floor(room / widestOf(net)), Math.floor(machine.capacity / net.size)))
  const groups: Copies[] = []
  for (let from = 0; from < count; from += most)
    groups.push(createGroup(net, machine, training, measured, { first: first + from, count: Math.min(most, count - from) }, room))
  return {
    async advance(...settings) {
      for (const group of groups) await group.advance(...settings)
    },
    async losses() {
      const found: number[] = []
      for (const group of groups) found.push(...(await group.losses()))
      return Float64Array.from(found)
    },
    async reset() {
      for (const group of groups) await group.reset()
    },
  }
}

function createGroup(
  net: Net,
  machine: DeviceMachine,
  { X, y, n, theta0, rule, seed }: Training,
  measured: Samples,
  { first, count }: Share,
  room: number,
): Copies {
  const widest = widestOf(net)
  /** Whether what a rule keeps under a name is each replica's own; what is no parameter's is the same for all. */
  const ofEach = (name: string) => ofEachParameter(rule, name)
  let now: ArmVectors = start()
  /** One before the first minibatch, when all replicas are the same. */
  let copies = 1
  let drawn = 0
  /** Which have not left the range of numbers; NaN stays with the replica that it belongs to. */
  let standing = new Array<boolean>(count).fill(true)
  /** All samples measured, once for each copy, where they go through the net at once. */
  let shown: Block | null = null

  function start(): ArmVectors {
    const { theta, state } = atRest(theta0, rule)
    const put = (values: Float64Array, name: string) => machine.vector(values, ofEach(name) ? net.maps : [])
    return { theta: machine.vector(theta, net.maps), state: mapped(state, put) }
  }

  function replace(next: ArmVectors): void {
    const kept = new Set(vectorsOf(next))
    machine.free(...vectorsOf(now).filter(vector => !kept.has(vector)))
    now = next
  }

  function setCopies(n: number): void {
    machine.free(shown)
    shown = null
    copies = n
  }

  function part(): void {
    if (copies === count) return
    setCopies(count)
    const spread = (x: Vector, name: string) => (ofEach(name) ? machine.repeat(x, count) : x)
    replace({ theta: machine.repeat(now.theta, count), state: mapped(now.state, spread) })
  }

  /** Samples of one copy that go through the net at once. */
  const atOnce = () => Math.max(1, Math.floor(room / (copies * widest)))

  /** One step along the gradients summed over `B` samples of each copy; `of` names the b-th of the r-th. */
  function step(settings: Arm, eta: number, B: number, of: (r: number, b: number) => number, changed: readonly string[]): ArmVectors {
    return machine.scope(() => {
      const sum = machine.zeros(now.theta)
      for (let from = 0; from < B; from += atOnce()) {
        const rows = copyByCopy(copies, from, Math.min(B, from + atOnce()), of)
        addBlockGradients(net, now.theta, X, y, rows, 0, rows.length, sum)
      }
      return machine.stepped(rule, now, sum, B, eta, settings, changed)
    })
  }

  async function stretch(settings: Arm, at: number, steps: number): Promise<void> {
    const batches = usesBatches(settings) && !isControlled(settings)
    if (batches) part()
    const sizes = Array.from({ length: steps }, (_, t) => (batches ? batchSize(settings, at + t, n) : n))
    const draws = batches ? drawsOf(sizes.reduce((sum, B) => sum + B, 0)) : []
    const changed = changedNames(rule, settings)
    let skip = 0
    for (const [t, B] of sizes.entries()) {
      const next = step(settings, learningRate(settings, at + t), B, batches ? (r, b) => draws[r][skip + b] : (_, b) => b, changed)
      replace({ theta: next.theta, state: { ...now.state, ...next.state } })
      skip += B
    }
    if (batches) drawn += skip
    // Looked at once: no replica comes back from there.
    const reach = machine.reach(now.theta, null)
    const fit = await machine.within(OVERFLOW.f32, reach, vectorsOf(now))
    machine.free(reach)
    standing = standing.map((stands, r) => stands && fit[r % fit.length])
  }

  /** The next draws of every replica. */
  const drawsOf = (total: number) =>
    Array.from({ length: count }, (_, r) => {
      const out = new Int32Array(total)
      integersFrom(out, drawn, n, seed, STREAM.ensemble, first + r)
      return out
    })

  /** What settings no longer change must not act when they change it again. */
  function forget(before: Arm, after: Arm): void {
    const changed = changedNames(rule, after)
    const idle = changedNames(rule, before).filter(name => !changed.includes(name))
    if (idle.length) replace({ ...now, state: { ...now.state, ...mapped(pick(now.state, idle), x => machine.zeros(x)) } })
  }

  return {
    async advance(settings, before, from, steps) {
      if (before) forget(before, settings)
      for (let done = 0; done < steps && standing.includes(true); ) {
        const ahead = Math.max(1, Math.min(AHEAD, Math.floor(DRAWS / (count * batchSize(settings, from + done, n)))))
        const size = Math.min(ahead, steps - done)
        await stretch(settings, from + done, size)
        done += size
      }
    },
    async losses() {
      const sums = new Float64Array(copies)
      for (let from = 0; from < measured.n; from += atOnce()) {
        const to = Math.min(measured.n, from + atOnce())
        const rows = copyByCopy(copies, from, to, (_, b) => b)
        const f = machine.scope(() => {
          const inputs = shown ?? machine.gather(measured.X, net.inputs, rows, 0, rows.length)
          if (rows.length === copies * measured.n) shown = machine.keep(inputs)
          return runOutputs(net, now.theta, inputs)
        })
        const { losses } = assess(net, await machine.read(f), measured.y, rows)
        machine.free(f)
        for (const [i, loss] of losses.entries()) sums[Math.floor(i / (to - from))] += loss
      }
      return Float64Array.from({ length: count }, (_, r) => {
        const loss = sums[r % copies] / measured.n
        return standing[r] && !Number.isNaN(loss) ? loss : Number.POSITIVE_INFINITY
      })
    },
    async reset() {
      replace(start())
      setCopies(1)
      drawn = 0
      standing = standing.map(() => true)
    },
  }
}

/** Samples from … to − 1 of every copy. */
function copyByCopy(copies: number, from: number, to: number, of: (r: number, b: number) => number): Int32Array {
  const each = to - from
  return Int32Array.from({ length: copies * each }, (_, i) => of(Math.floor(i / each), from + (i % each)))
}

/** The most numbers that a sample has anywhere: what a layer gives, sees at all its places, or adds to the gradient. */
function widestOf({ layers }: Net): number {
  return layers.reduce((most, layer) => {
    if (!isAffine(layer)) return Math.max(most, layer.inSize, layer.outSize)
    const { taps, places, out } = layer.map
    return Math.max(most, layer.outSize, taps * places, places > 1 ? out * taps : 0)
  }, 1)
}

const vectorsOf = ({ theta, state }: ArmVectors): Vector[] => [theta, ...Object.values(state)]
const mapped = <A, B>(state: Readonly<Record<string, A>>, change: (value: A, name: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, change(value, name)]))
const pick = (state: ArmVectors['state'], names: readonly string[]) => Object.fromEntries(names.map(name => [name, state[name]]))
