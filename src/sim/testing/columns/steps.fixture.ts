import type { Checked } from '../../../scenario'
import { apply, form, inner, trace, zeros } from '../linalg.fixture'
import { bendingsAlong, denseAt, eigen, gradientOf, samplesOf } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, ELSEWHERE, near, upToSign, type Wanted } from './wanted.fixture'

/** Whether the arm takes full gradients, and whether its noise is made. */
const isFull = ({ settings }: Here) => settings.kind === 'gd' || settings.noise === 'none'
const isMade = ({ settings }: Here) => settings.kind === 'sgd' && settings.noise !== 'none' && settings.noise !== 'minibatch'

/** η of the step from θ_t, from where it went: θ_{t+1} = θ_t − η∇L_batch. Throws if it did not go along that gradient. */
function rateAt({ sim, path, batches }: Here, t: number): number {
  const { d, X, y, outputs: C, n } = sim.data
  const taken = batches[t].length === 0 ? Int32Array.from({ length: n }, (_, i) => i) : batches[t]
  const rows = (A: Float64Array, width: number) => Float64Array.from([...taken].flatMap(i => [...A.subarray(i * width, (i + 1) * width)]))
  const batch = sim.model.kind === 'planar' && taken.length === n ? sim.data : { n: taken.length, X: rows(X, d), y: rows(y, C) }
  const g = gradientOf(sim, path[t], batch)
  const step = path[t + 1].map((v, j) => v - path[t][j])
  const eta = -inner(step, g) / inner(g, g)
  const rest = step.map((v, j) => v + eta * g[j])
  if (!(inner(rest, rest) <= 1e-14 * inner(step, step))) throw new Error(`step ${t} does not go along its gradient`)
  return eta
}

/** What the steps really taken say. */
export function fromSteps(here: Here): Checked<'steps', Wanted> {
  const { sim, step, batches } = here
  const rate = isMade(here) || (sim.model.kind === 'planar' && !isFull(here)) ? null : (t: number) => rateAt(here, t)
  const before = rate && Array.from({ length: step }, (_, t) => rate(t))
  const { n } = sim.data
  return {
    step: near(step),
    lr: rate ? near(rate(step)) : ELSEWHERE,
    batch_size: isMade(here) ? ELSEWHERE : near(isFull(here) ? n : batches[step].length),
    measured_on: near(Math.min(sim.scenario.measure.of || n, n)),
    time: before ? near(before.reduce((s, eta) => s + eta, 0)) : ELSEWHERE,
  }
}

/** Every batch of B of n samples, each as likely as the other. */
function allBatches(n: number, B: number, replacement: boolean): number[][] {
  if (B === 0) return [[]]
  return allBatches(n, B - 1, replacement).flatMap(head =>
    Array.from({ length: n }, (_, i) => i)
      .filter(i => replacement || !head.includes(i))
      .map(i => [...head, i]),
  )
}

const sharpness = (wanted: Wanted) => ({
  ...{ batch_sharpness: wanted, batch_sharpness_gn: wanted },
  ...{ batch_sharpness_se: wanted, batch_sharpness_gn_se: wanted },
})

/**
 * The mean change of the loss to second order, ∇L·δ + δᵀGδ/2, and the mean of g_BᵀGg_B, over every minibatch, or over a made noise's
 * axes.
 */
