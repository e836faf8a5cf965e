import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkScenario } from './check'
import { plannedCourse } from './course'
import { addPoint, curveOf, isUndrawn, MOST_POINTS, movePoint, type Point, pointsOf, redrawn, removePoint, sampleCourse } from './drawn'
import { armAt } from './events'
import { decodeLink, encodeLink } from './packed'
import { PRESETS } from './presets'
import { batchSize, learningRate } from './schedule'
import type { Arm, ScheduleKind } from './types'

const STEPS = 1000
const base = PRESETS.get('linear-isotropic')!.scenario
const arm: Arm = { ...base.arms[0], eta: 2, B: 8, schedule: 'drawn' }
const rate = (points: readonly Point[], t: number) => learningRate({ ...arm, curve: curveOf(points) }, t)

const points = fc
  .uniqueArray(fc.record({ step: fc.nat(STEPS), factor: fc.double({ min: 0, max: 100, noNaN: true }) }), {
    minLength: 1,
    maxLength: MOST_POINTS,
    selector: p => p.step,
  })
  .map(list => list.sort((a, b) => a.step - b.step))
const place = fc.record({
  step: fc.double({ min: -50, max: STEPS + 50, noNaN: true }),
  factor: fc.double({ min: -1, max: 200, noNaN: true }),
})
const now = fc.integer({ min: -1, max: STEPS + 10 })

/** A curve that a scenario may hold. */
function sound(list: readonly Point[]): void {
  expect(list.length).toBeLessThanOrEqual(MOST_POINTS)
  checkScenario({ ...base, arms: [{ ...arm, curve: curveOf(list) }] })
  for (const p of list) expect(Number.isInteger(p.step)).toBe(true)
}

