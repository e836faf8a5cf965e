import { describe, expect, it } from 'vitest'
import { alignmentSentence } from '../alignment/sentence'
import { directionsSentence } from '../directions/sentence'
import { flatnessSentence } from '../flatness/sentence'
import { landscapeSentence } from '../landscape/sentence'
import { lossSentence } from '../loss/sentence'
import { powerOf } from '../scatter/power'
import { scatterSentence } from '../scatter/sentence'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { percent } from './numbers'
import { logSlope } from './trend'

const scenario = scenarioWith('linear-anisotropic')

/** Thirty rows in which the loss changes by a constant factor per step. */
const decay = (factor: number, more: Row = {}): Row[] =>
  Array.from({ length: 30 }, (_, step) => ({ step, loss: factor ** step, lr: 0.5, ...more }))

describe('loss', () => {
  it('names the rate that the last rows show', () => {
    expect(lossSentence(viewOfRows(scenario, [decay(10 ** -0.1), decay(1)]))).toBe('SGD loses a factor 10 every 10 steps; GD stays near 1.')
    expect(lossSentence(viewOfRows(scenario, [decay(10 ** 0.05), decay(1e-3)]))).toBe(
      'SGD grows tenfold every 20 steps; GD is down to rounding.',
    )
  })

  it('tells of an overflow once it lies in view', () => {
    const view = viewOfRows(scenario, [decay(0.5), decay(2)])
    view.traces.arms[1].divergence = { step: 29, direction: 1, share: 0.99 }
    expect(lossSentence(view)).toContain('GD overflowed at step 29 along v₁')
  })

  it('waits without rows', () => {
    expect(lossSentence(viewOfRows(scenario, [[], []]))).toContain('Waiting')
  })
})

it('fits the slope of a logarithm', () => {
  const x = [0, 2, 4, 6, 8, 10]
  expect(
    logSlope(
      x,
      x.map(v => 3 * 10 ** (-0.25 * v)),
      5,
    )!.perStep,
  ).toBeCloseTo(-0.25, 12)
  expect(logSlope([0, 1], [1, 1], 1)).toBeUndefined()
})

describe('alignment', () => {
  it('compares with Σ = 2L·G and with round noise', () => {
    const view = viewOfRows(scenario, [[{ step: 0, loss: 1, mu: 1.068, mu_isotropic: 0.21 }], []])
    expect(alignmentSentence(view)).toBe(
      'SGD’s noise is 1.07 times as aligned with curvature as Σ = 2L·G; round noise of the same size: 0.21.',
    )
  })

  it('says that there is no noise at zero loss', () => {
    expect(alignmentSentence(viewOfRows(scenario, [[{ step: 0, loss: 0 }], []]))).toContain('exactly 0')
  })
})

it('says where no weight moves an output, in every panel that has nothing to show then', () => {
  const dead = { step: 30, loss: 0.7, trace_G: 0, frob_G: 0 }
  const view = viewOfRows(scenario, [[dead], [dead]])
  for (const sentence of [alignmentSentence, directionsSentence, scatterSentence, flatnessSentence, landscapeSentence])
    expect(sentence(view)).toBe('SGD’s G is 0: no weight moves an output here.')
})

it('tells the range of g and counts the directions near 1', () => {
  const view = viewOfRows(scenario, [[{ step: 0, loss: 1, g: [0.5, 1.1, 1.9] }], []])
  expect(directionsSentence(view)).toBe('SGD: g runs from 0.50 (v₁) to 1.9 (v₃); 1 of 3 directions are within a third of Σ = 2L·G.')
})

it('fits the power that leads from curvature to noise', () => {
  expect(powerOf([1, 1 - 1e-15, 1 - 2e-15], [0.3, 0.31, 0.33])).toBeUndefined()
  const lambda = [1, 0.5, 0.1]
  expect(
    powerOf(
      lambda,
      lambda.map(v => v ** 0.5),
    ),
  ).toBeCloseTo(1.5, 12)
  expect(powerOf([1, 1, 1], [1, 2, 3])).toBeUndefined()
  expect(scatterSentence(viewOfRows(scenario, [[{ step: 0, loss: 1, lambda, g: [1, 1, 1] }], []]))).toContain('to the power 1')
})

it('places every arm by its own edge', () => {
  const row = { step: 0, loss: 1, mu: 1, frob_G: 1.3, lambda: [1, 0.5, 0.1] }
  const text = flatnessSentence(viewOfRows(scenario, [[{ ...row, lr: 0.5, batch_size: 4 }], [{ ...row, lr: 2, batch_size: 200 }]]))
  expect(text).toBe('SGD is below the paper’s bound √(B/μ)/η = 4 (necessary, not sufficient); GD sits at its edge 2/η.')
})

it('does not take the paper’s bound for a promise where the exact growth is known', () => {
  const row = { step: 0, loss: 1, mu: 1, frob_G: 1.3, lr: 0.5, batch_size: 4 }
  const said = (rho: number, frob_G: number) => {
    const view = viewOfRows(scenario, [[{ ...row, frob_G }], []])
    view.traces.startStudy('curves', 'key', [{ scenario, arm: 0 }])
    view.traces.addPart('curves', 0, { arm: 'sgd', growth: [{ from: 0, rho }] } as never)
    return flatnessSentence(view)
  }
  expect(said(1.02, 1.3)).toBe('SGD is below the paper’s bound √(B/μ)/η = 4, yet E[L] grows (ρ = 1.020 per step).')
  expect(said(0.98, 1.3)).toMatch(/below .*, and E\[L\] falls/)
  expect(said(1.5, 5)).toMatch(/beyond .*, and E\[L\] grows \(ρ = 1\.5/)
  expect(said(Number.NaN, 5)).toBe('SGD is beyond the paper’s bound √(B/μ)/η = 4.')
})

it('says along which direction the loss lies', () => {
  const gd: Row = { step: 0, loss: 1, lr: 2, lambda: [1, 0.5, 0.1], D: [0.02, 0.01, 0] }
  const sgd: Row = { step: 0, loss: 1, lr: 0.5, lambda: [1, 0.5, 0.1], D: [2, 0.8, 0] }
  expect(landscapeSentence(viewOfRows(scenario, [[sgd], [gd]]))).toBe(
    'GD swings along v₁: 98 % of its loss lies there. SGD’s loss is spread over directions; the largest part, 44 %, lies along v₃.',
  )
})

it('rounds shares without claiming all', () => {
  expect([0.981, 0.9991, 0.99999, 1, 0.002, Number.NaN].map(percent)).toEqual([
    '98 %',
    '99.9 %',
    'over 99.9 %',
    'over 99.9 %',
    'under 1 %',
    '–',
  ])
})
