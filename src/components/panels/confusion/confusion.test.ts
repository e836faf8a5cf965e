import { describe, expect, it } from 'vitest'
import { confusionChart, LIGHT } from '../../../charts'
import { recordingContext } from '../../../charts/testing'
import { PRESETS } from '../../../scenario'
import { viewOfRows } from '../testing/view.fixture'
import { matrixOf, precision, recall } from './matrix'
import { confusionSpec } from './spec'

const { scenario } = PRESETS.get('mlp-mnist-10')!
const spec = confusionSpec('train')

/** Three classes: the first is recognized 8 of 10 times, the third is taken for the second, and one sample for none. */
function view(test: boolean | 'alone' = false) {
  const found = viewOfRows(
    scenario,
    scenario.arms.map(() => [{ step: 7, loss: 1 }]),
  )
  const train = Float64Array.of(8, 2, 0, 0, 1, 9, 0, 0, 0, 6, 3, 1)
  const other = Float64Array.of(5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0)
  const arm = { train: test === 'alone' ? null : train, test: test ? other : null }
  found.traces.setConfusion({ step: 7, found: { by: 'place', classes: 3, arms: scenario.arms.map(() => arm) } })
  return found
}

describe('confusion', () => {
  it('names how many samples are recognized, and what is confused most often', () => {
    expect(spec.sentence(view())).toBe('SGD recognizes 20 of 30 training samples. Most often it takes 2 for 1: 6 of 10 (60 %).')
    expect(spec.subtitle(view())).toBe('SGD: 67 % right (train)')
    expect(confusionSpec('test').sentence(view(true))).toBe('SGD recognizes 15 of 15 test samples.')
    // A set that has no classes gives way to the other.
    expect(spec.sentence(view('alone'))).toBe('SGD recognizes 15 of 15 test samples.')
    expect(spec.readAt?.(view())).toBe(7)
  })

  it('calls the two classes of a sign what they stand for', () => {
    const names = (data: Partial<typeof scenario.data>) => {
      const on = viewOfRows({ ...scenario, data: { ...scenario.data, ...data } }, [[{ step: 7, loss: 1 }]])
      on.traces.setConfusion({
        step: 7,
        found: { by: 'sign', classes: 2, arms: [{ train: Float64Array.of(3, 1, 0, 0, 4, 0), test: null }] },
      })
      const m = matrixOf(on, 'train')
      return typeof m === 'string' ? m : m.columns
    }
    expect(names({ task: 'pair', minus: 3, plus: 8 })).toEqual(['3', '8'])
    expect(names({ task: 'parity' })).toEqual(['even', 'odd'])
    expect(names({ source: 'gaussian' })).toEqual(['−1', '+1'])
  })

  it('calls the classes as the data of one’s own do, in full where there is room', () => {
    const on = view()
    const { found } = on.traces.confusion ?? {}
    const long = 'a class that somebody described in a whole sentence'
    on.traces.setConfusion({ step: 7, found: { ...found!, names: ['setosa', 'none', long] } })
    expect(spec.sentence(on)).toMatch('takes a class that somebod…in a whole sentence for none: 6 of 10')
    const { ctx, texts } = recordingContext()
    const layout = spec.draw(ctx, { width: 400, height: 300, theme: LIGHT }, on, {})
    expect(texts.map(t => t.text)).toEqual(expect.arrayContaining(['setosa', 'none', 'no class']))
    expect(spec.readout(on, 1, layout).title).toBe('setosa taken for none')
    const { header, rows } = spec.table(on)
    expect(header.slice(3, 8)).toEqual(['class', 'as_setosa', 'as_none', `as_${long}`, 'as_no class'])
    expect(rows.map(row => row[3])).toEqual(['setosa', 'none', long])
  })

  it('says that it waits, or that there are no classes', () => {
    const empty = viewOfRows(
      scenario,
      scenario.arms.map(() => []),
    )
    expect(spec.sentence(empty)).toMatch(/^Waiting/)
    empty.traces.setConfusion({ step: 0, found: null })
    expect(spec.missing?.(empty)).toMatch(/no classes/)
  })

  it('reads cells by pointer and keys, with recall and precision on the diagonal', () => {
    const on = view()
    const m = matrixOf(on, 'train')
    if (typeof m === 'string') throw new Error(m)
    expect([recall(m, 1), precision(m, 1), precision(m, 2)]).toEqual([0.9, 9 / 17, 1])
    expect(m.columns).toEqual(['0', '1', '2', 'none'])
    const { ctx, texts } = recordingContext()
    const layout = spec.draw(ctx, { width: 400, height: 300, theme: LIGHT }, on, {})
    const { x, y } = spec.placeAt!(on, layout, 9)
    expect(spec.locate(on, layout, x, y)).toBe(9)
    expect(spec.readout(on, 9, layout)).toEqual({
      title: '2 taken for 1',
      rows: [
        { label: 'SGD, training samples', color: 0, value: '6 of 10' },
        { label: 'share of the class', value: '60 %' },
      ],
    })
    expect(spec.readout(on, 5, layout).rows.map(r => r.value)).toEqual(['9 of 10', '90 %', '90 %', '53 %'])
    expect(spec.walk?.(on, 9, 'ArrowDown')).toBe(9)
    expect(spec.walk?.(on, 9, 'ArrowUp')).toBe(5)
    expect(spec.walk?.(on, 11, 'ArrowRight')).toBe(11)
    const numbers = texts.map(t => t.text)
    for (const count of ['8', '2', '9', '6', '3']) expect(numbers).toContain(count)
    expect(spec.table(on).rows[1]).toEqual([scenario.arms[0]?.id, 7, 'train', '1', 1, 9, 0, 0, 10, 0.9, 9 / 17, 2 / 3])
  })

  it('leaves numbers and names out that have no room, and draws in any box', () => {
    for (const size of [40, 90, 500]) {
      const names = Array.from({ length: 24 }, (_, i) => String(i))
      const { ctx, texts } = recordingContext()
      confusionChart(
        ctx,
        { width: size, height: size, theme: LIGHT },
        { rows: names, columns: names, counts: new Float64Array(576).fill(123), color: 0 },
      )
      // Names that are wider than the columns stay within the picture.
      const wide = recordingContext()
      const long = names.map(name => `class number ${name}`)
      const data = { rows: long, columns: long, counts: new Float64Array(576), color: 0 }
      confusionChart(wide.ctx, { width: size, height: size, theme: LIGHT }, data)
      if (size === 500) for (const { x, width } of wide.texts) expect(x + width).toBeLessThanOrEqual(size)
      if (size < 100) expect(texts.filter(t => t.text === '123')).toEqual([])
    }
  })
})
