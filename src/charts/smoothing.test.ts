import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LIGHT, lineChart, lossChart, type Series } from './index'
import { movingMean } from './smoothing'
import { recordingContext } from './testing'

const rising = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }).map(gaps => {
  let at = 0
  return gaps.map((gap, i) => (at += i === 0 ? 0 : gap))
})
const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
const course = rising.chain(steps =>
  fc.record({
    steps: fc.constant(steps),
    values: fc.array(fc.oneof({ weight: 6, arbitrary: value }, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)), {
      minLength: steps.length,
      maxLength: steps.length,
    }),
    reach: fc.integer({ min: 1, max: 200 }),
  }),
)
const close = (a: ArrayLike<number>, b: ArrayLike<number>, scale = 1e3) => {
  expect(a.length).toBe(b.length)
  for (let i = 0; i < a.length; i++) {
    if (Number.isFinite(b[i])) expect(Math.abs(a[i] - b[i])).toBeLessThanOrEqual(1e-12 * scale)
    else expect(a[i]).toBe(b[i])
  }
}

it('is the mean of the rows within reach, of one stretch without gaps', () => {
  fc.assert(
    fc.property(course, ({ steps, values, reach }) => {
      const brute = values.map((v, i) => {
        if (!Number.isFinite(v)) return v
        const inReach = steps.flatMap((step, j) => {
          const between = values.slice(Math.min(i, j), Math.max(i, j) + 1)
          return Math.abs(step - steps[i]) <= reach && between.every(Number.isFinite) ? [values[j]] : []
        })
        return inReach.reduce((sum, x) => sum + x, 0) / inReach.length
      })
      close(movingMean(steps, values, steps.length, reach), brute)
    }),
  )
})

it('leaves a constant as it is, is linear, and stays between the extremes', () => {
  fc.assert(
    fc.property(course, value, fc.double({ min: -9, max: 9, noNaN: true }), ({ steps, values, reach }, c, a) => {
      const n = steps.length
      const constant = movingMean(
        steps,
        values.map(() => c),
        n,
        reach,
      )
      close(
        constant,
        values.map(() => c),
      )
      const other = steps.map(step => Math.sin(step))
      const mixed = movingMean(
        steps,
        values.map((v, i) => a * v + other[i]),
        n,
        reach,
      )
      const [own, others] = [movingMean(steps, values, n, reach), movingMean(steps, other, n, reach)]
      // Where there are no gaps both have the same windows.
      if (values.every(Number.isFinite)) {
        close(
          mixed,
          Float64Array.from(own, (v, i) => a * v + others[i]),
          1e5,
        )
        for (const v of own) {
          expect(v).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
          expect(v).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
        }
      }
    }),
  )
})

it('keeps the digits of small values behind large ones', () => {
  const steps = [0, 1, 2, 3, 4, 5]
  const values = [1e20, 1e20, 1e-20, 2e-20, 3e-20, 4e-20]
  const mean = movingMean(steps, values, 6, 1)
  expect([...mean.slice(3)]).toEqual([2e-20, 3e-20, 3.5e-20].map(v => expect.closeTo(v, 30)))
  expect(mean[4] / 3e-20).toBeCloseTo(1, 12)
})

const steps = (n: number) => Float64Array.from({ length: n }, (_, i) => i)
const line = (y: readonly number[], label: string): Series => ({ x: steps(y.length), y, length: y.length, color: 0, label, symbol: 'L' })
const jagged = line([1, 3, 1, 3, 1, 3, 1, 3], 'SGD')

it('a chart says what its lines are the means of, keeps the measured ones faint behind, and names each once', () => {
  for (const chart of [lineChart, lossChart]) {
    const { ctx, texts } = recordingContext()
    const layout = chart(ctx, { width: 420, height: 240, theme: LIGHT }, { series: [jagged] }, { smooth: 2, yTitle: 'L', labels: 'end' })
    const words = texts.map(t => t.text).join(' ')
    expect(words).toContain('L · mean over ±2 steps')
    expect(texts.filter(t => t.text === 'SGD')).toHaveLength(1)
    expect(layout.smoothed).toHaveLength(1)
    expect(layout.smoothed?.[0]?.mean?.values[3]).toBeCloseTo(2.2)
    // The axis still holds what was measured.
    expect(layout.y.domain[1]).toBeGreaterThanOrEqual(3)
  }
})

it('a chart without it is drawn as ever', () => {
  const calls = (options: object) => {
    const { ctx, calls, texts } = recordingContext()
    lineChart(ctx, { width: 420, height: 240, theme: LIGHT }, { series: [jagged] }, { yTitle: 'L', ...options })
    return { calls, texts }
  }
  expect(calls({ smooth: 0 })).toEqual(calls({}))
})
