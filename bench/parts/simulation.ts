/** Whole simulations of models through w = F(θ), all arms, on both float64 backends in turns: steps and measurements. */
import { nodeChild } from '../core/children'
import { race } from '../core/race'
import type { Row } from '../core/row'

const LINKS = ['s=linear-anisotropic', 's=linear-label-noise&n=20000&d=50', 's=olm-diagonal', 's=olm-two-layer']
const BACKENDS = { ours: 'wasm', 'plain TypeScript': 'reference' }

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const kind of ['step', 'mu'] as const)
    for (const link of LINKS) {
      const steps = link.includes('n=20000') ? 10 : 400
      const cells = await race(
        Object.entries(BACKENDS).map(([who, backend]) => ({
          who,
          child: nodeChild(),
          job: { by: 'ours', kind, link: `${link}&eta=0.01&backend=${backend}`, arm: 'all', precision: 'f64', steps },
          per: kind === 'step' ? steps : 1,
        })),
      )
      say({
        part: 'simulation',
        group: kind === 'step' ? 'step of all arms' : 'measurement of all arms',
        name: link,
        unit: 'ms',
        cells,
        targets: [],
      })
    }
}
