/**
 * Success rates of the 2-D case of Zhu et al. on five data draws, 2,000 repeats each: `npm run bench -- zhu`, a minute or two.
 * THEORY.md §5: GD 0 %, isotropic 1 %, diagonal 1 %, leading eigenvector of Σ 33 %, shaped like G 28 %, top eigenvector of G 40 %.
 */

import { PRESETS } from '../../src/scenario'
import { COUNTED, successes, trialOf } from '../../src/sim/planar/success'
import type { Row } from '../core/row'
import { seen } from '../core/single'

const REPEATS = 2000

export async function rows(say: (row: Row) => void): Promise<void> {
  const { scenario } = PRESETS.get('zhu-2d')!
  const arm = scenario.arms.find(a => a.kind === 'sgd')!
  for (const noise of COUNTED) {
    const rates = [1, 2, 3, 4, 5].map(seed => (100 * successes(trialOf({ ...scenario, seed }, arm, noise), 0, REPEATS)) / REPEATS)
    say({
      part: 'zhu',
      group: 'success rate, Zhu et al.',
      name: `${noise}, seeds 1 to 5`,
      unit: '%',
      cells: [seen('ours', rates)],
      targets: [],
    })
  }
}
