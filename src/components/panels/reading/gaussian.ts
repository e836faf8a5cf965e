import { hasClosedForms } from '../../../scenario'
import type { View } from './view'

/** Between what every g(v) lies for Gaussian inputs, with Σ centred or not; null for scenarios without closed forms. */
export function gaussianBand({ scenario }: View): readonly [number, number] | null {
  return hasClosedForms(scenario) ? [1, scenario.measure.sigma === 'centred' ? 2 : 3] : null
}

/** How files call its ends. */
export const GAUSSIAN_BAND = ['g_gaussian_least', 'g_gaussian_most'] as const
