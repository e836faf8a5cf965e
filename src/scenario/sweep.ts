import { usesBatches } from './optimizers'
import type { Scenario } from './types'

/** The values of a sweep, ascending, each once; none without a sweep. */
export function sweepValues({ sweep }: Scenario): number[] {
  return sweep.over === 'none' ? [] : [...new Set(sweep.values)].sort((a, b) => a - b)
}

/** One point of a sweep: the scenario with the swept field at a value, batches at most n, and without a sweep of its own. */
export function sweepPoint(s: Scenario, value: number): Scenario {
  const point = { ...s, sweep: { ...s.sweep, over: 'none' as const } }
  if (s.sweep.over === 'm') return { ...point, model: { ...s.model, m: value } }
  const lowered = (B: number) => Math.min(B, value)
  const arms = s.arms.map(arm => (usesBatches(arm) ? { ...arm, B: lowered(arm.B) } : arm))
  const events = s.events.map(e => (e.field === 'B' ? { ...e, value: lowered(e.value) } : e))
  return { ...point, arms, events, data: { ...s.data, n: value } }
}
