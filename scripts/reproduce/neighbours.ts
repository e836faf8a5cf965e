/** Claims of neighbouring results. */
import { ASSETS } from '../../src/cli/assets'
import { openBackend } from '../../src/cli/backend'
import { fitLine } from '../../src/lib/fit'
import { STREAM } from '../../src/lib/philox'
import { cellScenario } from '../../src/scenario'
import { createEnsembles } from '../../src/sim/backends/wasm/ensemble'
import { readCell } from '../../src/sim/ensemble/map'
import { openEnsembleProblem } from '../../src/sim/ensemble/problem'
import { meanSquareEdge } from '../../src/sim/metrics/meanSquareEdge'
import { runStationary } from '../../src/sim/stationary/run'
import { compute as diagonals } from '../../src/workers/studies/diagonals'
import { type Descent, compute as margin } from '../../src/workers/studies/margin'
import { compute as temperature } from '../../src/workers/studies/temperature'
import { type Claim, rounded, verdictOf, withError } from './claim'
import { overSeeds, rowsAt, seeded, valueAt, withRun } from './runs'

const QUIET = { assets: ASSETS, report: () => {}, show: () => {} }

interface MarginLaw {
  readonly published: string
  readonly asked: string
  /** Whether the law that fits best is the published one; absent where it cannot be told. */
  holds?(fit: { readonly law: string; readonly rate: number }): boolean
}

/** How a descent comes to the largest margin, for the first three seeds whose support vectors span, as the theorem assumes. */
const marginLaw = (id: string, kind: Descent, short: string, claim: string, { published, asked, holds }: MarginLaw): Claim => ({
  ...{ id, short, published, link: 's=margin', source: 'Wang, Min & Wu 2023, arXiv 2311.14387' },
  claim: `On separable data ${claim}`,
  asked: `${asked}; the first three seeds whose support vectors span (at first one row with the claims of all three descents on seeds 1 to 3, of which seed 1 does not span)`,
  async measure() {
    const found: { seed: number; law: string; rate: number }[] = []
    for (let seed = 1; found.length < 3 && seed <= 20; seed++) {
      const part = await margin({ scenario: seeded('s=margin', seed), kind }, QUIET)
      if (part.end !== null || part.support < Math.min(part.n, part.d)) continue
      const [{ law, rate } = { law: 'none', rate: Number.NaN }] = part.fits
      found.push({ seed, law, rate })
    }
    return {
      measured: found.map(({ seed, law, rate }) => `seed ${seed}: ${law}, ${rounded(rate)}`).join('; '),
      verdict: holds ? verdictOf(found.length === 3 && found.every(fit => holds(fit))) : 'not testable here',
    }
  },
})

