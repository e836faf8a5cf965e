import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { PRESETS } from '../../scenario'
import { makeData } from '../makeData'
import { MarginDescent } from './descent'
import { hardMargin } from './hardMargin'
import { fitLaws } from './laws'
import { runMargin } from './run'
import { separableClasses } from './separable'

const { scenario } = PRESETS.get('margin')!
const classes = separableClasses(makeData(scenario.data, scenario.seed), scenario.data)
const best = hardMargin(classes.Z, classes.n, classes.d)!
const settings = { eta: 1, warmUp: 1000, every: 5, toward: best.u, away: 2, factor: 1.02 }

const marginOf = (Z: Float64Array, n: number, d: number, w: ArrayLike<number>) => {
  const size = Math.hypot(...Array.from(w))
  return Math.min(...Array.from({ length: n }, (_, i) => Z.subarray(i * d, (i + 1) * d).reduce((t, v, j) => t + v * w[j], 0) / size))
}

describe('the largest margin', () => {
  it.each([1, 2, 3, 4, 5])('in the plane is that of the best of all directions that one or two points decide: %i', seed => {
    const n = 25
    const Z = normals(new Float64Array(2 * n), seed, STREAM.data, 77)
    for (let i = 0; i < n; i++) {
      const side = Z[2 * i] + 0.4 * Z[2 * i + 1] < 0 ? -1 : 1
      Z[2 * i] = side * Z[2 * i] + 0.2
      Z[2 * i + 1] = side * Z[2 * i + 1] + 0.08
    }
    const at = (i: number) => [Z[2 * i], Z[2 * i + 1]] as const
    let brute = Number.NEGATIVE_INFINITY
    for (let i = 0; i < n; i++) {
      brute = Math.max(brute, marginOf(Z, n, 2, at(i)))
      for (let j = 0; j < i; j++) {
        const across = [at(i)[1] - at(j)[1], at(j)[0] - at(i)[0]] as const
        brute = Math.max(brute, marginOf(Z, n, 2, across), marginOf(Z, n, 2, [-across[0], -across[1]]))
      }
    }
    const found = hardMargin(Z, n, 2)!
    expect(brute).toBeGreaterThan(0)
    expect(Math.abs(found.margin / brute - 1)).toBeLessThan(1e-12)
    expect(found.above - found.margin).toBeLessThan(1e-12 * brute)
    expect(marginOf(Z, n, 2, found.u)).toBeCloseTo(found.margin, 14)
  })

  it('is proved from both sides in more dimensions, and missing where no plane separates', () => {
    expect(best.above - best.margin).toBeLessThan(1e-12 * best.margin)
    expect(best.support).toHaveLength(5)
    expect(hardMargin(normals(new Float64Array(80), 1, STREAM.data, 78), 40, 2)).toBeNull()
  })
})

describe('classes of a scenario', () => {
  it('lie on the two sides of the teacher, moved apart, and are no longer than one', () => {
    const { X, teacher } = makeData(scenario.data, scenario.seed)
    const [n, d] = [60, 5]
    const size = Math.hypot(...teacher)
    const reach = marginOf(classes.Z, n, d, teacher)
    const raw = Math.min(
      ...Array.from({ length: n }, (_, i) => Math.abs(X.subarray(i * d, (i + 1) * d).reduce((t, v, j) => t + v * teacher[j], 0) / size)),
    )
    expect(reach / classes.moved).toBeCloseTo((0.5 + raw) / 0.5, 12)
    const lengths = Array.from({ length: n }, (_, i) => Math.hypot(...classes.Z.subarray(i * d, (i + 1) * d)))
    expect(Math.max(...lengths)).toBeCloseTo(1, 14)
  })

  it('keep the signs of other targets', () => {
    const X = Float64Array.of(1, 2, -3, 4)
    const data = {
      n: 2,
      d: 2,
      X,
      y: Float64Array.of(2, -1),
      outputs: 1,
      test: null,
      image: null,
      spectrum: X,
      teacher: new Float64Array(2),
      labelNoise: 0,
    }
    const { Z, moved } = separableClasses(data, { ...scenario.data, source: 'mnist' })
    expect([...Z]).toEqual([1 / 5, 2 / 5, 3 / 5, -4 / 5])
    expect(moved).toBe(0)
  })
})

