import { describe, expect, it } from 'vitest'
import { type ChartLayout, LIGHT } from '../../../charts'
import { recordingContext } from '../../../charts/testing'
import type { Section } from '../../../store'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { sectionSentence } from './sentence'
import { sectionsSpec } from './spec'
import { barrierOf, type Found, kindOf, lineOf, linesOf, namesOf, parabola, Sections } from './state'

const scenario = scenarioWith('escape')
const view = () =>
  viewOfRows(scenario, [
    [{ step: 0 }, { step: 40 }],
    [{ step: 0 }, { step: 40 }],
  ])

/** L = 1 + s + 2s² + s³, of which G sees 6 in place of H's 4. */
const cubic: Section = {
  s: Float64Array.of(-1, -0.5, 0, 0.5, 1),
  loss: Float64Array.of(1, 0.875, 1, 2.125, 5),
  models: [{ at: 0, loss: 1, slope: 1, G: 6, H: 4 }],
  unit: 1,
  k: 1,
}
/** Ends at 1 and 3 with a top of 7 between them. */
const hill: Section = {
  s: Float64Array.of(-0.25, 0, 0.25, 0.5, 1, 1.25),
  loss: Float64Array.of(9, 1, 4, 7, 3, 8),
  models: [
    { at: 0, loss: 1, slope: 0, G: 1, H: 1 },
    { at: 1, loss: 3, slope: 0, G: 1, H: 1 },
  ],
  unit: 2.5,
  k: 0,
}
const found = (section: Section, names: string[]): Found => ({ section, names, from: 40, to: 40, arm: 'SGD', color: 0 })

