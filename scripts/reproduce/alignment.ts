/** Claims about the alignment of noise and landscape. */
import { type Claim, meanOf, rounded, verdictOf, withError } from './claim'
import { overSeeds, rowsAt, seeded, valueAt, withRun } from './runs'

const PAPER = 'Wang & Wu, arXiv 2310.00692'
const SEEDS = 5

/** inf and sup of μ over every θ of a data set, the outermost of several. */
async function certified(link: string) {
  const found = await overSeeds(SEEDS, seed => withRun(seeded(link, seed), sim => sim.certify(async () => {})))
  const ranges = found.flatMap(certificate => (certificate ? [certificate.mu] : []))
  return { low: Math.min(...ranges.map(([a]) => a)), high: Math.max(...ranges.map(([, b]) => b)) }
}

const uniform = (id: string, preset: string, kind: string, spectrum: string): Claim => ({
  id,
  presets: [preset],
  short: `μ ≥ C for every θ, ${kind} inputs`,
  claim: `Linear model, ${kind} inputs: μ is bounded below for every θ once n is large beside the effective dimension`,
  source: PAPER,
  link: `s=linear-isotropic&n=2000&d=50&${spectrum}`,
  published: 'μ ≥ C with C > 0, uniformly in θ; constants unnamed',
  asked: `inf and sup of μ over every θ, the outermost of ${SEEDS} data sets: inf μ rises over n = 50, 250, 2000, and at 2000 inf μ is above 0.8, our own constant: the paper names none`,
  async measure() {
    const ranges = []
    for (const n of [50, 250, 2000]) ranges.push({ n, ...(await certified(`s=linear-isotropic&n=${n}&d=50&${spectrum}`)) })
    const lows = ranges.map(({ low }) => low)
    const rising = lows.every((low, i) => i === 0 || low > (lows[i - 1] ?? 0))
    const measured = ranges.map(({ n, low, high }) => `n = ${n}: [${rounded(low)}, ${rounded(high)}]`).join('; ')
    return { measured, verdict: verdictOf(rising && (lows.at(-1) ?? 0) > 0.8) }
  },
})

const widthLink = (m: number) => `s=olm-two-layer&m=${m}&steps=1`

export const ALIGNMENT: readonly Claim[] = [
  uniform('alignment-isotropic', 'linear-isotropic', 'isotropic', 'spectrum=isotropic'),
  uniform('alignment-anisotropic', 'linear-anisotropic', 'power-law', 'spectrum=power-law&exponent=1'),
  {
    id: 'alignment-width',
    short: 'μ does not depend on the number of parameters',
    claim: 'Over-parametrized linear model: μ depends on the sample size, not on the number of parameters',
    source: PAPER,
    link: widthLink(30),
    published: 'bounds free of p',
    asked: `means of μ at the start over ${2 * SEEDS} seeds for m = 10, 100, 1000 (p = 210 … 21 000) within four standard errors of each other`,
    async measure() {
      const found: number[][] = []
      for (const m of [10, 100, 1000])
        found.push(await overSeeds(2 * SEEDS, async seed => valueAt((await rowsAt(seeded(widthLink(m), seed), [0]))[0], 'sgd', 'mu')))
      const means = found.map(meanOf)
      const alike = means.every(a => means.every(b => Math.abs(a.mean - b.mean) <= 4 * Math.sqrt(a.se * a.se + b.se * b.se)))
      return { measured: `μ = ${found.map(withError).join('; ')}`, verdict: verdictOf(alike) }
    },
  },
]
