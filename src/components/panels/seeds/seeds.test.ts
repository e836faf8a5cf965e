import { describe, expect, it } from 'vitest'
import { elementAt, numberAt } from '../../../lib/values'
import type { PartOf } from '../../../store'
import { planSeeds } from '../../../store/studyPlans/seeds'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { lastReading, seedBands } from './bands'
import { seedsSentence } from './sentence'
import { seedsSpec } from './spec'

const base = scenarioWith('linear-anisotropic')
const scenario = { ...base, seed: 5, arms: base.arms.slice(0, 1), view: { ...base.view, study: 'seeds' as const } }
const plan = planSeeds({ scenario, arm: '', step: 0 })!

/** The view where so many of the seeds have come; μ of seed 5 + s at reading i is s + i/100, and is lost from a reading on. */
async function view(seeds: number, lost = Number.POSITIVE_INFINITY) {
  const seen = viewOfRows(scenario, [[{ step: 0, loss: 1 }]])
  const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))
  seen.traces.startStudy('seeds', plan.key, tasks)
  for (let s = 0; s < seeds; s++) {
    const mu = Float64Array.from(elementAt(tasks, s).steps, (_, i) => (i < lost ? s + i / 100 : Number.NaN))
    const part: PartOf<'seeds'> = { seed: elementAt(tasks, s).scenario.seed, arms: [{ loss: mu, mu, lambda_1: mu }] }
    seen.traces.addPart('seeds', s, part)
  }
  return seen
}

describe('a band over seeds', () => {
  it('asks for the run’s own seed and those after it, from the start to the end', async () => {
    const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))
    expect(tasks.map(task => task.scenario.seed)).toEqual(Array.from({ length: 16 }, (_, s) => 5 + s))
    const { steps } = elementAt(tasks, 0)
    expect([steps[0], steps.at(-1), new Set(steps).size]).toEqual([0, scenario.steps, 33])
    expect(planSeeds({ scenario: base, arm: '', step: 0 })).toBeNull()
  })

  it('has quantiles and the mean of the seeds that are there', async () => {
    const band = elementAt(seedBands(await view(11), 'mu'), 0)
    expect([band.low, band.median, band.high, band.mean].map(values => numberAt(values, 2).toFixed(6))).toEqual([
      '1.020000',
      '5.020000',
      '9.020000',
      '5.020000',
    ])
    // Of 0 … 10: the variance is 11, over 11 seeds.
    expect(band.error[2]).toBeCloseTo(1, 12)
    expect([band.own[2], band.count[2]]).toEqual([0.02, 11])
    const cut = elementAt(seedBands(await view(11, 20), 'mu'), 0)
    expect(lastReading(cut)).toBe(19)
  })

  it('says where this run lies', async () => {
    const words = seedsSentence(await view(11), 'mu')
    expect(words).toMatch(
      /μ at step [\d\u2009]+ is 5\.32 in the median of 11 of 16 seeds, 1\.32 to 9\.32 in the middle 80 %, mean 5\.32 ± 1\./,
    )
    expect(words).toMatch(/This run lies below the band\.$/)
    expect(seedsSentence(await view(1), 'mu')).not.toMatch('±')
    expect(seedsSentence(await view(0), 'mu')).toBe('Waiting for the first seeds.')
  })

  it('exports every run', async () => {
    const spec = seedsSpec('mu')
    const { header, rows } = spec.table(await view(2))
    expect(header.slice(0, 6)).toEqual(['arm', 'seed', 'step', 'loss', 'mu', 'lambda_1'])
    expect(header.slice(6)).toEqual(['q10', 'q50', 'q90', 'mean', 'mean_se', 'seeds'].map(of => `mu_${of}`))
    expect(rows).toHaveLength(2 * 33)
    expect(rows[34]?.slice(0, 6)).toEqual([elementAt(scenario.arms, 0).id, 6, expect.any(Number), 1.01, 1.01, 1.01])
    expect(spec.subtitle(await view(2))).toBe('2 of 16 seeds')
  })
})
