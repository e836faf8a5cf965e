import { describe, expect, it } from 'vitest'
import { LIGHT, landscapeChart } from '../../../../charts'
import { recordingContext } from '../../../../charts/testing'
import type { NoiseAnswer, NoiseWish } from '../../../../store'
import type { View } from '../../reading/view'
import { scenarioWith, viewOfRows } from '../../testing/view.fixture'
import { DRAWS, NoiseLook } from './look'

const scenario = scenarioWith('escape')

function view(): View {
  const rows = [0, 10, 20].map(step => ({ step, loss: 1, path_x: step / 20, path_y: 0 }))
  return viewOfRows(scenario, [rows, rows])
}

function answer(step: number, at: readonly [number, number]): NoiseAnswer {
  const noise = [0.04, 0, 0.01] as const
  return {
    step,
    noise: { at, drift: [0.03, 0.04], noise, curvature: noise, cloud: Float64Array.of(0.1, 0, 0, 0.1), loss: 1, eta: 0.1, B: 1 },
  }
}

/** A look whose questions the test answers. */
function looking() {
  const asked: { readonly wish: NoiseWish; readonly reply: (found: NoiseAnswer) => void; readonly fail: () => void }[] = []
  const look = new NoiseLook(
    wish => new Promise((reply, reject) => asked.push({ wish, reply, fail: () => reject(new Error('gone')) })),
    () => {},
  )
  const dots = (of: View, mark?: number) => {
    const recorder = recordingContext()
    const box = { width: 300, height: 300, theme: LIGHT }
    const layout = landscapeChart(recorder.ctx, box, { arms: [] }, { view: { x: [-1, 2], y: [-1, 1] } })
    const before = recorder.calls.length
    look.draw(recorder.ctx, box, of, layout, { mark, magnification: 1, still: false })
    return recorder.calls.slice(before).filter(({ name }) => name === 'fillRect').length
  }
  return { look, asked, dots }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('the noise of a step on the landscape', () => {
  it('is asked for at the newest step, or where a path is pointed at, and drawn there', async () => {
    const { look, asked, dots } = looking()
    const now = view()
    expect(dots(now)).toBe(0)
    expect(asked.map(a => a.wish)).toEqual([{ arm: 0, step: null, draws: DRAWS }])
    asked[0].reply(answer(20, [1, 0]))
    await settled()
    expect(dots(now)).toBe(2)
    expect(look.words(now)).toBe('SGD at step 20: drift 0.050, noise ±0.20, along the drift ±0.14')
    expect(look.explain()).toMatch(/^Dots are 200 minibatches that might be drawn at step 20 of SGD.* The arrow is the drift/)
    expect(look.points()).toEqual([
      ['sgd drift', 20, 1.03, 0.04],
      ['sgd minibatch 0', 20, 1.1, 0],
      ['sgd minibatch 1', 20, 1, 0.1],
    ])
    look.set({ cloud: false })
    expect(look.explain()).toMatch(/^The arrow is the drift/)
    expect(look.points()).toHaveLength(1)
    look.set({ arrows: false })
    expect(dots(now)).toBe(0)
    expect([look.words(now), look.points()]).toEqual(['', []])
    const pointed = looking()
    pointed.dots(now, 10)
    expect(pointed.asked[0].wish.step).toBe(10)
    pointed.asked[0].reply(answer(10, [0.5, 0]))
    await settled()
    expect(pointed.dots(now, 10)).toBe(2)
  })

  it('is not drawn on another plane, nor in another run', async () => {
    const { look, asked, dots } = looking()
    const now = view()
    dots(now)
    asked[0].reply(answer(20, [0.4, 0]))
    await settled()
    expect(dots(now)).toBe(0)
    expect([look.explain(), look.points()]).toEqual(['', []])
    const other = looking()
    other.dots(now)
    other.asked[0].reply(answer(20, [1, 0]))
    await settled()
    expect(other.look.words(now)).not.toBe('')
    now.traces.epoch++
    expect(other.dots(now)).toBe(0)
    expect(other.look.words(now)).toBe('')
  })

  it('is not asked for while nothing of it is shown, and again after a question that came to nothing', async () => {
    const { look, asked, dots } = looking()
    look.set({ cloud: false, arrows: false })
    dots(view())
    await settled()
    expect(asked).toHaveLength(0)
    look.set({ cloud: true })
    const scrubbed = { ...view(), step: 10, scrubbed: true }
    dots(scrubbed)
    expect(asked[0].wish.step).toBe(10)
    asked[0].fail()
    await settled()
    dots(scrubbed)
    expect(asked).toHaveLength(2)
  })
})
