/** Opens a model with two parameters as `Dynamics`, everything written out. */

import { eigh } from '../../lib/eigen'
import { direction, dot, largestOf, times } from '../../lib/matrix'
import type { Tick } from '../../lib/tick'
import { type Arm, columnsFor, type PlanarKind, type Scenario } from '../../scenario'
import type { DataSet } from '../data'
import type { Dynamics } from '../dynamics'
import { noiseFromMoments } from '../metrics/noise'
import { meanSquare } from '../metrics/rescale'
import { unitOf, unitOfMetric } from '../metrics/units'
import { buildPlane, type Lattice, type LossGrid, lossAtPoints, onPlane, type Plane, pointOn } from '../plane'
import { readRounding } from '../rounding'
import { readEscape, rowOf } from '../row'
import type { Curvatures } from '../spectrum/curvatures'
import { hessianColumns, readHessian } from '../spectrum/read'
import { createStepper } from '../stepper'
import { planarData } from './data'
import { planarGradients } from './gradients'
import { planarLocal } from './local'
import { type PlanarModel, planarModel, startOf } from './models'
import { bendingOf, planarDisturbed } from './rounding'
import { gramOfColumns, inUnits, stateAt } from './state'

const PLANE_ORIGIN = new Float64Array(2)

/** Models with two parameters, from J written out, in float64. Their landscape is the whole parameter plane. */
export function openPlanar(scenario: Scenario, kind: PlanarKind, data: DataSet = planarData(scenario, kind)): Dynamics {
  const { n } = data
  const model = planarModel(kind, data)
  const theta0 = startOf(model, scenario)
  const centred = scenario.measure.sigma === 'centred'
  const columns = columnsFor({ k: scenario.measure.k, hessian: hessianColumns(scenario) })
  const at = planarLocal(model, n)
  const curvatures = (theta: Float64Array) => planarCurvatures(model, n, theta)

  function read(theta: Float64Array, arm: Arm, step: number, plane: Plane): Float64Array {
    const state = stateAt(model, n, theta)
    const units = { r: unitOf(state.r), G: unitOfMetric(state.J, largestOf(state.J)) }
    const own = inUnits(state, units)
    const { C, r, J, g, gradient } = own
    const [G, S] = [gramOfColumns(J, n), gramOfColumns(g, n)]
    const root = Math.sqrt(meanSquare(r, C))
    const moments = noiseFromMoments(G, S, gradient, 2, root * root)
    const { lambda, vectors } = directions(G, scenario.measure.k)
    const image = (v: Float64Array) => times(J, v, n * C, 2)
    const plain = (v: Float64Array) => times(state.J, v, n * C, 2)
    const images = new Float64Array(lambda.length * n * C)
    for (let k = 0; k < lambda.length; k++) images.set(image(vectors.subarray(2 * k, 2 * k + 2)), k * n * C)
    const onPlanes = { plane: [plain(plane.first), plain(plane.second)], point: onPlane(plane, theta) } as const
    const traceG = G[0] + G[3]
    const measured = { units, moments, traceG, frobG2: dot(G, G), lambda, images, r, outputs: C, ...onPlanes }
    const row = rowOf(columns, measured, { arm, step, p: 2, centred })
    readEscape(row, columns, planarEnergies(gradient, G))
    const disturbed = planarDisturbed(model, theta, own, units, G, centred)
    readRounding(row, columns, measured, { p: 2, centred, whole: true }, disturbed)
    if (columns.hessian) readHessian(row, columns, scenario, curvatures(theta), { ...measured, disturbed })
    return row
  }

  return {
    data,
    model: {
      kind: 'planar',
      outputs: theta => stateAt(model, n, theta).r.map((r, at) => r + data.y[at]),
      jacobian: theta => stateAt(model, n, theta).J,
    },
    engine: createStepper(planarGradients(model, n)),
    columns,
    theta0,
    ...(scenario.init.kind === 'near-minimum' && { planted: Float64Array.from(model.minimum) }),
    p: 2,
    read: async (_, theta, arm, step, plane) => ({ arm: arm.id, row: read(theta, arm, step, plane), population: null }),
    curvatures: async theta => curvatures(theta),
    batches: async theta => async rows => {
      const v = direction(stateAt(model, n, theta, rows).gradient)
      const { G, H } = planarCurvatures(model, n, theta, rows)
      return v && { G: dot(v, G(v)), H: dot(v, H(v)) }
    },
    async wholeGram(theta) {
      const { fewEnough, wholeColumnsOf } = await import('../fromGram')
      const { r, J, C } = stateAt(model, n, theta)
      return fewEnough(n, C, 2) ? wholeColumnsOf(J, r, n, C, 2) : null
    },
    local: async () => at,
    lossAt: theta => stateAt(model, n, theta).loss,
    measuredLoss: async theta => stateAt(model, n, theta).loss,
    async along(theta, directions, withH = false) {
      const { alongLocal } = await import('../along')
      return alongLocal(at(theta), stateAt(model, n, theta).loss, directions, withH ? curvatures(theta).H : null)
    },
    async directionsAt(theta, k) {
      const { lambda, vectors } = directions(gramOfColumns(stateAt(model, n, theta).J, n), k)
      return Array.from(lambda, (_, l) => vectors.slice(2 * l, 2 * l + 2))
    },
    async gram(theta) {
      const { J } = stateAt(model, n, theta)
      const rows = J.length / 2
      return Float64Array.from({ length: rows * rows }, (_, e) => {
        const [i, j] = [2 * Math.floor(e / rows), 2 * (e % rows)]
        return J[i] * J[j] + J[i + 1] * J[j + 1]
      })
    },
    async energies(_, theta) {
      const { gradient, J } = stateAt(model, n, theta)
      const energy = planarEnergies(gradient, gramOfColumns(J, n))
      return energy.every(Number.isFinite) ? energy : null
    },
    async plane(view, _, at) {
      if (view.plane === 'parameters') return buildPlane(view, PLANE_ORIGIN, 'origin', 2, () => PLANE_ORIGIN)
      const here = at ?? theta0
      const { lambda, vectors } = directions(gramOfColumns(stateAt(model, n, here).J, n), 2)
      return buildPlane(view, here, at ? 'arm' : 'start', lambda.length, k => vectors.slice(2 * k, 2 * k + 2))
    },
    landscape: (plane, lattice, tick) => planarSurface(model, n, plane, lattice, tick),
    certify: async () => null,
  }
}

