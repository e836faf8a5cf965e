/**
 * Nets of one hidden layer, evaluated in panels of its units, for widths at which n×m arrays would not fit: sums over
 * units add up panel by panel. Panels are whole blocks of a product's depth, so that the bits are those of the net in one piece.
 */

import type { Affine, Block, Matrix, Vector } from '../backends/machine/machine'
import { DEPTH } from '../backends/machine/views'
import type { DenseLayer, Net } from './layout'

/** Units of a panel. */
export const PANEL = 2 * DEPTH

export interface Wide {
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

/** Units from … on of a panel: the maps to them and from them, φ(z) and φ'(z) of the samples. */
interface Panel {
  readonly into: Affine
  readonly head: Affine
  readonly last: boolean
  readonly a: Block
  readonly slope: Block | null
}

/** The panel that begins with unit `from`, for samples of these inputs. */
export function panelAt({ machine }: Net, { hidden, head }: Wide, theta: Vector, inputs: Block, from: number, slopes: boolean): Panel {
  const count = Math.min(PANEL, hidden.outSize - from)
  const { map } = hidden
  const into = { ...map, out: count, weightAt: map.weightAt + from * map.stride, biasAt: map.biasAt < 0 ? -1 : map.biasAt + from }
  const out = { ...head.map, taps: count, inputs: count, weightAt: head.map.weightAt + from }
  const z = machine.linear(into, theta, inputs, true)
  const last = from + count === hidden.outSize
  if (hidden.activation === 'identity') return { into, head: out, last, a: z, slope: null }
  const given = machine.activate(hidden.activation, hidden.slope, z, slopes)
  machine.free(z)
  return { into, head: out, last, ...given }
}

/** Adds up over the panels what `add` makes of each and of the sum so far, which is spent; all else that is made is freed. */
function overPanels<T>(
  net: Net,
  wide: Wide,
  theta: Vector,
  X: Float64Array,
  n: number,
  slopes: boolean,
  add: (sum: T | undefined, panel: Panel, inputs: Block) => T,
): T {
  const { machine } = net
  return machine.scope(() => {
    const inputs = machine.gather(X, net.inputs, null, 0, n)
    let sum: T | undefined
    for (let from = 0; from < wide.hidden.outSize; from += PANEL)
      sum = machine.scope(() => add(sum, panelAt(net, wide, theta, inputs, from, slopes), inputs))
    return sum!
  })
}

/** f, n×C. */
export function forwardWide(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number): Block {
  return overPanels<Block>(net, wide, theta, X, n, false, (f, { head, last, a }) => net.machine.linear(head, theta, a, last, f))
}

/** What one run over the panels gives. */
interface WideRun {
  /** n×C. */
  readonly f: Block
  /** scale²·φφᵀ (+ 1 with a bias) where the head is trained, n×n. */
  readonly inner: Matrix | null
  /** D Dᵀ for the adjoints D of the hidden layer that seeds of ones leave, of a net with one output whose hidden layer is trained. */
  readonly outer: Matrix | null
  /** J v of every v that was asked for, n×C. */
  readonly images: readonly Block[]
}

export function runWide(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number, along: readonly Vector[]): WideRun {
  const { machine, outputs: C } = net
  const { hidden, head } = wide
  const { biases, scale, trained } = head
  return machine.scope(() => {
    const ones = C === 1 && hidden.trained ? machine.block(new Float64Array(n).fill(1), 1) : null
    const run = overPanels<WideRun>(net, wide, theta, X, n, hidden.trained, (sum, panel, inputs) => ({
      f: machine.linear(panel.head, theta, panel.a, panel.last, sum?.f),
      inner: trained ? machine.gram(panel.a, panel.a, scale * scale, true, sum?.inner ?? machine.matrix(n, n, biases ? 1 : 0)) : null,
      outer: ones && addSquare(net, adjointOf(net, theta, panel, ones), sum?.outer),
      images: addImages(net, wide, theta, along, inputs, panel, sum?.images),
    }))
    const { inner, outer } = run
    return { ...run, inner: inner && machine.mirror(inner), outer: outer && machine.mirror(outer) }
  })
}

const addSquare = ({ machine }: Net, D: Block, sum: Matrix | null | undefined) => machine.gram(D, D, 1, true, sum ?? undefined)

/** The adjoints of a panel's units that seeds (rows×C) leave. */
export function adjointOf({ machine }: Net, theta: Vector, { head, slope }: Panel, seeds: Block): Block {
  const da = machine.transposed(head, theta, seeds)
  return slope ? machine.multiply(da, slope) : da
}

/** Adds what a panel's units contribute to J v of every v to the sums so far, which are spent. */
export function addImages(
  { machine }: Net,
  { hidden, head }: Wide,
  theta: Vector,
  along: readonly Vector[],
  inputs: Block,
  panel: Panel,
  sums?: readonly Block[],
): Block[] {
  return along.map((v, k) => {
    const own = head.trained ? machine.linear(panel.head, v, panel.a, panel.last, sums?.[k]) : sums?.[k]
    if (!hidden.trained) return own!
    const t = machine.linear(panel.into, v, inputs, true)
    return machine.linear(panel.head, theta, panel.slope ? machine.multiply(t, panel.slope) : t, false, own)
  })
}

/** J v of every v, n×C. */
export function imagesWide(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number, along: readonly Vector[]): readonly Block[] {
  return overPanels<readonly Block[]>(net, wide, theta, X, n, wide.hidden.trained, (sums, panel, inputs) =>
    addImages(net, wide, theta, along, inputs, panel, sums),
  )
}

/** D Eᵀ (n×n) for the adjoints of the hidden layer that seeds u and w (n×C) leave; for w = u its lower triangle. */
export function hiddenProducts(net: Net, wide: Wide, theta: Vector, X: Float64Array, n: number, u: Block, w: Block): Matrix {
  return overPanels<Matrix>(net, wide, theta, X, n, true, (sum, panel) => {
    const D = adjointOf(net, theta, panel, u)
    if (w === u) return addSquare(net, D, sum)
    return net.machine.gram(D, adjointOf(net, theta, panel, w), 1, false, sum)
  })
}
