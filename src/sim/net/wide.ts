/**
 * Nets of one hidden layer, evaluated in panels of its units, for widths at which n×m arrays would not fit: sums over
 * units add up panel by panel. Panels are whole blocks of a product's depth, so that the bits are those of the net in one piece.
 */

import type { Affine, Block, Matrix, Vector } from '../backends/machine/machine'
import { DEPTH } from '../backends/machine/views'
import type { DenseLayer, Net } from './layout'

/** Units of a panel. */
const PANEL = 2 * DEPTH

interface Wide {
  readonly hidden: DenseLayer
  readonly head: DenseLayer
}

/** The two layers, or null for a net that cannot be cut into panels of units. */
export function wideLayers({ layers }: Net): Wide | null {
  const [hidden, head] = layers
  if (layers.length !== 2 || hidden?.kind !== 'dense' || head?.kind !== 'dense' || head.activation !== 'identity') return null
  return { hidden, head }
}

/** Numbers of a hidden layer's outputs, over all samples, that are held in one piece. */
const IN_ONE_PIECE = 4_000_000

/** The layers of a net that is evaluated in panels of units for n samples; null where it is in one piece. */
export function inPanels(net: Net, n: number, whole = IN_ONE_PIECE): Wide | null {
  const wide = wideLayers(net)
  return wide && n * wide.hidden.outSize > whole ? wide : null
}

/** Units from … on of a panel: the maps to them and from them, φ(z) and φ'(z) of the n samples. */
interface Panel {
  readonly head: Affine
  readonly last: boolean
  readonly a: Block
  readonly slope: Block | null
}

/** Adds up over the panels what `add` makes of each and of the sum so far, which is spent; all else that is made is freed. */
function overPanels<T>(
  { machine }: Net,
  { hidden, head }: Wide,
  theta: Vector,
  X: Float64Array,
  n: number,
  slopes: boolean,
  add: (sum: T | undefined, panel: Panel) => T,
): T {
  const panelAt = (inputs: Block, from: number): Panel => {
    const count = Math.min(PANEL, hidden.outSize - from)
    const { map } = hidden
    const into = { ...map, out: count, weightAt: map.weightAt + from * map.stride, biasAt: map.biasAt < 0 ? -1 : map.biasAt + from }
    const out = { ...head.map, taps: count, inputs: count, weightAt: head.map.weightAt + from }
    const z = machine.linear(into, theta, inputs, true)
    const last = from + count === hidden.outSize
    if (hidden.activation === 'identity') return { head: out, last, a: z, slope: null }
    const given = machine.activate(hidden.activation, hidden.slope, z, slopes)
    machine.free(z)
    return { head: out, last, ...given }
  }
  return machine.scope(() => {
    const inputs = machine.gather(X, hidden.inSize, null, 0, n)
    let sum: T | undefined
    for (let from = 0; from < hidden.outSize; from += PANEL) sum = machine.scope(() => add(sum, panelAt(inputs, from)))
    return sum!
  })
}

/** f, n×C. */
export function forwardWide(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number): Block {
  return overPanels<Block>(net, wide, theta, X, n, false, (f, { head, last, a }) => net.machine.linear(head, theta, a, last, f))
}

/** f (n×C) and, where the head is trained, scale²·φφᵀ (+ 1 with a bias), n×n. */
export function openWide(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number): { f: Block; inner: Matrix | null } {
  const { machine } = net
  const { biases, scale, trained } = wide.head
  return machine.scope(() => {
    const { f, inner } = overPanels<{ f: Block; inner: Matrix | null }>(net, wide, theta, X, n, false, (sum, { head, last, a }) => ({
      f: machine.linear(head, theta, a, last, sum?.f),
      inner: trained ? machine.gram(a, a, scale * scale, true, sum?.inner ?? machine.matrix(n, n, biases ? 1 : 0)) : null,
    }))
    return { f, inner: inner && machine.mirror(inner) }
  })
}

/** D Eᵀ (n×n) for the adjoints of the hidden layer that seeds u and w (n×C) leave; for w = u its lower triangle. */
export function hiddenProducts(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number, u: Block, w: Block): Matrix {
  const { machine } = net
  return overPanels<Matrix>(net, wide, theta, X, n, true, (sum, { head, slope }) => {
    const adjoint = (seeds: Block) => {
      const da = machine.transposed(head, theta, seeds)
      return slope ? machine.multiply(da, slope) : da
    }
    const D = adjoint(u)
    return machine.gram(D, w === u ? D : adjoint(w), 1, w === u, sum)
  })
}
