import type { Checked } from '../../../scenario'
import { combine, form, frob, inner, type Matrix, multiply, trace } from '../linalg.fixture'
import { blockOf, denseAt, eigen, gradientOf, hessianAt, ownEntries, residualsOf, samplesOf } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, between, near, type Wanted } from './wanted.fixture'

const sum = (values: readonly number[]) => values.reduce((s, v) => s + v, 0)

/** THEORY.md §2 from dense matrices; `curvature=H` takes H where a column has a variant with it. */
export function fromMatrices({ sim, theta, settings }: Here): Checked<'matrices', Wanted> {
  const { plane, data, scenario } = sim
  const at = denseAt(sim, theta)
  const { G, L } = at
  const S = scenario.measure.sigma === 'centred' ? at.sigma : at.sigma1
  const A = scenario.measure.curvature === 'H' ? hessianAt(sim, theta) : G
  const twoL = 2 * L
  const [frobA, frobS, traceS, traceG] = [frob(A), frob(S), trace(S), trace(G)]
  const mu = trace(multiply(S, A)) / (twoL * frobA * frobA)
  const { values, vectors } = eigen(G)
  const lambda = values.filter(v => v > 1e-9 * values[0])
  const ofA = A === G ? { values, vectors } : eigen(A)
  const energy = lambda.map((value, k) => (inner(vectors[k], at.gradient) * inner(vectors[k], at.gradient)) / value)
  const shown = Math.min(scenario.measure.k, lambda.length)
  const all = Array.from({ length: shown }, (_, k) => k)
  const offset = Array.from(theta, (v, i) => v - plane.anchor[i])
  const length = Math.sqrt(inner(offset, offset))
  const { first: x, second: y } = plane
  const [onX, onY] = [inner(offset, x), inner(offset, y)]
  const off = Array.from(offset, (v, i) => v - onX * x[i] - onY * y[i])
  const whole = gradientOf(sim, theta, data)
  const plain = settings.kind === 'gd' || settings.noise === 'minibatch'
  // What stands for Σ on the plane: of an arm without noise nothing, of one shaped like G that of Σ's trace.
  const N = plain ? S : settings.noise === 'none' ? combine(S, S, 0, 0) : combine(G, G, 0, trace(at.sigma) / traceG)
  const onPlane = (M: Matrix, v: Float64Array, w: Float64Array) => near(form(M, v, w), Math.sqrt(form(M, v) * form(M, w)) || 1)
  const { probes } = scenario.measure
  // Probes do without the whole spectrum of K; what is compared here has no direction left for them to spread over.
  const energies = scenario.model.loss === 'squared' && probes === 0 ? all : []
  // Far from interpolation; against exact arithmetic they are held in rounding.test.ts of metrics, net, planar and spectrum.
  const bounded = sim.model.kind === 'network' || sim.model.kind === 'planar'
  const bound = bounded ? between(1e-17, 1e-8) : ABSENT
  const error = probes > 0 ? near(0, 1) : ABSENT
  const withRounding = probes > 0 ? between(1e-17, 1e-8) : ABSENT
  return {
    loss: near(residualsOf(sim, theta, data).L),
    grad_norm: near(Math.sqrt(inner(whole, whole))),
    mu: near(mu, 1),
    alpha: near(trace(multiply(S, A)) / (frobS * frobA), 1),
    beta: near(frobS / (twoL * frobA)),
    rel_dist: near(frob(combine(S, A, 1, -twoL)) / (twoL * frobA)),
    trace_G: near(traceG),
    frob_G: near(frob(G)),
    trace_sigma: near(traceS),
    ...{ mu_se: withRounding, alpha_se: withRounding, beta_se: withRounding, trace_sigma_se: error, trace_G_se: error, frob_G_se: error },
    ...{
      loss_rounding: bounded ? between(1e-17, 1e-8) : ABSENT,
      mu_rounding: bound,
      alpha_rounding: bound,
      beta_rounding: bound,
      rel_dist_rounding: bound,
    },
    g_rounding: all.map(() => bound),
    b_simple: probes > 0 ? ABSENT : near(trace(at.sigma) / inner(at.gradient, at.gradient)),
    b_noise: probes > 0 ? ABSENT : near(trace(multiply(at.sigma, G)) / form(G, at.gradient)),
    d_eff: near(Math.min(traceG / lambda[0], (frob(G) / lambda[0]) * (frob(G) / lambda[0]))),
    mu_acting: settings.kind === 'gd' ? near(0) : near(trace(multiply(N, A)) / (twoL * frobA * frobA), 1),
    mu_isotropic: near(((traceS / at.trained) * trace(A)) / (twoL * frobA * frobA), 1),
    mu_proportional: near(((traceS / trace(A)) * frobA * frobA) / (twoL * frobA * frobA)),
    path_x: near(inner(offset, x), length),
    path_y: near(inner(offset, y), length),
    path_distance: near(Math.sqrt(inner(off, off)), length),
    path_loss: near(
      residualsOf(
        sim,
        Float64Array.from(theta, (v, i) => v - off[i]),
        samplesOf(sim),
      ).L,
    ),
    sigma_xx: onPlane(N, x, x),
    sigma_xy: onPlane(N, x, y),
    sigma_yy: onPlane(N, y, y),
    G_xx: onPlane(G, x, x),
    G_xy: onPlane(G, x, y),
    G_yy: onPlane(G, y, y),
    lambda: all.map(k => near(lambda[k], lambda[0])),
    g: all.map(k => {
      const value = ofA.values[k]
      return value > 1e-9 * ofA.values[0] ? near(form(S, ofA.vectors[k]) / (twoL * value), 1) : ABSENT
    }),
    D_coarse: sim.model.kind === 'network' ? energies.map(k => escapeRatio(energy, k)) : [],
    D: energies.map(k => escapeRatio(energy, k)),
    multiplicity: all.map(() => near(1)),
    chi: all.map(k => near(sum(energy.slice(0, k + 1).map((e, l) => e * lambda[l])) / inner(at.gradient, at.gradient), 1)),
    energy: all.map(k => near(energy[k], twoL)),
    ...commutator(scenario, at),
    ...layerShares(sim, G, S),
    ...layerEdges(scenario, sim, G),
    ...layerCommutators(scenario, sim, at),
  }
}

