/**
 * Outputs of a net on a plane of θ, by a machine on the processor, which makes θ of every point itself. What the first layer gives before
 * its activation is linear in its weights and bias, so that of one with many inputs it is known from three points; each other point
 * takes the passes through the layers above alone.
 */

import { type Block, type HostMachine, isHost, type Vector } from '../backends/machine/machine'
import { blocksOf, countOf } from './derivatives'
import { type AffineLayer, isAffine, type Net } from './layout'
import { runOutputs, runOutputsAbove } from './pass'
import { inPanels } from './wide'

/** Points anchor + x·first + y·second. */
interface Through {
  readonly anchor: Float64Array
  readonly first: Float64Array
  readonly second: Float64Array
}

/** Numbers that are held at most: of vectors like θ, of samples, of what is known of them. */
const HELD = 6_000_000
/** Inputs of a unit from which on their products cost more than to put together what is known. */
const MANY = 100

/** z of the first layer, of the block of samples that begins with `from`: at the anchor, and how it changes along both axes. */
interface Known {
  readonly from: number
  readonly z: readonly [anchor: Float64Array, x: Float64Array, y: Float64Array]
}

/** A block of samples on the machine. */
interface Lot {
  readonly from: number
  readonly held: readonly Block[]
  outputs(theta: Vector, x: number, y: number): Block
}

/** A plane that lies on the machine. */
interface OpenPlane {
  /** f at anchor + x·first + y·second, n×C. */
  at(x: number, y: number): Float64Array
  /** Takes it off the machine. */
  close(): void
}

/**
 * Puts a plane on the machine, as often as it is wanted, for rows of X (n×d). Null where whole passes at each θ are to be taken: on a
 * device, in panels of units, and where vectors or samples are too large to be held.
 */
export function outputsOnPlane(net: Net, X: Float64Array, plane: Through): (() => OpenPlane) | null {
  const { machine } = net
  const n = countOf(net, X, null)
  if (!isHost(machine) || 4 * net.size > HELD || inPanels(net, n)) return null
  const first = knowable(net, n)
  if (!first && X.length > HELD) return null
  let known: readonly Known[] | undefined
  return () => {
    if (!first) return opened(net, machine, n, plane, 0, passes(net, machine, X))
    known ??= knownOf(net, machine, first, X, plane)
    // What is known of it needs no θ.
    return opened(net, machine, n, plane, first.weightAt + first.weights + first.biases, passesAbove(net, machine, first, known))
  }
}

/** The first layer, where it pays to know what it gives and can be done: not if it has few inputs, or they are seen further up. */
function knowable({ layers: [first, ...above] }: Net, n: number): AffineLayer | null {
  if (!first || !isAffine(first) || first.map.taps < MANY || 3 * n * first.outSize > HELD) return null
  return above.some(layer => layer.kind === 'add' && layer.spec.from === 0) ? null : first
}

/** Outputs of lots at points of which θ is wanted from entry `from` on. */
function opened(net: Net, machine: HostMachine, n: number, plane: Through, from: number, lots: readonly Lot[]): OpenPlane {
  const put = (v: Float64Array) => machine.keep(machine.vector(v, net.maps))
  const through = [put(plane.anchor), put(plane.first), put(plane.second)] as const
  const theta = machine.keep(machine.zeros(through[0]))
  return {
    at(x, y) {
      machine.combine(theta, through, x, y, from)
      const f = new Float64Array(n * net.outputs)
      for (const lot of lots) machine.scope(() => f.set(machine.values(lot.outputs(theta, x, y)), lot.from * net.outputs))
      return f
    },
    close: () => machine.free(...through, theta, ...lots.flatMap(({ held }) => held)),
  }
}

function passes(net: Net, machine: HostMachine, X: Float64Array): Lot[] {
  return Array.from(blocksOf(net, countOf(net, X, null)), ([from, count]) => {
    const inputs = machine.keep(machine.gather(X, net.inputs, null, from, count))
    return { from, held: [inputs], outputs: theta => runOutputs(net, theta, inputs) }
  })
}

function passesAbove(net: Net, machine: HostMachine, { outSize }: AffineLayer, known: readonly Known[]): Lot[] {
  const put = (z: Float64Array) => machine.keep(machine.block(z, outSize))
  return known.map(({ from, z: [anchor, along, across] }) => {
    const held = [put(anchor), put(along), put(across)] as const
    return {
      from,
      held,
      outputs(theta, x, y) {
        const z = machine.copy(held[0])
        machine.combine(z, held, x, y)
        return runOutputsAbove(net, theta, z)
      },
    }
  })
}

function knownOf(net: Net, machine: HostMachine, { map }: AffineLayer, X: Float64Array, { anchor, first, second }: Through): Known[] {
  return machine.scope(() => {
    const vectors = [anchor, first, second].map(v => machine.vector(v, net.maps))
    return Array.from(blocksOf(net, countOf(net, X, null)), ([from, count]) =>
      machine.scope(() => {
        const inputs = machine.gather(X, net.inputs, null, from, count)
        const z = (k: number) => machine.scope(() => machine.values(machine.linear(map, vectors[k], inputs, true)))
        return { from, z: [z(0), z(1), z(2)] } as const
      }),
    )
  })
}