describe('cross-sections', () => {
  it('draws the parabolas of slope and curvature at the first end', () => {
    expect(parabola(cubic, 'G', 0.5)).toBe(1 + 0.5 + 0.75)
    expect(parabola(cubic, 'H', -1)).toBe(1 - 1 + 2)
    expect(parabola(hill, 'H', 0)).toBe(1)
  })

  it('measures a barrier from the mean of the ends, between them alone', () => {
    expect(barrierOf(hill)).toEqual({ height: 5, at: 0.5, points: 4 })
    expect(barrierOf(cubic).height).toBeNaN()
  })

  it('is along a direction again where the chosen arm has no such line', () => {
    const shown = view()
    const [sgd, gd] = shown.arms
    const state = new Sections(() => {})
    state.change({ kind: 'arm gd' })
    expect(kindOf(shown, sgd, state)).toBe('arm gd')
    expect(lineOf(shown, sgd, state).to).toEqual({ arm: 1, step: null })
    expect(kindOf(shown, gd, state)).toBe('along')
    expect(lineOf(shown, gd, state).to).toBeNull()
    state.change({ kind: 'arm gone' })
    expect(lineOf(shown, sgd, state).to).toBeNull()
  })

  it('says what it shows', () => {
    expect(sectionSentence(found(cubic, ['v₁ of SGD']))).toBe('Along v₁, L ends at 1 and 5, G’s parabola at 3 and 5, H’s at 2 and 4.')
    expect(sectionSentence(found(hill, ['SGD at step 40', 'GD']))).toBe(
      'Between SGD at step 40 and GD, 2.50 apart, a barrier rises 5 above the ends’ mean, 0.50 of the way along: the highest of 4 points.',
    )
    const slope = { ...hill, loss: Float64Array.of(0, 1, 2, 2.5, 3, 4) }
    expect(sectionSentence(found(slope, ['a', 'b']))).toContain('there is no barrier')
    const state = new Sections(() => {})
    const title = (section: Section) => {
      state.take(found(section, ['a', 'b']), '')
      return sectionsSpec(state).subtitle(view())
    }
    expect([hill, slope].map(title)).toEqual(['barrier 5.00', 'no barrier'])
    expect(sectionSentence(null)).toBe('')
  })

  it('goes along the landscape’s axes, and shows what projecting on it hides', () => {
    const shown = view()
    const [sgd] = shown.arms
    const state = new Sections(() => {})
    state.change({ kind: 'y' })
    expect(lineOf(shown, sgd, state).to).toBe('y')
    expect(namesOf(shown, sgd, 'y', { section: cubic, from: 40, to: -1 })).toEqual(['y of the landscape, SGD'])
    const projected = { loss: Float64Array.of(0.5, 0.25, 0.125, 0.5, 9), off: 3 }
    const beside = found({ ...cubic, k: 0, projected }, ['y of the landscape, SGD'])
    expect(sectionSentence(beside)).toBe(
      'Along y of the landscape, SGD, 3 off the plane: L is 1 here, 0.125 at the projection; lowest 0.875 and 0.125.',
    )
    const on = found({ ...cubic, k: 0, projected: { loss: cubic.loss, off: 1e-9 } }, ['y of the landscape, SGD'])
    expect(sectionSentence(on)).toContain('both losses are one')
    state.take(beside, '')
    const spec = sectionsSpec(state)
    expect(spec.table(shown).rows[3]?.at(-2)).toBe(0.5)
    const layout = spec.draw(recordingContext().ctx, { width: 500, height: 300, theme: LIGHT }, shown, {})
    expect(layout.y.domain[1]).toBeGreaterThan(9)
    expect(spec.readout(shown, 1, layout).rows.map(({ label, value }) => [label, value])[1]).toEqual(['L, projected', '9'])
  })

  it('asks for the newest step, or for the one scrubbed to', () => {
    const state = new Sections(() => {})
    const now = view()
    const [sgd, gd] = now.arms
    expect(lineOf(now, gd, state)).toEqual({ from: { arm: 1, step: null }, to: null, k: 1, reach: 1 })
    state.change({ kind: 'arm gd' })
    expect(lineOf({ ...now, step: 12, scrubbed: true }, sgd, state).to).toEqual({ arm: 1, step: 12 })
    state.change({ kind: 'start' })
    expect(lineOf(now, sgd, state).to).toEqual({ arm: 0, step: 0 })
    state.change({ kind: 'step', step: 9 })
    expect(lineOf(now, sgd, state).to).toEqual({ arm: 0, step: 9 })
    expect(linesOf(now, sgd).map(({ value }) => value)).toEqual(['along', 'x', 'y', 'arm gd', 'start', 'step', 'minimum'])
    expect(namesOf(now, sgd, 'arm gd', { section: hill, from: 40, to: 40 })).toEqual(['SGD at step 40', 'GD'])
    expect(namesOf(now, sgd, 'along', { section: { ...cubic, k: 3 }, from: 40, to: -1 })).toEqual(['v₃ of SGD'])
  })

  it('exports every point, reads the nearest one, and keeps the axis to the losses', () => {
    const state = new Sections(() => {})
    const spec = sectionsSpec(state)
    const at = view()
    state.take(found(cubic, ['v₁']), '')
    expect(spec.table(at).rows[3]).toEqual(['v₁', '', 0.5, 2.125, 2.25, 2, Number.NaN, Number.NaN])
    const layout: ChartLayout = spec.draw(recordingContext().ctx, { width: 500, height: 300, theme: LIGHT }, at, {})
    expect(spec.locate(at, layout, layout.x.px(0.4), 50)).toBe(0.5)
    expect(spec.readout(at, 0.5, layout).rows.map(({ value }) => value)).toEqual(['2.13', '2.25', '2'])
    expect(layout.y.domain[1]).toBeLessThan(6)
    expect(layout.x.domain).toEqual([-1, 1])
    state.take(null, 'G has no direction here.')
    expect(spec.missing?.(at)).toBe('G has no direction here.')
    expect(spec.draw(recordingContext().ctx, { width: 500, height: 300, theme: LIGHT }, at, {}).empty).toBe(true)
  })

  it('widens and narrows by zooming, and returns', () => {
    const state = new Sections(() => {})
    state.zoom(null, 0, 0, 4)
    expect(state.reach).toBe(0.25)
    state.reset()
    expect(state.reach).toBe(1)
  })
})
