/**
 * Causal self-attention of one sample after another, in operations of a machine: forwards, its tangent, its adjoint, and the
 * tangent of its adjoint. A place's channels are those of Q, K, V (3·heads·size of them), number (channel, place).
 */

import type { Block, Groups, Inside, Machine, Products } from '../backends/machine/machine'

export interface Heads {
  readonly heads: number
  /** Channels of a head. */
  readonly size: number
  readonly places: number
}

/** The matrices of a head, and where the products among them go. */
function matricesOf({ heads, size, places }: Heads) {
  const each = size * places
  const whole = heads * each
  /** Places × channels of Q, K or V, which also stand in an output that has one of them. */
  const tokens = (part: number): Inside => ({ from: part * whole, each, row: 1, col: places })
  const [Q, K, V] = [tokens(0), tokens(1), tokens(2)]
  const scores: Inside = { from: 0, each: places * places, row: places, col: 1 }
  const flipped = ({ from, each, row, col }: Inside): Inside => ({ from, each, row: col, col: row })
  const root = 1 / Math.sqrt(size)
  const toScores = (x: Inside, y: Inside, scale: number): Products => ({
    ...{ batch: heads, rows: places, depth: size, columns: places, scale },
    ...{ x, y: flipped(y), z: scores, width: heads * places * places },
  })
  const toTokens = (x: Inside, y: Inside, z: Inside, scale: number, width: number): Products => ({
    ...{ batch: heads, rows: places, depth: places, columns: size, scale },
    ...{ x, y, z, width },
  })
  return {
    /** QKᵀ/√s. */
    scores: toScores(Q, K, root),
    /** P V. */
    mix: toTokens(scores, V, Q, 1, whole),
    /** U Vᵀ for an adjoint U of the output. */
    weights: toScores(Q, V, 1),
    /** The adjoints of Q and K from that of QKᵀ, and of V from U. */
    query: toTokens(scores, K, Q, root, 3 * whole),
    key: toTokens(flipped(scores), Q, K, root, 3 * whole),
    value: toTokens(flipped(scores), Q, V, 1, 3 * whole),
  }
}

const rowsOf = ({ places }: Heads): Groups => ({ size: places, inner: 1 })

/** (diag p − ppᵀ)u of every row p of P; u is spent. It is symmetric: a tangent and an adjoint. */
const throughSoftmax = (m: Machine, heads: Heads, P: Block, u: Block): Block =>
  m.multiply(m.contract(rowsOf(heads), -1, P, u, null, m.copy(u)), P)

/** The output (heads·size channels), and the weights P of every head, row and place seen. */
export function attend(m: Machine, heads: Heads, a: Block): { readonly z: Block; readonly P: Block } {
  const to = matricesOf(heads)
  const P = m.causalSoftmax(heads.places, m.products(to.scores, a, a))
  return { z: m.products(to.mix, P, a), P }
}

/** The tangent of P along t, the tangent of a. */
function weightsTangent(m: Machine, heads: Heads, a: Block, P: Block, t: Block): Block {
  const { scores } = matricesOf(heads)
  return throughSoftmax(m, heads, P, m.products(scores, a, t, m.products(scores, t, a)))
}

/** The tangent of the output along t, added to `plus`, which is spent. */
export function attentionTangent(m: Machine, heads: Heads, a: Block, P: Block, t: Block, plus?: Block): Block {
  const { mix } = matricesOf(heads)
  return m.products(mix, weightsTangent(m, heads, a, P, t), a, m.products(mix, P, t, plus))
}

/** The adjoint of a from u, that of the output; added to `plus`, which is spent. */
export function attentionAdjoint(m: Machine, heads: Heads, a: Block, P: Block, u: Block, plus?: Block): Block {
  const to = matricesOf(heads)
  const d = throughSoftmax(m, heads, P, m.products(to.weights, u, a))
  return m.products(to.query, d, a, m.products(to.key, d, a, m.products(to.value, P, u, plus)))
}

/** How that adjoint changes along t where u stays; added to `plus`, which is spent. */
export function attentionSecond(m: Machine, heads: Heads, a: Block, P: Block, t: Block, u: Block, plus?: Block): Block {
  const to = matricesOf(heads)
  const rows = rowsOf(heads)
  const Pt = weightsTangent(m, heads, a, P, t)
  const w = m.products(to.weights, u, a)
  const centred = m.contract(rows, -1, P, w, null, m.copy(w))
  const bent = m.contract(rows, -1, Pt, w, P, m.multiply(m.copy(centred), Pt))
  const dt = m.add(throughSoftmax(m, heads, P, m.products(to.weights, u, t)), bent)
  const d = m.multiply(centred, P)
  const sum = m.products(to.value, Pt, u, plus)
  return m.products(to.query, d, t, m.products(to.query, dt, a, m.products(to.key, d, t, m.products(to.key, dt, a, sum))))
}
