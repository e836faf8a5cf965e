/**
 * K of a net with one output in bands of its rows, each of which somebody else may compute: `bandOf` gives rows of the lower triangle
 * with what each trained layer adds to them, and `joinBands` (cutBands.ts) puts them together. Every entry is summed as it is in one piece
 * (`gram.ts`), so that its bits are the same, however K is cut.
 */

import type { Block, Matrix, Vector } from '../backends/machine/machine'
import { type Program, program, read } from '../backends/machine/program'
import type { Band, Rows } from './cutBands'
import { atTheta, readEach } from './derivatives'
import { filtersTogether } from './gram'
import { type AffineLayer, isAffine, type Net } from './layout'
import { backward, outputsOf, runForward, tangentOf } from './pass'
import { addImages, adjointOf, inPanels, PANEL, panelAt, type Wide } from './wide'

/** A band's own columns (`lower` ones alone are sure), and those of the samples before it, if there are any. */
interface Pair {
  readonly own: Matrix
  readonly before?: Matrix | undefined
}

/** Rows from … to of n, for X with the inputs of the first `to` samples, and the images of the vectors `along`. */
export const bandOf = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  { from, to }: Rows,
  n: number,
  along: readonly Float64Array[] = [],
): Program<Band> {
  const { machine, inputs: d } = net
  return yield* atTheta(net, theta, function* (at): Program<Band> {
    const wide = inPanels(net, n)
    const vs = along.map(v => machine.vector(v, net.maps))
    const { f, pairs, images } = machine.scope(() => {
      const own = machine.gather(X, d, null, from, to - from)
      const before = from > 0 ? machine.gather(X, d, null, 0, from) : undefined
      return wide ? inPanelsOf(net, wide, at, own, before, vs) : inOnePiece(net, at, own, before, n, vs)
    })
    const parts: Float64Array[] = []
    for (const { own, before } of pairs) parts.push(beside(before && (yield* read(machine, before)), yield* read(machine, own), to - from))
    return { from, outputs: yield* read(machine, f), parts, images: yield* readEach(net, images) }
  })
})

interface Pairs {
  readonly f: Block
  readonly pairs: readonly Pair[]
  /** J v of the band's samples. */
  readonly images: readonly Block[]
}

/** What a layer is given, and the adjoint of what it makes of it, for some samples. */
interface Side {
  readonly a: Block
  readonly dz: Block
}

/** From runs of the band's samples and of those before them. */
function inOnePiece(net: Net, theta: Vector, own: Block, before: Block | undefined, n: number, along: readonly Vector[]): Pairs {
  const run = (inputs: Block) => {
    const pass = runForward(net, theta, inputs)
    const d = backward(net, theta, pass, ones(net, inputs))
    return { pass, sideOf: ({ index }: AffineLayer): Side => ({ a: pass.a[index], dz: d[index] }) }
  }
  const [left, right] = [run(own), before && run(before)]
  const pairs = net.layers.flatMap(layer =>
    isAffine(layer) && layer.trained ? [net.machine.scope(() => pairOf(net, layer, n, left.sideOf(layer), right?.sideOf(layer)))] : [],
  )
  return { f: outputsOf(left.pass), pairs, images: along.map(v => tangentOf(net, theta, v, left.pass)) }
}

function pairOf(net: Net, layer: AffineLayer, n: number, left: Side, right: Side | undefined): Pair {
  const { machine } = net
  const { map, biases } = layer
  if (layer.kind === 'dense') {
    const adjoints = products(net, left.dz, right?.dz, 1, null)
    return times(net, adjoints, products(net, left.a, right?.a, layer.scale * layer.scale, biases ? 1 : 0))
  }
  const group = filtersTogether(layer, n)
  let sum: Pair | undefined
  for (let first = 0; first < layer.output.channels; first += group)
    sum = machine.scope(() => {
      const gradients = ({ a, dz }: Side) => machine.sampleGradients(map, dz, a, first, Math.min(group, layer.output.channels - first))
      return products(net, gradients(left), right && gradients(right), 1, null, sum)
    })
  return sum!
}

/** From panels of units: one run of each serves both layers. */
function inPanelsOf(net: Net, wide: Wide, theta: Vector, own: Block, before: Block | undefined, along: readonly Vector[]): Pairs {
  const { machine } = net
  const { hidden, head } = wide
  interface Sum {
    readonly f: Block
    readonly inner: Pair | null
    readonly outer: Pair | null
    readonly images: readonly Block[]
  }
  let sum: Sum | undefined
  for (let unit = 0; unit < hidden.outSize; unit += PANEL)
    sum = machine.scope((): Sum => {
      const panelOf = (inputs: Block) => panelAt(net, wide, theta, inputs, unit, hidden.trained)
      const [left, right] = [panelOf(own), before && panelOf(before)]
      const f = machine.linear(left.head, theta, left.a, left.last, sum?.f)
      const inner = head.trained
        ? products(net, left.a, right?.a, head.scale * head.scale, head.biases ? 1 : 0, sum?.inner ?? undefined)
        : null
      const images = addImages(net, wide, theta, along, own, left, sum?.images)
      if (!hidden.trained) return { f, inner, outer: null, images }
      const adjoint = (inputs: Block, panel: typeof left) => adjointOf(net, theta, panel, ones(net, inputs))
      const outer = products(net, adjoint(own, left), before && right && adjoint(before, right), 1, null, sum?.outer ?? undefined)
      return { f, inner, outer, images }
    })
  const { f, inner, outer, images } = sum!
  const pairs: Pair[] = []
  if (outer) pairs.push(times(net, outer, products(net, own, before, hidden.scale * hidden.scale, hidden.biases ? 1 : 0)))
  // The head's own adjoints are ones.
  if (inner) pairs.push(inner)
  return { f, pairs, images }
}

const ones = ({ machine }: Net, { rows }: Block) => machine.block(new Float64Array(rows).fill(1), 1)

/** scale·D Dᵀ and scale·D Eᵀ, added to `plus`, which is spent, or to matrices of one number. */
function products({ machine }: Net, D: Block, E: Block | undefined, scale: number, start: number | null, plus?: Pair): Pair {
  const to = (B: Block) => (start === null ? undefined : machine.matrix(D.rows, B.rows, start))
  return {
    own: machine.gram(D, D, scale, true, plus?.own ?? to(D)),
    before: E && machine.gram(D, E, scale, false, plus?.before ?? to(E)),
  }
}

function times({ machine }: Net, A: Pair, B: Pair): Pair {
  return {
    own: machine.multiplyMatrix(A.own, B.own),
    before: A.before && B.before && machine.multiplyMatrix(A.before, B.before),
  }
}

/** The rows of two matrices side by side. */
function beside(left: Float64Array | undefined, right: Float64Array, rows: number): Float64Array {
  if (!left) return right
  const [first, width] = [left.length / rows, (left.length + right.length) / rows]
  const out = new Float64Array(left.length + right.length)
  for (let i = 0; i < rows; i++) {
    out.set(left.subarray(i * first, (i + 1) * first), i * width)
    out.set(right.subarray(i * rows, (i + 1) * rows), i * width + first)
  }
  return out
}