/** Eigenpairs of G, zero eigenvalues left out. */
function directions(G: Float64Array, most: number) {
  const { values, vectors } = eigh(G, 2)
  const count = Math.min(most, values[0] > 0 ? (values[1] > 2 * Number.EPSILON * values[0] ? 2 : 1) : 0)
  return { lambda: values.slice(0, count), vectors }
}

/** (∇L·v_k)²/λ_k: the energy (u_k·r)²/n of the residual along each direction. */
function planarEnergies(gradient: Float64Array, G: Float64Array): Float64Array {
  if (!G.every(Number.isFinite)) return Float64Array.of(Number.NaN)
  const { lambda, vectors } = directions(G, 2)
  return lambda.map((value, k) => {
    const along = dot(gradient, vectors.subarray(2 * k, 2 * k + 2))
    return (along * along) / value
  })
}

/** H = G + (1/n) Σ r_i ∇²f_i of the batch `rows`, or of all samples, written out. */
function planarCurvatures(model: PlanarModel, all: number, theta: Float64Array, rows?: Int32Array): Curvatures {
  const { J, g, r, C, n } = stateAt(model, all, theta, rows)
  const G = gramOfColumns(J, n)
  const bent = new Float64Array(3)
  for (let i = 0; i < n; i++) model.bend(rows ? rows[i] : i, theta[0], theta[1], r.subarray(i * C, (i + 1) * C), bent)
  const [uu, uv, vv] = bent.map(v => v / n)
  const H = Float64Array.of(G[0] + uu!, G[1] + uv!, G[2] + uv!, G[3] + vv!)
  return {
    p: 2,
    n,
    H: v => times(H, v, 2, 2),
    G: v => times(G, v, 2, 2),
    sampleGradient: i => g.slice(2 * i, 2 * i + 2),
    equalTraces: model.kind !== 'two-basins',
    bending: () => bendingOf(model, n, theta),
    written: {
      jacobian: () => J,
      bent(A) {
        const [own, one] = [new Float64Array(n * C), new Float64Array(C)]
        for (let at = 0; at < n * C; at++) {
          one.fill(0)
          one[at % C] = 1
          bent.fill(0)
          model.bend(Math.floor(at / C), theta[0], theta[1], one, bent)
          own[at] = A[0] * bent[0] + (A[1] + A[2]) * bent[1] + A[3] * bent[2]
        }
        return own
      },
    },
    gram: { side: 2, eigenvalues: () => eigh(G, 2).values },
  }
}

/** The exact loss at every point of the lattice. */
function planarSurface(model: PlanarModel, n: number, plane: Plane, lattice: Lattice, tick: Tick): Promise<LossGrid> {
  const [r, J] = [new Float64Array(model.C), new Float64Array(2 * model.C)]
  const theta = new Float64Array(plane.anchor.length)
  const lossAt = (x: number, y: number) => {
    const [u, v] = pointOn(plane, x, y, theta)
    let sum = 0
    for (let i = 0; i < n; i++) {
      model.sample(i, u!, v!, r, J)
      for (const own of r) sum += own * own
    }
    return sum / (2 * n)
  }
  return lossAtPoints(lattice, lossAt, tick)
}
