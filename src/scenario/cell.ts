import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { isSgd } from './optimizers'
import type { Scenario } from './types'

/** The stability map: learning rates, batch sizes at most, replicas (fewer for a first look) and steps of every cell. */
export const MAP = { etas: 40, sizes: 16, replicas: 256, draft: 32, steps: 400 } as const

/** `count` values from lo to hi, equally spaced in the logarithm, to three digits. */
export function logSpaced(lo: number, hi: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number(exp(ln(lo) + (i / (count - 1)) * (ln(hi) - ln(lo))).toPrecision(3)))
}

/** Batch sizes from 1 to n, equally spaced in the logarithm as far as whole numbers allow: 16, or all of a smaller n. */
export function mapSizes(n: number): number[] {
  if (n <= MAP.sizes) return Array.from({ length: n }, (_, i) => i + 1)
  // Small sizes fall together: more are drawn until enough differ.
  for (let count: number = MAP.sizes; ; count++) {
    const all = Array.from({ length: count }, (_, i) => Math.round(exp((i / (count - 1)) * ln(n))))
    const sizes = [...new Set(all)]
    if (sizes.length >= MAP.sizes) return [...sizes.slice(0, MAP.sizes - 1), n]
  }
}

/**
 * The run that a cell of the stability map stands for: the scenario without recorded changes and with its first SGD arm
 * plain (real minibatches with replacement, no momentum, no schedule) at this η and B, over the map's steps. On the
 * backend that gives the same bits everywhere.
 */
export function cellScenario(s: Scenario, eta: number, B: number): Scenario {
  const index = s.arms.findIndex(isSgd)
  const plain = { momentum: 0, sampling: 'with-replacement', noise: 'minibatch', schedule: 'constant', bschedule: 'constant' } as const
  const arms = s.arms.map((arm, i) => (i === index ? { ...arm, ...plain, eta, B } : arm))
  return { ...s, arms, events: [], steps: MAP.steps, backend: s.backend === 'reference' ? 'reference' : 'wasm' }
}