/** Energy beyond direction k + 1 over that up to it. */
const escapeRatio = (energy: readonly number[], k: number) =>
  near(sum(energy.slice(k + 1)) / sum(energy.slice(0, k + 1)), Math.max(1, sum(energy) / sum(energy.slice(0, k + 1))))

function commutator({ measure, model }: Here['sim']['scenario'], { G, sigma }: ReturnType<typeof denseAt>) {
  if (measure.edge === 'off' || model.loss === 'cross-entropy') return { commutator: ABSENT, commutator_baseline: ABSENT }
  const { value, baseline } = commutatorOf(G, sigma)
  return { commutator: value, commutator_baseline: baseline }
}

/** The largest eigenvalue of the block of G that each trained layer has by itself. */
function layerEdges({ measure }: Here['sim']['scenario'], { model }: Here['sim'], G: Matrix) {
  if (measure.bylayer === 'off' || model.kind !== 'network') return { layer_lambda_G: [], layer_lambda_G_error: [] }
  const size = frob(G)
  const largest = ownEntries(model).map(own => eigen(blockOf(G, own)).values[0])
  return { layer_lambda_G: largest.map(v => near(v, size)), layer_lambda_G_error: largest.map(() => between(0, 1e-3 * size)) }
}

/** The same of the blocks of Σ and G that each trained layer has by itself. */
function layerCommutators({ measure, model }: Here['sim']['scenario'], sim: Here['sim'], { G, sigma }: ReturnType<typeof denseAt>) {
  if (measure.bylayer === 'off' || sim.model.kind !== 'network') return { layer_commutator: [], layer_commutator_baseline: [] }
  const both = ownEntries(sim.model).map(own =>
    model.loss === 'cross-entropy' ? { value: ABSENT, baseline: ABSENT } : commutatorOf(blockOf(G, own), blockOf(sigma, own)),
  )
  return { layer_commutator: both.map(b => b.value), layer_commutator_baseline: both.map(b => b.baseline) }
}

/** [Σ, G] as a product of dense matrices; over rotations Q of the s directions from moments of two orthonormal columns q, q' of Q. */
function commutatorOf(G: Matrix, sigma: Matrix) {
  const [ofG, ofS] = [eigen(G).values, eigen(sigma).values]
  const lambda = ofG.filter(v => v > 1e-9 * ofG[0])
  const s = lambda.length
  const size = frob(G) * frob(sigma)
  // E[q_i²q'_i²] and E[q_iq'_iq_jq'_j].
  const [same, apart] = [1 / (s * (s + 2)), -1 / (s * (s - 1) * (s + 2))]
  const entry = sum(ofS.map((a, i) => sum(ofS.map((b, j) => a * b * (i === j ? same : apart)))))
  const gaps = sum(lambda.map(a => sum(lambda.map(b => (a - b) * (a - b)))))
  return {
    value: near(frob(combine(multiply(sigma, G), multiply(G, sigma), 1, -1)) / size, 1),
    baseline: near(Math.sqrt(entry * gaps) / size, 1),
  }
}

/** Each trained layer's block on the diagonal of G and of ΣG. */
function layerShares({ model }: Here['sim'], G: Matrix, S: Matrix): Pick<Checked<'matrices', Wanted>, 'layer_G' | 'layer_mu'> {
  if (model.kind !== 'network') return { layer_G: [], layer_mu: [] }
  const SG = multiply(S, G)
  const shares = (A: Matrix) => ownEntries(model).map(own => near(sum(own.map(i => A[i][i])) / trace(A), 1))
  return { layer_G: shares(G), layer_mu: shares(SG) }
}
