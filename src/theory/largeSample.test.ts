import { afterAll, expect, it } from 'vitest'
import type { ModelSettings } from '../scenario'
import { createWasmBackend } from '../sim/backends/wasm'
import { fill } from '../sim/reading'
import { createSimulation } from '../sim/simulation'
import { scenarioOf } from '../sim/testing/scenario.fixture'
import { gaussianColumns } from './gaussian'

const n = 20000
const d = 20
const SEEDS = 8
/** Pairs of columns: what is measured, and the closed form it should meet. */
const PAIRS = [
  ['mu', 'mu_gaussian'],
  ['g_1', 'g_gaussian_1'],
  ['g_2', 'g_gaussian_2'],
  ['g_20', 'g_gaussian_20'],
] as const

const lines: string[] = []
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(lines.join('\n'))
})

const CASES: readonly {
  title: string
  model?: Partial<ModelSettings>
  labelNoise: number
  sigma: 'centred' | 'uncentred'
}[] = [
  { title: 'linear', labelNoise: 0, sigma: 'centred' },
  { title: 'linear, noisy labels', labelNoise: 0.6, sigma: 'uncentred' },
  { title: 'two-layer', model: { kind: 'olm-two-layer', m: 3 }, labelNoise: 0.3, sigma: 'centred' },
]

/**
 * Eight independent data sets of n = 20,000 at one θ each: the mean of (measured − closed form) has a standard error of
 * their standard deviation over √8, and both are ratios of sample means, biased by O(d/n) = 0.001. The difference must
 * stay within 5 standard errors plus that bias. So that this says something, the same bound must refuse μ = 1 eight times over.
 */
it.each(CASES)('$title: measured at n = 20,000 against the closed form', async ({ title, model = {}, labelNoise, sigma }) => {
  const backend = await createWasmBackend()
  const gaps = new Map<string, number[]>()
  const excess: number[] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    const scenario = scenarioOf({
      seed,
      model,
      data: { n, d, spectrum: 'power-law', exponent: 1, labelNoise },
      init: { kind: 'gaussian', scale: 0.4 },
      measure: { sigma, k: d },
    })
    const simulation = await createSimulation(scenario, backend)
    const { columns } = simulation
    // u along the sharpest direction lifts μ well above 1.
    const snapshot = await simulation.snapshot()
    if (!model.kind) {
      const theta = simulation.data.teacher.map((w, j) => w + (j === 0 ? 0.8 : 0.1))
      await simulation.restore({ step: 0, arms: [{ ...snapshot.arms[0], theta }] })
    }
    const { row, population } = (await simulation.measure())[0]
    fill<'theory'>(row, columns, gaussianColumns(population!, sigma === 'centred'))
    const value = (name: string) => row[columns.names.indexOf(name)]
    for (const [measured, closed] of PAIRS) gaps.set(measured, [...(gaps.get(measured) ?? []), value(measured) - value(closed)])
    excess.push(value('mu_gaussian') - 1)
    simulation.dispose()
  }
  backend.dispose()
  for (const [name, gap] of gaps) {
    const { mean, error } = statistics(gap)
    lines.push(`${title}: ${name} − closed form ${mean.toExponential(1)} ± ${error.toExponential(1)} (standard error of 8 data sets)`)
    expect(error, name).toBeLessThan(0.02)
    expect(Math.abs(mean), name).toBeLessThan(5 * error + d / n)
    if (name === 'mu') expect(statistics(excess).mean).toBeGreaterThan(8 * (5 * error + d / n))
  }
})

function statistics(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((s, v) => s + v / values.length, 0)
  const variance = values.reduce((s, v) => s + (v - mean) ** 2 / (values.length - 1), 0)
  return { mean, error: Math.sqrt(variance / values.length) }
}
