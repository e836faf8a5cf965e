import { formatValue } from '../../charts'
import { isPlain, isSgd } from '../../scenario'
import { useScopeState, useTraces } from '../scope'
import type { Threshold } from './Ticks'
import { ownersOf, useField } from './useField'

/** Where a run changes its nature, at the point on screen: on the learning rate and on the batch size of an arm. */
export function useThresholds(arm: string): { eta: Threshold[]; B: Threshold[] } {
  const n = useScopeState(s => s.scenario.data.n)
  const first = useScopeState(s => (ownersOf(s.scenario.arms, 'arm.B', arm)[0] ?? ownersOf(s.scenario.arms, 'arm.eta', arm)[0])?.id ?? '')
  const plain = useScopeState(s => s.scenario.arms.some(a => a.id === first && isPlain(a)))
  const noisy = useScopeState(s => s.scenario.arms.some(a => a.id === first && isSgd(a)))
  const curvature = useScopeState(s => s.scenario.measure.curvature)
  // The condition speaks of noise with the covariance of minibatches.
  const noise = useField('arm.noise', first).value
  const eta = useField('arm.eta', first).value
  const B = useField('arm.B', first).value
  // Three digits, so that the labels stand still while the run moves.
  const facts = useTraces(({ arms, columns, cursor }) => {
    const table = arms.find(a => a.id === first)?.table
    const row = table?.indexOf(cursor) ?? -1
    if (!table || !columns || row < 0) return ''
    const at = [columns.hessian ? columns.first.lambda_H : columns.first.lambda, columns.at[`frob_${curvature}`], columns.at.mu]
    return at.map(column => table.value(row, column).toPrecision(3)).join()
  })
  const [lambda = Number.NaN, frob = Number.NaN, mu = Number.NaN] = facts ? facts.split(',').map(Number) : []
  const ticks = { eta: [] as Threshold[], B: [] as Threshold[] }
  const edge = 2 / lambda
  if (plain && Number.isFinite(edge))
    ticks.eta.push({
      value: edge,
      label: '2/λ₁',
      symbol: '2/λ₁',
      title: `2/λ₁ = ${formatValue(edge)}: above it gradient descent leaves the minimum`,
    })
  if (!noisy || (noise !== 'minibatch' && noise !== 'gaussian')) return ticks
  const driven = Math.sqrt(B) / frob
  if (Number.isFinite(driven))
    ticks.eta.push({
      value: driven,
      label: `√B/‖${curvature}‖`,
      symbol: `√(B/μ)/‖${curvature}‖`,
      title: `√B/‖${curvature}‖_F = ${formatValue(driven)}: above it, where μ is about 1, the expected loss of SGD grows`,
    })
  const stable = mu * (eta * frob) ** 2
  if (Number.isFinite(stable))
    ticks.B.push({
      value: Math.max(1, stable),
      symbol: '√(B/μ)/η',
      label: stable <= 1 ? 'B* ≤ 1' : `B* ${formatValue(stable)}`,
      title: `B* = μ(η‖${curvature}‖_F)² = ${formatValue(stable)}: with smaller batches the expected loss of SGD grows; with larger ones the bound says nothing`,
    })
  ticks.B.push({ value: n, label: 'n', title: `n = ${n}: the whole data set` })
  return ticks
}