describe('descent on the logistic loss', () => {
  const { Z, n, d } = classes
  const logits = (w: Float64Array) =>
    Array.from({ length: n }, (_, i) => Z.subarray(i * d, (i + 1) * d).reduce((t, v, j) => t + v * w[j], 0))
  const lossAt = (w: Float64Array) => logits(w).reduce((t, m) => t + Math.log1p(Math.exp(-m)) / n, 0)

  it.each([0.5, 20, 300])('steps along the gradient, over the loss where it is normalized: ‖w‖ = %f', length => {
    const start = best.u.map((v, j) => length * (v + 0.1 * (j - 2)))
    const q = logits(start).map(m => 1 / (1 + Math.exp(m)))
    const gradient = start.map((_, j) => -q.reduce((t, v, i) => t + (v * Z[i * d + j]) / n, 0))
    for (const [kind, scale] of [
      ['gd', 1],
      ['ngd', 1 / lossAt(start)],
    ] as const) {
      // Far out the gradient itself is below the rounding of w.
      if (kind === 'gd' && length > 100) continue
      const run = new MarginDescent(kind, Z, n, d, settings)
      run.w.set(start)
      run.advance()
      for (let j = 0; j < d; j++) expect((start[j] - run.w[j]) / (scale * gradient[j])).toBeCloseTo(1, 6)
    }
  })

  it('goes on where the loss has underflowed', () => {
    const run = new MarginDescent('ngd', Z, n, d, settings)
    run.w.set(best.u.map(v => 1e5 * v))
    expect(lossAt(run.w)).toBe(0)
    const before = run.w.slice()
    run.advance()
    const step = run.w.map((v, j) => v - before[j])
    // A mean of the points that touch the margin, each of which moves w by the margin along w*.
    expect(step.reduce((t, v, j) => t + v * best.u[j], 0)).toBeCloseTo(best.margin, 6)
  })

  it('PRGD keeps to its ball, and is drawn out to the distance it had', () => {
    const run = new MarginDescent('prgd', Z, n, d, settings)
    const across = () => Math.hypot(...run.w.map((v, j) => v - run.w.reduce((t, x, l) => t + x * best.u[l], 0) * best.u[j]))
    while (run.step < 1000) run.advance()
    const distance = 2 * across()
    run.advance()
    for (let round = 0; round < 50; round++) {
      expect(across()).toBeCloseTo(distance, 9)
      const { radius } = run
      for (let t = 0; t < 4; t++) {
        run.advance()
        expect(Math.hypot(...run.w)).toBeLessThan(radius * (1 + 1e-12))
      }
      run.advance()
      expect(run.radius).toBeGreaterThan(radius)
    }
  })
})

it('the preset: NGD within a tenth of 1/t, PRGD exponentially, both far ahead of GD; margins grow once they have turned', () => {
  const course = (kind: 'gd' | 'ngd' | 'prgd') => runMargin(classes, best, kind, scenario.steps, () => {})
  const [gd, ngd, prgd] = [course('gd'), course('ngd'), course('prgd')]
  for (const { steps, gaps } of [gd, ngd, prgd])
    for (let i = 1; i < gaps.length; i++) if (steps[i - 1] >= 300) expect(gaps[i], `step ${steps[i]}`).toBeLessThan(gaps[i - 1])
  expect(ngd.fits[0].law).toBe('power')
  expect(Math.abs(ngd.fits[0].rate - 1)).toBeLessThan(0.1)
  expect(prgd.fits[0].law).toBe('exponential')
  expect(prgd.steps[prgd.gaps.findIndex(g => g < 1e-6)]).toBeLessThan(3000)
  expect(ngd.gaps.at(-1)!).toBeGreaterThan(1e-4)
  // Too short a range of log t to name GD's law: it is a small power over these steps.
  expect(gd.gaps.at(-1)!).toBeGreaterThan(0.05)
  expect(gd.fits.find(f => f.law === 'power')!.rate).toBeLessThan(0.4)
})

it('laws are told apart, with their rates', () => {
  const t = Array.from({ length: 30 }, (_, i) => 100 + 20 * i * i)
  const wiggle = (i: number) => 1 + 0.01 * ((i * 7) % 5)
  const first = (gap: (t: number) => number) =>
    fitLaws(
      t,
      t.map((s, i) => gap(s) * wiggle(i)),
    )[0]
  for (const [law, rate, gap] of [
    ['logarithmic', 2, (s: number) => 1 / (2 * Math.log(s) - 3)],
    ['power', 1.5, (s: number) => 4 / (s * Math.sqrt(s))],
    ['exponential', 0.002, (s: number) => 3 * Math.exp(-0.002 * s)],
  ] as const) {
    const fit = first(gap)
    expect(fit.law).toBe(law)
    expect(Math.abs(fit.rate - rate)).toBeLessThan(Math.max(4 * fit.error, 0.02 * rate))
  }
  expect(fitLaws([1, 2, 3], [1, 1, 1])).toEqual([])
})
