import { expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { meanAndError } from '../../lib/sample'
import { perron } from '../../theory/escapePerron'
import { escapeProblem } from '../../theory/escapeProblem'
import { momentGrowth, tailIndex } from './tailIndex'

/** Smaller than what a study takes. */
const QUICK = { walkers: 100, burn: 40, steps: 120 }

/** Where f, negative at `from`, comes to zero before `to`. */
function crossing(f: (x: number) => number, from: number, to: number): number {
  let [lo, hi] = [from, to]
  for (let i = 0; i < 50; i++) {
    const middle = (lo + hi) / 2
    if (f(middle) < 0) lo = middle
    else hi = middle
  }
  return lo
}

const problemOf = (n: number, d: number) => escapeProblem(normals(new Float64Array(n * d), 9, STREAM.data), n, d)

it('in one dimension is the zero of log mean |1 − ηx²|^κ, within its error', () => {
  const problem = problemOf(7, 1)
  const factors = Array.from(problem.features, z => Math.abs(1 - 1.2 * z * z))
  const exact = (kappa: number) => Math.log(factors.reduce((s, f) => s + f ** kappa / 7, 0))
  const lo = crossing(exact, 0.05, 16)
  expect(exact(0.05)).toBeLessThan(0)
  const { kappa, error, lyapunov, lyapunovError, end } = tailIndex(problem, { eta: 1.2, B: 1, seed: 3 }, undefined, QUICK)
  expect(end).toBeNull()
  expect(error).toBeLessThan(0.5 * kappa)
  for (const power of [1, 3]) {
    const found = meanAndError(
      Float64Array.from({ length: 8 }, (_, m) => momentGrowth(problem, { eta: 1.2, B: 1, seed: 3 }, power, m, QUICK)),
    )
    expect(found.error).toBeLessThan(0.03 * power)
    expect(Math.abs(found.mean - exact(power))).toBeLessThan(4 * found.error)
  }
  expect(Math.abs(kappa - lo)).toBeLessThan(4 * error)
  const mean = factors.reduce((s, f) => s + Math.log(f) / 7, 0)
  expect(Math.abs(lyapunov - mean)).toBeLessThan(4 * lyapunovError)
})

it('has κ = 2 where the exact recursion has ρ = 1, and L(2) = log ρ beside it', () => {
  const problem = problemOf(30, 3)
  const rhoAt = (eta: number) => perron(problem, { eta, strength: 1, shape: 'sigma' }).rho
  const lo = crossing(eta => rhoAt(eta) - 1, 0.1, 2)
  const at = tailIndex(problem, { eta: lo, B: 1, seed: 5 }, undefined, QUICK)
  expect(Math.abs(at.kappa - 2)).toBeLessThan(4 * at.error + 0.05)
  expect(at.error).toBeLessThan(0.4)
  expect(Math.abs(at.second)).toBeLessThan(4 * at.secondError + 0.002)
  const beyond = tailIndex(problem, { eta: 1.15 * lo, B: 1, seed: 5 }, undefined, QUICK)
  expect(beyond.kappa).toBeLessThan(2)
  expect(Math.abs(beyond.second - Math.log(rhoAt(1.15 * lo)))).toBeLessThan(4 * beyond.secondError + 0.005)
})

it('says where there is none: no moment shrinks, or all of them do; the same numbers again', () => {
  const problem = problemOf(30, 3)
  expect(tailIndex(problem, { eta: 5, B: 1, seed: 1 }, undefined, QUICK)).toMatchObject({ end: 'unstable', kappa: Number.NaN })
  expect(tailIndex(problem, { eta: 0.01, B: 8, seed: 1 }, undefined, QUICK)).toMatchObject({ end: 'light', kappa: Number.NaN })
  const once = () => momentGrowth(problem, { eta: 0.3, B: 2, seed: 1 }, 1.5, 0, QUICK)
  expect(once()).toBe(once())
})
