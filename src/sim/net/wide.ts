/**
 * Nets of one hidden layer, evaluated in panels of its units, for widths at which n×m arrays would not fit: sums over
 * units add up panel by panel. Panels are whole blocks of a product's depth, so that the bits are those of the net in one piece.
 */

import { columnsOf, DEPTH, rowsOf } from '../../lib/numerics'
import { activate } from './activation'
import type { DenseLayer, Net } from './layout'

/** Units of a panel. */
const PANEL = 4 * DEPTH

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

/** Units from … from + count: φ(z) and φ'(z) of the n samples (n×count); the arrays are only good during the call. */
type OnPanel = (from: number, count: number, a: Float64Array, slopes: Float64Array | null) => void

function eachPanel({ hidden }: Wide, theta: Float64Array, X: Float64Array, n: number, needsSlopes: boolean, visit: OnPanel): void {
  const { inSize, outSize, weightAt, biasAt, biases, activation, slope, scale, numerics } = hidden
  const room = () => new Float64Array(n * Math.min(PANEL, outSize))
  const z = room()
  const a = activation === 'identity' ? z : room()
  const slopes = needsSlopes && activation !== 'identity' ? room() : null
  for (let from = 0; from < outSize; from += PANEL) {
    const count = Math.min(PANEL, outSize - from)
    z.fill(0)
    numerics.addProduct(z, 0, count, rowsOf(X, inSize), columnsOf(theta, inSize, weightAt + from * inSize), n, count, inSize, scale)
    if (biases) for (let i = 0, at = 0; i < n; i++) for (let o = 0; o < count; o++, at++) z[at] += theta[biasAt + from + o]
    if (a !== z) activate(activation, slope, z, a, slopes, n * count)
    visit(from, count, a, slopes)
  }
}

/** f, n×C; `onPanel` may read the activations meanwhile. */
export function forwardWide(wide: Wide, theta: Float64Array, X: Float64Array, n: number, onPanel?: OnPanel): Float64Array {
  const { outSize: C, inSize: m, weightAt, biasAt, biases, scale, numerics } = wide.head
  const outputs = new Float64Array(n * C)
  eachPanel(wide, theta, X, n, false, (from, count, a, slopes) => {
    numerics.addProduct(outputs, 0, C, rowsOf(a, count), columnsOf(theta, m, weightAt + from), n, C, count, scale)
    onPanel?.(from, count, a, slopes)
  })
  if (biases) for (let i = 0, at = 0; i < n; i++) for (let c = 0; c < C; c++, at++) outputs[at] += theta[biasAt + c]
  return outputs
}

/** f (n×C) and, where the head is trained, the lower triangle of scale²·φφᵀ (+ 1 with a bias), n×n. */
export function openWide(wide: Wide, theta: Float64Array, X: Float64Array, n: number) {
  const { biases, scale, trained, numerics } = wide.head
  const inner = trained ? new Float64Array(n * n).fill(biases ? 1 : 0) : null
  const outputs = forwardWide(wide, theta, X, n, (_, count, a) => {
    if (inner) numerics.addProduct(inner, 0, n, rowsOf(a, count), columnsOf(a, count), n, n, count, scale * scale, true)
  })
  return { outputs, inner }
}

/** part (n×n) += D Eᵀ for the adjoints of the hidden layer that seeds u and w (n×C) leave; for w = u its lower triangle. */
export function addHiddenProducts(
  wide: Wide,
  theta: Float64Array,
  X: Float64Array,
  n: number,
  u: Float64Array,
  w: Float64Array,
  part: Float64Array,
): void {
  const { inSize: m, outSize: C, weightAt, scale, numerics } = wide.head
  const adjoint = (seeds: Float64Array, from: number, count: number, slopes: Float64Array | null, to: Float64Array) => {
    to.fill(0)
    numerics.addProduct(to, 0, count, rowsOf(seeds, C), rowsOf(theta, m, weightAt + from), n, count, C, scale)
    if (slopes) for (let i = 0; i < n * count; i++) to[i] *= slopes[i]
    return to
  }
  const D = new Float64Array(n * Math.min(PANEL, m))
  const E = w === u ? D : new Float64Array(D.length)
  eachPanel(wide, theta, X, n, true, (from, count, _, slopes) => {
    adjoint(u, from, count, slopes, D)
    if (w !== u) adjoint(w, from, count, slopes, E)
    numerics.addProduct(part, 0, n, rowsOf(D, count), columnsOf(E, count), n, n, count, 1, w === u)
  })
}
