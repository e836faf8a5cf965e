import type { Checked } from '../../../scenario'
import { probeVector } from '../../spectrum/quadrature'
import { EXACT_TRACE } from '../../spectrum/trace'
import { frob, trace } from '../linalg.fixture'
import { denseAt, eigen, hessianAt, outputsOf, residualsOf, samplesOf, slope } from './dense.fixture'
import type { Here } from './recording.fixture'
import { ABSENT, between, ELSEWHERE, near, type Wanted } from './wanted.fixture'

type Reading = Checked<'second differences', Wanted>
const PROBES = 5
const NONE: Reading = { trace_H: ABSENT, trace_H_se: ABSENT, frob_H: ABSENT, lambda_H_error: ABSENT, lambda_H: [] }

/** H as a dense matrix from differences of ∇L; of wide models its forms along the probes from second differences of L. */
export function fromSecondDifferences(here: Here): Reading {
  const { sim, theta, row } = here
  const { curvature } = sim.scenario.measure
  const { columns } = sim
  const { hessian } = columns
  if (hessian === 0) return NONE
  if (sim.p > EXACT_TRACE) return fromProbes(here)
  const H = hessianAt(sim, theta)
  const { values } = eigen(H)
  const found = row.subarray(columns.first.lambda_H, columns.first.lambda_H + hessian)
  const off = Math.max(...found.map((v, k) => Math.abs(v - values[k])))
  return {
    trace_H: near(trace(H), frob(H)),
    trace_H_se: near(0),
    frob_H: curvature === 'H' ? near(frob(H)) : ABSENT,
    // A bound: no smaller than what the eigenvalues are off by, and small.
    lambda_H_error: between(off - 1e-7 * values[0], 1e-6 * values[0]),
    lambda_H: Array.from(found, (_, k) => near(values[k], values[0])),
  }
}

function fromProbes({ sim, theta }: Here): Reading {
  const samples = samplesOf(sim)
  const p = sim.p
  const values = Array.from({ length: PROBES }, (_, i) => {
    const z = probeVector(p, sim.scenario.seed, i)
    const along = (t: number) => theta.map((v, j) => v + t * z[j])
    const H = slope(t => slope(u => [residualsOf(sim, along(t + u), samples).L], 1e-2), 1e-2)[0]
    const image = slope(t => outputsOf(sim, along(t), samples), 1e-3)
    return p * (H - image.reduce((s, v) => s + v * v, 0) / samples.n)
  })
  const mean = values.reduce((s, v) => s + v, 0) / PROBES
  const spread = values.reduce((s, v) => s + (v - mean) * (v - mean), 0) / (PROBES - 1)
  const scale = Math.max(...values.map(Math.abs))
  const lambda_H = Array.from({ length: sim.columns.hessian }, () => ELSEWHERE)
  return {
    trace_H: near(trace(denseAt(sim, theta).G) + mean, 10 * scale),
    trace_H_se: near(Math.sqrt(spread / PROBES), 10 * scale),
    frob_H: ABSENT,
    lambda_H_error: ELSEWHERE,
    lambda_H,
  }
}
