import { describe, expect, it } from 'vitest'
import { trainedLabel, trainedOf } from '../landscape/minima'
import { flatShare, splitAt, splitLines } from '../reading/split'
import type { View } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { displacementSpec } from './spec'

const border = (k: number) => ({ k }) as Parameters<typeof displacementSpec>[0]

/** Training to step 20, then θ − θ_a of the given parts: along v₁, along v₂, outside both. */
function rowsOf([a, b, rest]: readonly [number, number, number], still = 0.001): Row[] {
  const row = (step: number, size: number): Row => ({
    step,
    grad_norm: step < 20 ? 1 : still,
    ...(step >= 20 && {
      ...{ moved: size * Math.hypot(a, b, rest), moved_along: [size * a, size * b], moved_rest: size * rest },
      ...{ anchor_step: 20, anchor_x: 0.5, anchor_y: -1 },
    }),
  })
  return Array.from({ length: 31 }, (_, step) => row(step, step > 20 ? 1 : 0))
}

const view = (preset = 'escape-trained', still?: number): View =>
  viewOfRows(scenarioWith(preset), [rowsOf([3, -4, 12], still), rowsOf([2, 0, 1e-9], still)])

describe('the displacement panel', () => {
  it('splits the way at the border k, and keeps the digits of a small part', () => {
    const seen = view()
    const [sgd, gd] = [seen.arms[0], seen.arms[1]]
    expect(splitAt(seen, sgd, 1)).toEqual({ moved: 13, sharp: 3, flat: Math.sqrt(160) })
    expect(splitAt(seen, sgd, 2)).toEqual({ moved: 13, sharp: 5, flat: 12 })
    expect(splitAt(seen, gd, 2).flat).toBe(1e-9)
    expect(flatShare(splitAt(seen, sgd, 2))).toBe(144 / 169)
    expect(splitAt(seen, sgd, 1, 5).flat).toBeNaN()
    expect(splitLines(seen, sgd, 2).sharp.slice(19, 23)).toEqual(Float64Array.of(Number.NaN, 0, 5, 5))
  })

  it('says who has gone where, and exports it', () => {
    const spec = displacementSpec(border(1))
    expect(spec.sentence(view())).toBe('SGD · no noise moved 13 since step 20, 95 % of its square outside v₁; GD moved 2 (under 1 %).')
    expect(spec.subtitle(view())).toBe('95 % flat')
    const table = spec.table(view())
    expect(table.header).toEqual(['arm', 'step', 'anchor_step', 'k', 'moved', 'moved_sharp', 'moved_flat'])
    expect(table.rows[30]).toEqual(['sgd', 30, 20, 1, 13, 3, Math.sqrt(160)])
    const early = viewOfRows(scenarioWith('escape-trained'), [rowsOf([1, 1, 1]).slice(0, 10), rowsOf([1, 1, 1]).slice(0, 10)])
    expect(spec.missing?.(early)).toContain('No escape has begun')
    expect(spec.missing?.(view())).toBeUndefined()
    expect(spec.subtitle(early)).toBe('‖θ − θ_a‖')
  })
})

describe('marks of trained minima', () => {
  it('are where the escape began, once for arms that were at one place', () => {
    expect(trainedOf(view())).toEqual([{ step: 20, at: [0.5, -1], minimum: true }])
    expect(trainedLabel(trainedOf(view()))).toBe('trained minimum, step 20')
    expect(trainedLabel(trainedOf(view('escape-trained', 0.5)))).toBe('trained so far, step 20')
  })

  it('are not shown before their step, nor where the minimum was planted', () => {
    const seen = view()
    expect(trainedOf({ ...seen, step: 19 })).toEqual([])
    expect(trainedOf(view('escape'))).toEqual([])
  })
})
