import { describe, expect, it } from 'vitest'
import { type ArmState, atRest, DEFAULTS, RULES, type Settings, stateSize } from './optimizers'
import { landed, updateOf } from './updates'

/** The arm after a step, the one before left as it was. */
function stepped(arm: ArmState, g: readonly number[], eta: number, settings: Settings): ArmState {
  const next = atRest(new Float64Array(arm.theta.length), arm.rule)
  updateOf(arm.rule).step(arm, Float64Array.from(g), eta, settings, next)
  return next
}

describe('adam', () => {
  it('takes the mean of equal gradients for what they are, wherever its memories change', () => {
    let arm = atRest(Float64Array.of(1, -2), 'adam')
    for (const [t, [beta1, beta2]] of (
      [
        [0.9, 0.999],
        [0, 0.5],
        [0.99, 0.99999],
        [0.5, 0],
      ] as const
    ).entries()) {
      arm = stepped(arm, [3, -0.25], 0.5, { ...DEFAULTS, beta1, beta2, epsilon: 1e-16 })
      expect(arm.theta[0]).toBeCloseTo(1 - 0.5 * (t + 1), 13)
      expect(arm.theta[1]).toBeCloseTo(-2 + 0.5 * (t + 1), 13)
    }
    expect(arm.state.weights[1]).toBe(1)
  })

  it('is SGD at rate η/ε far above the size of its gradients', () => {
    const { theta } = stepped(atRest(Float64Array.of(0), 'adam'), [1e-3], 10, { ...DEFAULTS, beta1: 0, beta2: 0, epsilon: 1e6 })
    expect(theta[0]).toBeCloseTo(-1e-8, 16)
  })
})

it('what a rule keeps is counted', () => {
  expect([stateSize('heavy-ball', 5), stateSize('adam', 5), stateSize('rmsprop', 5)]).toEqual([5, 12, 10])
})

it('sign leaves an entry without a gradient where it is', () => {
  expect([...stepped(atRest(Float64Array.of(1, 1, 1), 'sign'), [0, 5, -1e-300], 0.25, DEFAULTS).theta]).toEqual([1, 0.75, 1.25])
})

it.each(Object.keys(RULES) as (keyof typeof RULES)[])('%s starts with all it keeps at zero, and stays where the gradient is zero', rule => {
  const arm = atRest(Float64Array.of(1, -1), rule)
  expect(Object.values(arm.state).every(kept => kept.every(v => v === 0))).toBe(true)
  expect([...stepped(arm, [0, 0], 1, { ...DEFAULTS, momentum: 0.9 }).theta]).toEqual([1, -1])
})

it('what is kept must stay finite, as θ within its limit', () => {
  expect(landed(atRest(Float64Array.of(1e150)), 1e150)).toBe(true)
  expect(landed(atRest(Float64Array.of(Number.NaN)), 1e150)).toBe(false)
  const squared = stepped(atRest(Float64Array.of(1), 'rmsprop'), [1e200], 1, DEFAULTS)
  expect(squared.theta[0]).toBe(1)
  expect(landed(squared, 1e150)).toBe(false)
})
