import { AS_BEFORE } from '../lib/dataChoice'
import { ScenarioError } from './error'
import { FIELDS } from './fields'
import { GAUSSIAN_INPUTS } from './model'
import type { Scenario } from './types'

/** Inputs of more entries are not whitened: their covariance would take minutes. */
export const WHITENED_INPUTS = 1024

/** Samples of drawn data or of user data. */
export const MOST_SAMPLES = 20000

/** How user data are read where nothing is said of it. */
export const AS_IT_WAS = {
  file: '',
  ...AS_BEFORE,
  targets: 'raw',
} as const satisfies Partial<Scenario['data']>

/** What the inputs of drawn data, and of user data before they are at hand, must fulfil. */
export function checkInputs({ data, init }: Scenario): void {
  if (data.source !== 'mnist' && data.n > MOST_SAMPLES)
    throw new ScenarioError('n', String(data.n), `an integer from 1 to ${MOST_SAMPLES} for data other than digits`)
  if (data.source === 'gaussian' && data.d > GAUSSIAN_INPUTS)
    throw new ScenarioError('d', String(data.d), `an integer from 1 to ${GAUSSIAN_INPUTS} for Gaussian inputs`)
  if (data.source !== 'file') return
  if (data.file === '') throw new ScenarioError('file', '', `${FIELDS.data.file.allowed}; open a file to get one`)
  if (init.kind === 'near-minimum') throw new ScenarioError('init', init.kind, 'gaussian or constant for your own data')
  if ((data.input === 'whitened' || data.input === 'white') && data.d > WHITENED_INPUTS)
    throw new ScenarioError('input', data.input, `raw, centred or standardized above d = ${WHITENED_INPUTS}`)
}
