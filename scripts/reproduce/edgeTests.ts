/** Claims about what a push does at an edge and off it: `npm run -s noisescope -- study edge-test`. */
import { ASSETS } from '../../src/cli/assets'
import { CATAPULT, edgeVerdict, type Push, type Pushed } from '../../src/lib/catapult'
import { quantiles } from '../../src/lib/sample'
import { planEdgeTest } from '../../src/store/studyPlans/edgeTest'
import { compute } from '../../src/workers/studies/edgeTest'
import { type Claim, rounded, verdictOf } from './claim'
import { overSeeds, rowsAt, seeded, valueAt } from './runs'

const SEEDS = 3
const LINK = 's=stochastic-edge'
const FORK = 1500
/** The least rise that counts as a catapult here. */
const RISE = 10
/** Batch sharpness times η/2 from which on SGD is taken to be at its edge, as in the rows that ask whether it gets there. */
const AT_EDGE = 0.85
const QUIET = { assets: ASSETS, report: () => {}, show: () => {} }

/** How often the loss rises after each push of an arm, one number per set of random numbers. */
async function risesOf(seed: number, arm: string): Promise<Map<Push, number[]>> {
  const plan = planEdgeTest({ scenario: seeded(LINK, seed), arm, step: FORK })
  const tasks = await plan?.tasks(async () => ({ step: FORK, thetas: [] }))
  const rises = new Map<Push, number[]>()
  for (const task of tasks ?? []) {
    const { trials } = await compute(task, QUIET)
    for (const { push, rise } of trials) rises.set(push, [...(rises.get(push) ?? []), rise])
  }
  return rises
}

const median = (values: readonly number[]) => quantiles(Float64Array.from(values).sort(), [0.5])[0] ?? Number.NaN
const pushedOf = (rises: Map<Push, number[]>): Pushed[] =>
  [...rises].map(([push, all]) => ({ push, count: all.length, catapults: all.filter(rise => rise >= CATAPULT).length, rise: median(all) }))
const listed = (values: readonly number[]) => values.map(v => rounded(v)).join(', ')

export const EDGE_TESTS: readonly Claim[] = [
  {
    id: 'edge-test-gd',
    short: 'At its edge GD catapults with a larger η',
    claim: 'Where GD stands at λ₁(H) = 2/η, a learning rate a tenth larger makes the loss catapult',
    source: 'Andreyev & Beneventano, arXiv 2412.20553',
    link: LINK,
    published: 'a spike of the loss',
    asked: `from step ${FORK}, where λ₁(H)·η/2 is within 5 % of 1: the largest loss of 300 steps with η·1.1 over the largest of the 50 before above ${RISE}, and unpushed not, for ${SEEDS} seeds`,
    async measure() {
      const found = await overSeeds(SEEDS, async seed => {
        const [rows] = await rowsAt(seeded(LINK, seed), [FORK])
        const rises = await risesOf(seed, 'gd')
        return {
          edge: (valueAt(rows, 'gd', 'lambda_H') * valueAt(rows, 'gd', 'lr')) / 2,
          pushed: rises.get('eta')?.[0] ?? Number.NaN,
          free: rises.get('none')?.[0] ?? Number.NaN,
        }
      })
      const measured = `λ₁(H)·η/2 = ${listed(found.map(f => f.edge))}; η·1.1: ${listed(found.map(f => f.pushed))}; unpushed: ${listed(found.map(f => f.free))}`
      if (!found.every(({ edge }) => Math.abs(edge - 1) < 0.05)) return { measured, verdict: 'not testable here' }
      return { measured, verdict: verdictOf(found.every(({ pushed, free }) => pushed > RISE && !(free > RISE))) }
    },
  },
  {
    id: 'edge-test-sgd',
    short: 'Off its edge SGD does not catapult',
    claim:
      'Where the batch sharpness of SGD is below 2/η, neither a learning rate a tenth larger nor half the batch makes the loss catapult',
    source: 'Andreyev & Beneventano, arXiv 2412.20553',
    link: LINK,
    published: 'off the edge the loss goes on falling',
    asked: `from step ${FORK}, B = 64 and 8, each with four sets of random numbers, where batch sharpness·η/2 is below ${AT_EDGE}: most of no push’s continuations rise to 4 times the largest loss of the 50 steps before, for ${SEEDS} seeds`,
    async measure() {
      const found = await overSeeds(SEEDS, async seed => {
        const [rows] = await rowsAt(seeded(LINK, seed), [FORK])
        const arms = []
        for (const arm of ['sgd', 'sgd2']) {
          const pushed = pushedOf(await risesOf(seed, arm))
          arms.push({ sharpness: (valueAt(rows, arm, 'batch_sharpness') * valueAt(rows, arm, 'lr')) / 2, pushed })
        }
        return arms
      })
      const off = found.flat().filter(({ sharpness }) => sharpness < AT_EDGE)
      const rise = (push: Push) => listed(found.flat().map(({ pushed }) => pushed.find(own => own.push === push)?.rise ?? Number.NaN))
      const measured = `batch sharpness·η/2 = ${listed(found.flat().map(f => f.sharpness))}; median rise with η·1.1: ${rise('eta')}; with B/2: ${rise('batch')}; unpushed: ${rise('none')} (B = 64, 8, seed by seed)`
      if (off.length === 0) return { measured, verdict: 'not testable here' }
      return { measured, verdict: verdictOf(off.every(({ pushed }) => edgeVerdict(pushed) === 'no edge')) }
    },
  },
]
