import { PRESETS } from '../src/scenario'
import { COUNTED, successes, trialOf } from '../src/sim/planar/success'

/**
 * Success rates of the 2-D case of Zhu et al. on five data draws, 2,000 repeats each: `npm run bench -- zhu`, a minute or two.
 * THEORY.md §5: GD 0 %, isotropic 1 %, diagonal 1 %, leading eigenvector of Σ 33 %, shaped like G 28 %, top eigenvector of G 40 %.
 */
const REPEATS = 2000
const { scenario } = PRESETS.get('zhu-2d')!
const arm = scenario.arms.find(a => a.kind === 'sgd')!
const percent = (rate: number) => (100 * rate).toFixed(1).padStart(6)

console.log(`${'noise'.padEnd(18)}${'seeds 1 to 5'.padStart(30)}${'median'.padStart(10)}`)
for (const noise of COUNTED) {
  const rates = [1, 2, 3, 4, 5].map(seed => successes(trialOf({ ...scenario, seed }, arm, noise), 0, REPEATS) / REPEATS)
  const median = rates.toSorted((a, b) => a - b)[2]
  const error = Math.sqrt((median * (1 - median)) / REPEATS)
  console.log(`${noise.padEnd(18)}${rates.map(percent).join('')}${percent(median).padStart(10)} ± ${percent(error).trim()} %`)
}
