/**
 * What every kind of layer computes, in operations of a machine, a program per kind: z, the part before the activation, forwards; its
 * tangent; its adjoint; and, where z is not linear in what goes in, how that adjoint changes along a tangent. A new kind is
 * a specification, its place in `layout.ts`, and a program.
 */

import type { Block, Machine, Vector } from '../backends/machine/machine'
import { attend, attentionAdjoint, attentionSecond, attentionTangent } from './attention'
import type { AffineLayer, Layer } from './layout'
import { normSecond, throughNorm } from './norm'

/** What a layer was given and has made of it. */
export interface Ran {
  /** What went in. */
  readonly a: Block
  /** What comes out. */
  readonly out: Block
  /** What the program kept beside. */
  readonly kept: readonly Block[]
}

export interface LayerProgram<L extends Layer> {
  /** z from what stands before every layer, a[l] before layer l, and what is kept for the other parts. */
  forward(m: Machine, layer: L, theta: Vector, a: readonly Block[]): { readonly z: Block; readonly kept?: readonly Block[] }
  /** The tangent of z from the tangents t of a, missing where they are zero, added to `plus`, which is spent. */
  tangent(m: Machine, layer: L, theta: Vector, ran: Ran, t: readonly (Block | undefined)[], plus?: Block): Block | undefined
  /** The adjoint of what goes in from dz, added to `plus`, which is spent. */
  adjoint(m: Machine, layer: L, theta: Vector, ran: Ran, dz: Block, plus?: Block): Block
  /** How the adjoint changes along t, the tangent of what goes in, where dz stays. */
  second?(m: Machine, layer: L, ran: Ran, t: Block, dz: Block, plus: Block): Block
}

type Programs = { readonly [Kind in Layer['kind']]: LayerProgram<Extract<Layer, { kind: Kind }>> }

const added = (m: Machine, sum: Block | undefined, part: Block) => (sum ? m.add(sum, part) : part)

const affine: LayerProgram<AffineLayer> = {
  forward: (m, { map, index }, theta, a) => ({ z: m.linear(map, theta, a[index], true) }),
  tangent(m, { map, index }, theta, _, t, plus) {
    const a = t[index]
    return a ? m.linear(map, theta, a, false, plus) : plus
  },
  adjoint: (m, { map }, theta, _, dz, plus) => m.transposed(map, theta, dz, plus),
}

const PROGRAMS: Programs = {
  dense: affine,
  conv: affine,
  last: affine,
  pool: {
    forward(m, { windows, index }, _, a) {
      const at = windows.kind === 'max' ? m.maxima(windows, a[index]) : null
      return { z: m.pool(windows, a[index], at), kept: at ? [at] : [] }
    },
    tangent(m, { windows, index }, _, { kept }, t, plus) {
      const a = t[index]
      return a ? added(m, plus, m.pool(windows, a, kept[0] ?? null)) : plus
    },
    adjoint: (m, { windows }, _, { kept }, dz, plus) => added(m, plus, m.unpool(windows, dz, kept[0] ?? null)),
  },
  add: {
    forward: (m, { spec, index }, _, a) => ({ z: m.add(m.copy(a[index]), a[spec.from]) }),
    tangent(m, { spec, index }, _theta, _ran, t, plus) {
      const [a, other] = [t[index], t[spec.from]]
      const sum = a ? added(m, plus, m.copy(a)) : plus
      return other ? added(m, sum, m.copy(other)) : sum
    },
    adjoint: (m, _layer, _theta, _ran, dz, plus) => added(m, plus, m.copy(dz)),
  },
  attention: {
    forward(m, { heads, index }, _, a) {
      const { z, P } = attend(m, heads, a[index])
      return { z, kept: [P] }
    },
    tangent(m, { heads, index }, _, { a, kept }, t, plus) {
      const along = t[index]
      return along ? attentionTangent(m, heads, a, kept[0], along, plus) : plus
    },
    adjoint: (m, { heads }, _, { a, kept }, dz, plus) => attentionAdjoint(m, heads, a, kept[0], dz, plus),
    second: (m, { heads }, { a, kept }, t, dz, plus) => attentionSecond(m, heads, a, kept[0], t, dz, plus),
  },
  norm: {
    forward(m, { groups, index }, _, a) {
      const { y, r } = m.normalize(groups, a[index])
      return { z: y, kept: [r] }
    },
    tangent(m, { groups, index }, _, { out, kept }, t, plus) {
      const along = t[index]
      return along ? added(m, plus, throughNorm(m, groups, out, kept[0], along)) : plus
    },
    adjoint: (m, { groups }, _, { out, kept }, dz, plus) => added(m, plus, throughNorm(m, groups, out, kept[0], dz)),
    second: (m, { groups }, { out, kept }, t, dz, plus) => m.add(plus, normSecond(m, groups, out, kept[0], t, dz)),
  },
}

export const programOf = (layer: Layer): LayerProgram<Layer> => PROGRAMS[layer.kind]