export const NEIGHBOURS: readonly Claim[] = [
  {
    id: 'variance-flatness',
    short: 'Weights vary more along narrow valleys',
    claim: 'The variance of a stationary run is larger where the valley is narrower: σ² ∝ F^(−ψ) with ψ > 0',
    source: 'Feng & Tu 2021; Gross, Raulf & Räth 2023',
    link: 's=variance-flatness',
    published: 'ψ > 0; Feng & Tu’s nets and data are not those of this row',
    asked:
      'ψ over components of the path after the first 30 % of the run above twice its standard error for three seeds, and the second half of the path spread by 0.5 to 2 times the first, as of a stationary run',
    async measure() {
      const found = await overSeeds(3, seed =>
        withRun(seeded('s=variance-flatness', seed), sim => runStationary(sim, { burn: 12_000, points: 800, every: 35, k: 40 }, () => {})),
      )
      const measured = found.map(({ psi, psiError }) => `${rounded(psi)} ± ${rounded(psiError, 2)}`).join('; ')
      return {
        measured: `ψ = ${measured}`,
        verdict: verdictOf(found.every(({ psi, psiError, drift }) => psi > 2 * psiError && drift > 0.5 && drift < 2)),
      }
    },
  },
  {
    id: 'temperature',
    short: 'Temperature rises with curvature, T_k ∝ λ_k',
    claim: 'Fluctuation over response gives every direction of stationary SGD a temperature, and Σ ≈ 2L·G makes it proportional to λ_k',
    source: 'the temperature: Mignacco & Urbani, arXiv 2112.10852; T_k ∝ λ_k follows from Wang & Wu',
    link: 's=effective-temperature',
    published: 'no exponent',
    asked:
      'slope of ln T_k (from replicas) against ln λ_k within 0.15 of 1, and T_k within four standard errors of the exact recursion (which checks this program), three seeds',
    async measure() {
      const slopes: number[] = []
      let worst = 0
      for (let seed = 1; seed <= 3; seed++) {
        const part = await temperature({ scenario: seeded('s=effective-temperature', seed) }, QUIET)
        if (part.end !== null) return { measured: part.end, verdict: 'not reproduced' }
        const T = Array.from(part.measured.T.mean)
        const lambda = Array.from(part.directions, k => part.lambda[k] ?? Number.NaN)
        slopes.push(fitLine(lambda.map(Math.log), T.map(Math.log))?.slope ?? Number.NaN)
        for (const [q, k] of part.directions.entries()) {
          const error = part.measured.T.error[q] ?? Number.NaN
          worst = Math.max(worst, Math.abs((T[q] ?? Number.NaN) - (part.exact[k] ?? Number.NaN)) / error)
        }
      }
      return {
        measured: `slope ${withError(slopes)}; farthest from the recursion: ${rounded(worst)} standard errors`,
        verdict: verdictOf(slopes.every(v => Math.abs(v - 1) < 0.15) && worst <= 4),
      }
    },
  },
  {
    id: 'label-noise',
    short: 'Label noise drifts to a small trace of H',
    claim: 'At zero loss label noise drifts along the minima to where Tr H is small; isotropic noise of the same size does not',
    source: 'Blanc et al. 2020, arXiv 1904.09080; Rebeschini & Huh’s setting is not known to us',
    link: 's=label-noise',
    published: 'drift down Tr H',
    asked:
      'Tr G after 20 000 steps over that of GD: below 0.9 with label noise, our own constant, and at least that with isotropic noise, five seeds',
    async measure() {
      const found = await overSeeds(5, async seed => {
        const [rows] = await rowsAt(seeded('s=label-noise', seed), [20_000])
        const of = (arm: string) => valueAt(rows, arm, 'trace_G') / valueAt(rows, 'gd', 'trace_G')
        return { label: of('sgd'), round: of('sgd2') }
      })
      return {
        measured: `label noise ${withError(found.map(f => f.label))}; isotropic ${withError(found.map(f => f.round))}`,
        verdict: verdictOf(found.every(({ label, round }) => label < 0.9 && round >= 0.9)),
      }
    },
  },
  {
    id: 'dominant-bulk',
    short: 'The bulk learns, the dominant part does not',
    claim: 'Gradients kept within the sharpest directions do not train the net on; with that part left out SGD trains as before',
    source: 'Song, Ahn & Yun, arXiv 2405.16002; there of H, here of G',
    link: 's=dominant-bulk',
    published: 'loss of the dominant arm stays, that of the bulk arm falls as SGD’s; nets and data larger than here',
    asked:
      'fall of the loss from step 50 to 300 over that of SGD: within 0.1 of 0 for the ten sharpest directions alone, above 0.7 without them, our own constants, three seeds',
    async measure() {
      const found = await overSeeds(3, async seed => {
        const [early, late] = await rowsAt(seeded('s=dominant-bulk', seed), [50, 300])
        const fall = (arm: string) => valueAt(early, arm, 'loss') - valueAt(late, arm, 'loss')
        return { dominant: fall('dominant') / fall('sgd'), bulk: fall('bulk') / fall('sgd') }
      })
      return {
        measured: `dominant ${withError(found.map(f => f.dominant))}; bulk ${withError(found.map(f => f.bulk))}`,
        verdict: verdictOf(found.every(({ dominant, bulk }) => Math.abs(dominant) < 0.1 && bulk > 0.7)),
      }
    },
  },
  {
    id: 'entry-by-entry',
    short: 'v_kᵀΣv_k ∝ λ_k^γ with 1 ≤ γ ≤ 2',
    claim: 'Along the eigenvectors of a layer’s H the noise follows a power of the curvature between 1 and 2',
    source: 'Zhang, Yang & Tu, arXiv 2602.05600',
    link: 's=sigma-vs-hessian',
    published: '1 ≤ γ ≤ 2; about 1 for squared loss, up to about 1.4 for cross-entropy, over the top 200 to 1500',
    asked:
      'γ of layer 1, the one with 200 eigenvalues, within two standard errors of [1, 2], three seeds; that it is about 1 for squared loss is not asked',
    async measure() {
      const laws = (await overSeeds(3, seed => diagonals({ scenario: seeded('s=sigma-vs-hessian', seed) }, QUIET))).flatMap(part =>
        part.laws.filter(({ layer, count }) => layer === 1 && count === 200),
      )
      const holds =
        laws.length === 3 &&
        laws.every(({ fit }) => fit && fit.line.slope + 2 * fit.line.slopeError >= 1 && fit.line.slope - 2 * fit.line.slopeError <= 2)
      const words = laws.map(
        ({ layer, count, fit }) =>
          `layer ${layer}, top ${count}: ${fit ? `${rounded(fit.line.slope)} ± ${rounded(fit.line.slopeError, 2)}` : '–'}`,
      )
      return { measured: words.join('; '), verdict: verdictOf(holds) }
    },
  },
  marginLaw('margin', 'prgd', 'PRGD reaches the margin exponentially', 'PRGD approaches the largest margin exponentially', {
    published: 'e^(−bt), where the support vectors span the inputs’ space',
    asked: 'the law with the least scatter over the late part of the descent is the exponential',
    holds: ({ law }) => law === 'exponential',
  }),
  marginLaw('margin-ngd', 'ngd', 'Normalized GD reaches the margin as 1/t', 'normalized GD approaches it as 1/t', {
    published: '1/t',
    asked: 'the law with the least scatter over the late part of the descent is a power with exponent 0.7 to 1.3',
    holds: ({ law, rate }) => law === 'power' && Math.abs(rate - 1) <= 0.3,
  }),
  marginLaw('margin-gd', 'gd', 'GD reaches the margin as 1/ln t', 'GD approaches it as 1/ln t', {
    published: '1/ln t',
    asked: 'nothing: over so short a range of ln t a logarithm cannot be told from a small power',
  }),
  {
    id: 'typical-stability',
    short: 'A strip where E[L] grows and almost every run shrinks',
    claim: 'There are η at which SGD is unstable in mean square and stable for almost every run',
    source: 'Chemnitz & Engel, JMLR 2025',
    link: 's=stability-map',
    published: 'the sign of the Lyapunov exponent decides, not ρ',
    asked:
      'B = 1, η two hundredths above that at which ρ = 1 exactly: the Lyapunov exponent of 4096 replicas below 0 by four standard errors, three seeds. That there is a strip follows from Jensen’s inequality: what is tested is whether this program sees it. (At first asked of 32 replicas at the map’s own steps of η, 11 %, wider than the strip: so in one of three.)',
    async measure() {
      const found = await overSeeds(3, async seed => {
        const scenario = cellScenario(seeded('s=stability-map', seed), 1, 1)
        const backend = await openBackend('wasm')
        const problem = await openEnsembleProblem(scenario, backend, ASSETS)
        const kernel = (await createEnsembles())(problem, 4096, seed, STREAM.ensemble)
        const edge = meanSquareEdge(problem, 1)
        const { lyapunov, lyapunovError } = await readCell(problem, await kernel, scenario.ensemble.threshold, 1.02 * edge, 1)
        backend.dispose()
        return { edge, lyapunov, lyapunovError }
      })
      return {
        measured: found
          .map(({ edge, lyapunov, lyapunovError }) => `ρ = 1 at ${rounded(edge)}, Λ = ${rounded(lyapunov)} ± ${rounded(lyapunovError, 2)}`)
          .join('; '),
        verdict: verdictOf(found.every(({ lyapunov, lyapunovError }) => lyapunov < -4 * lyapunovError)),
      }
    },
  },
]