export function fromMinibatches(here: Here): Checked<'minibatches', Wanted> {
  const { sim, settings, theta, row } = here
  const { measure } = sim.scenario
  if (measure.of) return { noise_share: isFull(here) ? near(0) : ELSEWHERE, gni: ELSEWHERE, eta_star: ELSEWHERE, ...sharpness(ELSEWHERE) }
  const { gradient, own, formOf, G, sigma, n } = denseAt(sim, theta)
  const [eta, B] = [row[sim.columns.at.lr], row[sim.columns.at.batch_size]]
  const replacement = settings.sampling === 'with-replacement'
  const change = (g: readonly number[]) => -eta * inner(gradient, g) + ((eta * eta) / 2) * form(G, g)
  const drift = change(gradient)
  const batches = isFull(here) ? [own.map((_, i) => i)] : isMade(here) ? [] : allBatches(n, B, replacement)
  const steps = isMade(here)
    ? axes()
    : batches.map(batch => gradient.map((_, j) => batch.reduce((s, i) => s + own[i][j] / batch.length, 0)))
  const mean = (of: (g: readonly number[]) => number) => steps.reduce((s, g) => s + of(g) / steps.length, 0)
  const noise = Math.abs(mean(change) - drift)
  return {
    eta_star: threshold(),
    noise_share: near(isFull(here) ? 0 : noise / (noise + Math.abs(drift)), 1),
    gni: measure.probes > 0 ? ABSENT : near(mean(g => form(G, g)) / inner(gradient, gradient)),
    ...(measure.batches === 0 || isMade(here) ? sharpness(ABSENT) : alongGradients()),
  }

  /** The mean of g_BᵀH_Bg_B/‖g_B‖² and of the same with G_B over every minibatch. */
  function alongGradients() {
    const of = (a: ArrayLike<number>, batch: readonly number[]) => batch.reduce((s, i) => s + a[i] / batch.length, 0)
    let [H, gn] = [0, 0]
    batches.forEach((batch, b) => {
      const length = Math.sqrt(inner(steps[b], steps[b]))
      const v = steps[b].map(x => x / length)
      H += of(bendingsAlong(sim, theta, v, samplesOf(sim)), batch) / batches.length
      gn += batch.reduce((s, i) => s + formOf(i, v) / batch.length, 0) / batches.length
    })
    return {
      batch_sharpness: near(H, Math.max(Math.abs(H), gn)),
      batch_sharpness_gn: near(gn),
      batch_sharpness_se: near(0),
      batch_sharpness_gn_se: near(0),
    }
  }

  /** 1/η* is the largest eigenvalue of M ↦ E_B[G_BMG_B] against M ↦ GM + MG, as dense matrices on the symmetric M in the span of G. */
  function threshold(): Wanted {
    if (measure.edge === 'off' || isMade(here) || sim.scenario.model.loss === 'cross-entropy') return ABSENT
    const { values, vectors } = eigen(G)
    const basis = vectors.filter((_, k) => values[k] > 1e-9 * values[0])
    const s = basis.length
    const pairs = basis.flatMap((_, k) => basis.slice(0, k + 1).map((_l, l) => [k, l] as const))
    const combined = (k: number, l: number, sign: number) => basis[k].map((v, j) => v + sign * basis[l][j])
    const ofSample = own.map((_, i) =>
      basis.map((_k, k) => basis.map((_l, l) => (formOf(i, combined(k, l, 1)) - formOf(i, combined(k, l, -1))) / 4)),
    )
    const ofBatch = (batch: readonly number[]) =>
      basis.map((_k, k) => basis.map((_l, l) => batch.reduce((sum, i) => sum + ofSample[i][k][l] / batch.length, 0)))
    const root = (k: number, l: number) => Math.sqrt(values[k] + values[l])
    const P = zeros(pairs.length, pairs.length)
    for (const A of batches.map(ofBatch))
      pairs.forEach(([k, l], row) => {
        pairs.forEach(([a, b], column) => {
          const both = (A[k][a] * A[b][l] + A[k][b] * A[a][l]) / (a === b ? 2 : Math.SQRT2)
          P[row][column] += (both * (k === l ? 1 : Math.SQRT2)) / (root(k, l) * root(a, b) * batches.length)
        })
      })
    return near(s > 0 ? 1 / eigen(P).values[0] : Number.NaN)
  }

  /** ∇L ± √p·(square root of the variance) along each eigenvector of G, of the variances that G has, of Tr Σ/B in all. */
  function axes(): number[][] {
    const { values, vectors } = eigen(G)
    const share = (replacement ? 1 : (n - B) / (n - 1)) / B
    return values.flatMap((value, k) => {
      const size = Math.sqrt(values.length * Math.max(0, (value / trace(G)) * trace(sigma) * share))
      return [1, -1].map(sign => gradient.map((v, j) => v + sign * size * vectors[k][j]))
    })
  }
}

/** Along the leading eigenvectors of the dense G at θ_a, from θ as recorded. */
export function fromPath({ sim, step, path, begins, theta }: Here): Checked<'path', Wanted> {
  const from = begins === 'planted' ? minimumOf(sim) : begins !== undefined && begins <= step ? path[begins] : null
  if (!from)
    return { moved: near(Number.NaN), moved_rest: near(Number.NaN), ...place(Number.NaN, [Number.NaN, Number.NaN], 1), moved_along: [] }
  const offset = theta.map((v, j) => v - from[j])
  const length = Math.sqrt(inner(offset, offset))
  const { values, vectors } = eigen(denseAt(sim, from).G)
  const k = Math.min(sim.columns.k, values.filter(v => v > 1e-9 * values[0]).length)
  const along = apply(vectors.slice(0, k), offset)
  const { plane } = sim
  const start = from.map((v, j) => v - plane.anchor[j])
  return {
    moved: near(length),
    moved_rest: near(Math.sqrt(Math.max(0, length * length - inner(along, along))), length || 1),
    ...place(
      begins === 'planted' ? 0 : Number(begins),
      [inner(start, plane.first), inner(start, plane.second)],
      Math.sqrt(inner(start, start)) || 1,
    ),
    moved_along: along.map(v => upToSign(v, length || 1)),
  }
}

const place = (step: number, [x, y]: readonly [number, number] | number[], scale: number) => ({
  anchor_step: near(step),
  anchor_x: near(x, scale),
  anchor_y: near(y, scale),
})

/** θ with f(x; θ) = w*·x that runs start beside, written out. */
function minimumOf({ model, data: { teacher, d } }: Here['sim']): Float64Array {
  if (model.kind === 'linear') return teacher
  if (model.kind !== 'olm-diagonal') throw new Error('no other model of these cases starts beside a minimum')
  const root = (v: number) => Math.sqrt(Math.max(0, v))
  return Float64Array.from({ length: 2 * d }, (_, j) => (j < d ? root(teacher[j]) : root(-teacher[j - d])))
}