describe('points under the hand', () => {
  it('move between their neighbours, and neither into the past nor out of it', () => {
    fc.assert(
      fc.property(points, fc.nat(), place, now, (list, k, to, t) => {
        const i = k % list.length
        const moved = movePoint(list, i, to, t, STEPS)
        sound(moved)
        expect(moved).toHaveLength(list.length)
        expect(moved.filter((_, j) => j !== i)).toEqual(list.filter((_, j) => j !== i))
        if (list[i].step < t) expect(moved).toEqual(list)
        else expect(moved[i].step).toBeGreaterThanOrEqual(Math.min(list[i].step, Math.max(0, t)))
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it('land where they are dropped where there is room', () => {
    const list = pointsOf([0, 1, 500, 0.5, 1000, 1])
    expect(movePoint(list, 1, { step: 700.4, factor: 0.123456 }, -1, STEPS)[1]).toEqual({ step: 700, factor: 0.123 })
    expect(movePoint(list, 1, { step: 2000, factor: 3 }, -1, STEPS)[1]).toEqual({ step: 999, factor: 3 })
    expect(movePoint(list, 1, { step: 0, factor: -3 }, 300, STEPS)[1]).toEqual({ step: 300, factor: 0 })
    expect(movePoint(list, 0, { step: 3, factor: 2 }, 1, STEPS)).toEqual(list)
  })

  it('come and go: what was added can be removed again', () => {
    fc.assert(
      fc.property(points, place, now, (list, at, t) => {
        const added = addPoint(list, at, t)
        if (!added) return
        sound(added.points)
        expect(added.points[added.index].step).toBe(Math.round(at.step))
        expect(removePoint(added.points, added.index, t)).toEqual(list)
      }),
      { seed: 2, numRuns: 400 },
    )
  })

  it('are refused where one is already, in the past, and beyond the most; the last one stays', () => {
    const full = Array.from({ length: MOST_POINTS }, (_, i) => ({ step: 10 * i, factor: 1 }))
    expect(addPoint(full, { step: 5, factor: 1 }, -1)).toBeUndefined()
    expect(addPoint(full.slice(1), { step: 10, factor: 1 }, -1)).toBeUndefined()
    expect(addPoint(full.slice(1), { step: 5, factor: 1 }, 6)).toBeUndefined()
    expect(removePoint([{ step: 3, factor: 1 }], 0, -1)).toHaveLength(1)
    expect(removePoint(full, 2, 21)).toEqual(full)
  })
})

describe('a line redrawn while the run goes on', () => {
  it('starts from the present value, and keeps what lies ahead', () => {
    const before = pointsOf([0, 1, 1000, 0])
    const after = movePoint(before, 1, { step: 1000, factor: 1 }, 400, STEPS)
    const acted = redrawn(before, after, 400)
    expect(curveOf(acted)).toEqual([0, 1, 400, 0.6, 1000, 1])
    for (const t of [0, 100, 400]) expect(rate(acted, t)).toBeCloseTo(rate(before, t), 12)
    expect(rate(acted, 700)).toBeCloseTo(2 * 0.8, 12)
  })

  it('does not jump, whatever was drawn', () => {
    fc.assert(
      fc.property(points, points, fc.integer({ min: 1, max: STEPS }), (before, wanted, t) => {
        // Only what lies ahead can have been drawn anew.
        const after = [...before.filter(p => p.step < t), ...wanted.filter(p => p.step > t)].slice(-MOST_POINTS)
        if (after.length === 0) return
        const acted = redrawn(before, after, t)
        sound(acted)
        expect(Math.abs(rate(acted, t) - rate(before, t))).toBeLessThanOrEqual(1e-5 * Math.max(1, rate(before, t)))
        const next = after.filter(p => p.step > t)
        expect(acted.filter(p => p.step > t)).toEqual(next.slice(0, MOST_POINTS - 1))
      }),
      { seed: 3, numRuns: 400 },
    )
  })

  it('is left alone before the start', () => {
    const [before, after] = [pointsOf([0, 1]), pointsOf([0, 2])]
    expect(redrawn(before, after, -1)).toEqual(after)
    expect(redrawn(before, after, 0)).toEqual(after)
  })
})

describe('a named schedule as points', () => {
  const KINDS: ScheduleKind[] = ['constant', 'step', 'cosine', 'triangular', 'sawtooth', 'one-cycle', 'warm-up']

  it('is followed to a hundredth of η at every step', () => {
    const any = fc.record({
      schedule: fc.constantFrom(...KINDS),
      period: fc.integer({ min: 100, max: 3000 }),
      floor: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(any, change => {
        const own: Arm = { ...arm, ...change }
        const curve = sampleCourse(own, 'eta', STEPS, 100)
        sound(pointsOf(curve))
        const named = Array.from({ length: STEPS + 1 }, (_, t) => learningRate(own, t))
        const top = Math.max(...named)
        const off = named.map((v, t) => Math.abs(v - learningRate({ ...own, schedule: 'drawn', curve }, t)) / top)
        expect(Math.max(...off)).toBeLessThan(0.015)
      }),
      { seed: 4, numRuns: 120 },
    )
  })

  it('is exact for the ten cycles of the preset, and for the first of too many', () => {
    const { scenario } = PRESETS.get('clr')!
    const own = scenario.arms[0]
    const curve = sampleCourse(own, 'eta', scenario.steps, 100)
    expect(curve.slice(0, 6)).toEqual([0, 0.05714, 1000, 1, 2000, 0.05714])
    expect(curve).toHaveLength(42)
    const many = sampleCourse({ ...arm, schedule: 'triangular', period: 10, floor: 0 }, 'eta', STEPS, 100)
    expect(many.slice(0, 8)).toEqual([0, 0, 5, 1, 10, 0, 15, 1])
    sound(pointsOf(many))
  })

  it('grows the batch size as the named one does', () => {
    const n = 400
    for (const bschedule of KINDS) {
      const own: Arm = { ...arm, bschedule, bperiod: 400, bfloor: 0.25 }
      const bcurve = sampleCourse(own, 'B', STEPS, n)
      for (let t = 0; t <= STEPS; t += 7) {
        const off = Math.abs(batchSize({ ...own, bschedule: 'drawn', bcurve }, t, n) - batchSize(own, t, n))
        expect(off).toBeLessThanOrEqual(1 + 0.015 * n)
      }
    }
    const zero = sampleCourse({ ...arm, bschedule: 'triangular', bperiod: 400, bfloor: 0 }, 'B', STEPS, 1e6)
    expect(Math.max(...pointsOf(zero).map(p => p.factor))).toBe(100)
  })

  it('knows the curve that nobody has drawn', () => {
    expect(isUndrawn({ curve: [0, 1] })).toBe(true)
    expect(isUndrawn({ curve: [0, 1, 10, 1] })).toBe(false)
  })
})

describe('the course over the whole run', () => {
  const s = decodeLink(
    'v=1&s=linear-anisotropic&schedule=triangular&period=300&sgd.bschedule=step&at=50:sgd.eta:0.3,700:schedule:drawn,700:curve:0;1;2000;0.1',
  )

  it('is what the run will ask at every step, changes included', () => {
    for (const [index, own] of s.arms.entries()) {
      const eta = plannedCourse(s, index, 'eta')
      const B = plannedCourse(s, index, 'B')
      expect(eta.x[0]).toBe(0)
      expect(eta.x.at(-1)).toBe(s.steps)
      eta.x.forEach((t, i) => {
        expect(eta.y[i]).toBe(learningRate(armAt(s, index, t), t))
      })
      B.x.forEach((t, i) => {
        expect(B.y[i]).toBe(batchSize(armAt(s, index, t), t, s.data.n))
      })
      // Straight between its points, as it is drawn.
      for (let i = 1; i < eta.x.length; i++) {
        const [a, b] = [eta.x[i - 1], eta.x[i]]
        for (let t = a; t <= b; t++) {
          const line = eta.y[i - 1] + ((eta.y[i] - eta.y[i - 1]) * (t - a)) / (b - a)
          expect(Math.abs(line - learningRate(armAt(s, index, t), t))).toBeLessThan(1e-9 * own.eta)
        }
      }
    }
  })

  it('shows a curve under the hand from the present step on', () => {
    const drafted = plannedCourse(s, 0, 'eta', { from: 900, curve: [0, 2] })
    const plain = plannedCourse(s, 0, 'eta')
    const at = (c: typeof plain, t: number) => c.y[c.x.indexOf(t)]
    expect(at(drafted, 899)).toBe(learningRate(armAt(s, 0, 899), 899))
    expect(at(drafted, 900)).toBe(0.6)
    expect(at(plain, 700)).toBe(learningRate(armAt(s, 0, 700), 700))
  })

  it('survives the link', () => {
    expect(decodeLink(encodeLink(s))).toEqual(s)
  })
})
