import type { SuccessRate } from '../../../charts'
import { isPlain, usesBatches } from '../../../scenario'
import { choiceLabel } from '../../controls/labels'
import type { View } from '../reading/view'

/** Success rates of an independent run of 2 000 repeats (THEORY.md §5), in percent, in the order of the table. */
const REFERENCE = { none: 0, isotropic: 1, diagonal: 1, 'top-k': 33, 'g-shaped': 28, 'top-eigenvector': 40 } as const
type Noise = keyof typeof REFERENCE
export const NOISES = Object.keys(REFERENCE) as Noise[]

/** How often one noise has led to the flat basin. */
export interface Row extends SuccessRate {
  readonly noise: Noise
  readonly successes: number
  readonly repeats: number
}

/** The colour of a noise that no arm on screen has. */
export const UNSEEN = '#888'

const noiseLabel = (noise: Noise) => (noise === 'none' ? 'GD, no noise' : noise === 'top-k' ? 'leading v of Σ' : choiceLabel('xi', noise))

/** What has been counted so far. */
export function countedRows({ traces, scenario }: View): Row[] {
  const study = traces.studies.get('success')
  return NOISES.map(noise => {
    const part = study?.parts[study.tasks.findIndex(t => t.noise === noise)]
    const rate = part ? part.successes / part.repeats : Number.NaN
    const arm = scenario.arms.findIndex(a => isPlain(a) && (noise === 'none' ? !usesBatches(a) || a.noise === 'none' : a.noise === noise))
    return {
      noise,
      label: noiseLabel(noise),
      color: arm < 0 ? UNSEEN : arm,
      rate,
      error: part ? Math.sqrt((rate * (1 - rate)) / part.repeats) : Number.NaN,
      reference: REFERENCE[noise] / 100,
      successes: part?.successes ?? 0,
      repeats: part?.repeats ?? 0,
    }
  })
}
