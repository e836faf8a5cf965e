import { describe, expect, it } from 'vitest'
import { type AttentionLayout, attentionChart, LIGHT } from '../../../charts'
import { recordingContext } from '../../../charts/testing'
import { PRESETS } from '../../../scenario'
import { ANSWERS } from '../answers/spec'
import { viewOfRows } from '../testing/view.fixture'
import { ATTENTION } from './spec'

const { scenario } = PRESETS.get('transformer-hops')!
const model = { ...scenario.model, blocks: 2, heads: 2 }
const small = { ...scenario, model, data: { ...scenario.data, symbols: 3, pairs: 1, hops: 1 } }

/** Four maps of four tokens; in the second block's first head the last token looks at the second one. */
function view() {
  const found = viewOfRows(small, [[{ step: 7, accuracy: [0.5] }], [{ step: 7, accuracy: [0.25] }]], 3, 0, 1)
  const places = 4
  const weights = Float64Array.from({ length: 4 * places * places }, (_, i) => {
    const [row, column] = [Math.floor(i / places) % places, i % places]
    return column <= row ? 1 / (row + 1) : 0
  })
  const last = (2 * places + 3) * places
  weights.set([0.1, 0.7, 0.1, 0.1], last)
  const outputs = (top: number) => Float64Array.from([0, 1, 2], c => (c === top ? Math.log(18) : 0))
  found.traces.setAttention({
    ...{ step: 7, question: 4, count: 12, unseen: true, tokens: [1, 2, 1, 3], answer: 2 },
    arms: [
      { weights, outputs: outputs(2) },
      { weights, outputs: outputs(0) },
    ],
  })
  return found
}

describe('attention', () => {
  it('says the question, the answers, and where the last token looks', () => {
    expect(ATTENTION.sentence(view())).toBe(
      'B→C; from B, 1 hop: C. SGD says C and ADAM says A, wrongly. In block 2, head 1 SGD’s last token looks most at C at place 2: 70 %.',
    )
    expect(ATTENTION.subtitle(view())).toBe('SGD: C, 90 % · step 7')
    const empty = viewOfRows(small, [[], []])
    expect(ATTENTION.sentence(empty)).toBe('Waiting for the first look at a question.')
    expect(ATTENTION.table(empty).rows).toEqual([])
  })

  it('reads out a cell of every arm, and walks from cell to cell and map to map', () => {
    const on = view()
    const last = (2 * 4 + 3) * 4 + 1
    expect(ATTENTION.readout(on, last, undefined)).toMatchObject({
      title: 'block 2, head 1: +1 at 4 looks at C at 2',
      rows: [
        { label: 'SGD', value: '70 %' },
        { label: 'ADAM', value: '70 %' },
      ],
    })
    const walk = (at: number | undefined, ...keys: string[]) => keys.reduce((cell, key) => ATTENTION.walk!(on, cell, key), at)
    expect(walk(undefined, 'ArrowRight')).toBe(12)
    expect(walk(12, 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toBe(16 + 12)
    expect(walk(16 + 12, 'ArrowLeft')).toBe(15)
    expect(walk(15, 'ArrowUp')).toBe(10)
    expect(walk(0, 'ArrowLeft', 'ArrowUp')).toBe(0)
    expect(walk(12, 'x')).toBeUndefined()
  })

  it('finds the cell that it has drawn, and none where nothing may be looked at', () => {
    const on = view()
    const recorder = recordingContext()
    const layout = ATTENTION.draw(recorder.ctx, { width: 420, height: 320, theme: LIGHT }, on, {}) as AttentionLayout
    expect(layout.squares).toHaveLength(4)
    for (const at of [0, 12, 15, 3 * 16 + 9]) {
      const { x, y } = ATTENTION.placeAt!(on, layout, at)
      expect(ATTENTION.locate(on, layout, x, y)).toBe(at)
    }
    const [square] = layout.squares
    expect(ATTENTION.locate(on, layout, square.x + square.width - 2, square.y + 2)).toBeUndefined()
    expect(recorder.texts.map(t => t.text)).toEqual(expect.arrayContaining(['block 1, head 1', 'block 2, head 2', 'B', 'C', '+1']))
  })

  it('lists every weight of every arm', () => {
    const { header, rows } = ATTENTION.table(view())
    expect(rows).toHaveLength(2 * 4 * 10)
    expect(rows[20 + 7]).toEqual(['sgd', 7, 5, 2, 1, 4, '+1', 2, 'C', 0.7])
    expect(header).toHaveLength(10)
  })

  it.each([
    [150, 90],
    [340, 200],
    [900, 500],
  ])('stays inside %d × %d', (width, height) => {
    const recorder = recordingContext()
    const tokens = Array.from({ length: 18 }, (_, t) => 'ABCDEFGHIJKLMNOPQR'.charAt(t))
    const maps = [1, 2, 3, 4].map(b => ({ title: `block ${b}`, short: `${b}`, weights: new Float64Array(18 * 18).fill(0.1) }))
    const { squares } = attentionChart(recorder.ctx, { width, height, theme: LIGHT }, { tokens, maps, color: 0 })
    for (const { x, y, width: w, height: h } of squares) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + w).toBeLessThanOrEqual(width)
      expect(y + h).toBeLessThanOrEqual(height)
    }
    for (const t of recorder.texts) expect(t.x + t.width).toBeLessThanOrEqual(width + 1)
  })
})

describe('answers by hops', () => {
  it('says the shares of right answers, against guessing', () => {
    expect(ANSWERS.sentence(view())).toBe(
      'Of the unseen questions SGD answers 50 % of 1 hop and ADAM answers 25 % of 1 hop; guessing gives 33 %.',
    )
    expect(ANSWERS.readout(view(), 7, undefined).rows.map(r => `${r.label}: ${r.value}`)).toEqual(['SGD 1 hop: 50 %', 'ADAM 1 hop: 25 %'])
    expect(ANSWERS.table(view())).toEqual({
      header: ['arm', 'step', 'accuracy_1', 'guessing'],
      rows: [
        ['sgd', 7, 0.5, 1 / 3],
        ['adam', 7, 0.25, 1 / 3],
      ],
    })
    expect(ANSWERS.sentence(viewOfRows(small, [[{ step: 0 }], []], 3, 0, 1))).toBe('No question is left that was not trained on.')
  })
})
