import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { alignmentSpec } from '../alignment/spec'
import { lossSpec } from '../loss/spec'
import { viewOf } from '../reading/view'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { readingOf } from './stage'
import { Ticker } from './ticker'
import { wordsOf } from './words'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const scenario = scenarioWith('linear-anisotropic')
const row = (step: number, loss: number, mu: number) => ({ step, loss, mu, mu_isotropic: 0.2, alpha: 1, beta: mu })
const course = [row(0, 0.5, 0.4), row(256, 0.02, 0.7), row(512, 0.001, 1.1)]

it('says all of a panel from the same row, and of which step it is', () => {
  const view = viewOfRows(scenario, [course, course])
  for (const [cursor, step, loss, mu] of [
    [511, 256, '0.0200', '0.700'],
    [512, 512, '0.00100', '1.10'],
    [3, 0, '0.500', '0.400'],
  ] as const) {
    view.traces.cursor = cursor
    const now = viewOf(view.traces, scenario, '')
    const said = wordsOf(alignmentSpec(false), 'Loss alignment', now)
    expect(said).toMatchObject({ step, heading: 'Loss alignment' })
    expect(said.subtitle).toMatch(new RegExp(`^μ ${Number(mu).toFixed(2)} `))
    expect(said.sentence).toContain(` is ${mu} times`)
    expect(wordsOf(lossSpec(), 'Loss', now)).toMatchObject({ step, subtitle: `SGD ${loss} · GD ${loss}` })
  }
})

it('keeps what was read until it is read again, though the run goes on', () => {
  const view = viewOfRows(scenario, [course, course])
  const texts = new Ticker(1000)
  const stage = {
    texts,
    get view() {
      return viewOf(view.traces, scenario, '')
    },
  }
  const reading = readingOf(stage, now => wordsOf(lossSpec(), 'Loss', now))
  view.traces.cursor = 256
  const first = reading()
  view.traces.cursor = 512
  expect(reading()).toBe(first)
  texts.flow()
  vi.runAllTimers()
  expect(reading()).toMatchObject({ step: 512, subtitle: 'SGD 0.00100 · GD 0.00100' })
})

it('tells of what flows once a second, and of what the user does at once', () => {
  const texts = new Ticker(1000)
  let told = 0
  texts.subscribe(() => told++)
  for (let t = 0; t < 5000; t += 20) {
    texts.flow()
    vi.advanceTimersByTime(20)
  }
  expect(told).toBe(6)
  texts.flow()
  texts.poke()
  vi.advanceTimersByTime(100)
  expect(told).toBe(7)
  vi.advanceTimersByTime(800)
  expect(told).toBe(7)
  texts.stop()
})
