import { describe, expect, it } from 'vitest'
import { FIELDS, fieldAt, type NumberField, PATHS } from '../../scenario'
import { sliderEnds, sliderScale, stepped } from './sliderScale'

const numbers = PATHS.map(fieldAt).filter((f): f is NumberField => f.kind === 'integer' || f.kind === 'real')

describe('sliderScale', () => {
  it.each(numbers.map(f => [f.name, f] as const))('%s: reaches both ends, rises, and finds its values again', (_, field) => {
    const [lo, hi] = sliderEnds(field)
    const scale = sliderScale(field)
    expect(scale.valueAt(0)).toBe(lo)
    expect(scale.valueAt(scale.count)).toBe(hi)
    let last = lo
    for (let at = 1; at <= scale.count; at += Math.max(1, scale.count >> 8)) {
      const value = scale.valueAt(at)
      expect(value).toBeGreaterThanOrEqual(last)
      if (field.kind === 'integer') expect(Number.isInteger(value)).toBe(true)
      last = value
    }
  })

  it('rounds a log scale to three digits', () => {
    const scale = sliderScale(FIELDS.arm.eta)
    for (let at = 0; at <= scale.count; at += 7) expect(scale.valueAt(at)).toBe(Number(scale.valueAt(at).toPrecision(3)))
  })

  it('moves by at least one value per key press, both ways, and stops at the ends', () => {
    for (const field of [FIELDS.data.n, FIELDS.arm.B, FIELDS.arm.eta]) {
      const scale = sliderScale(field, field.name === 'B' ? [1, 200] : undefined)
      let value = scale.valueAt(0)
      for (let i = 0; i < 2000 && value < scale.valueAt(scale.count); i++) {
        const next = stepped(scale, value, Math.min(scale.count, scale.positionOf(value) + 1), field.kind === 'integer')
        expect(next).toBeGreaterThan(value)
        value = next
      }
      expect(value).toBe(scale.valueAt(scale.count))
      expect(stepped(scale, value, scale.positionOf(value) - 1, field.kind === 'integer')).toBeLessThan(value)
    }
  })

  it('places thresholds, and those beyond the ends nowhere', () => {
    const scale = sliderScale(FIELDS.arm.eta)
    expect(scale.fractionOf(0.1)).toBeCloseTo(0.5, 12)
    expect(scale.fractionOf(20)).toBeNaN()
    expect(scale.fractionOf(Number.NaN)).toBeNaN()
  })
})
