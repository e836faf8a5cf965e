import { expect, it } from 'vitest'
import { lineChart } from './lineChart'
import { linearAxis } from './scale'
import { recordingContext } from './testing'
import { LIGHT } from './theme'
import { inSteps, onTime, stepAxes, type TimeAxis } from './timeAxis'

const steps = [0, 10, 20, 30, 40]
/** η is 0.1 at first and 0.4 from step 20 on. */
const clock = { steps, times: [0, 1, 2, 6, 10], length: 5 }
const box = { width: 400, height: 200, theme: LIGHT }
const y = [16, 8, 4, 2, 1]
const data = { series: [{ x: steps, y, length: 5, color: 0, label: 'SGD', clock }], events: [{ x: 30, label: 'η' }], cursor: 25 }
const axis = (count: TimeAxis['count'], range: readonly [number, number] = [0, 0]): TimeAxis => ({ count, range, last: 40, clock })

it('leaves a chart of the whole run over even steps as it is', () => {
  const options = { time: axis('step'), xDomain: [0, 40] as const }
  expect(onTime(data, options)).toEqual({ data, options })
})

it('cuts lines to the steps shown, with a point on either side', () => {
  const { data: shown, options } = onTime(data, { time: axis('step', [12, 28]) })
  expect([...Array.from(shown.series[0]?.x ?? [])]).toEqual([10, 20, 30])
  expect([...Array.from(shown.series[0]?.y ?? [])]).toEqual([8, 4, 2])
  expect(options).toMatchObject({ xDomain: [12, 28] })
})

it('has no place for step 0 on a logarithmic axis, and keeps all others', () => {
  const { data: shown, options } = onTime(data, { time: axis('log') })
  expect([...Array.from(shown.series[0]?.x ?? [])]).toEqual([10, 20, 30, 40])
  expect(options).toMatchObject({ xLog: true, xDomain: [1, 40], xTitle: 'step' })
})

it('draws lines, events and cursor at Σ η, and finds the steps there', () => {
  const { data: shown, options } = onTime(data, { time: axis('time') })
  expect([...Array.from(shown.series[0]?.x ?? [])]).toEqual([0, 1, 2, 6, 10])
  expect(shown.events?.[0]?.x).toBe(6)
  expect(shown.cursor).toBe(4)
  expect(options).toMatchObject({ xDomain: [0, 10], xTitle: 'η·t' })
  const back = inSteps(linearAxis([0, 10], [0, 100]), axis('time'))
  for (const step of [0, 7, 20, 33, 40]) expect(back.value(back.px(step))).toBeCloseTo(step, 9)
  expect(back.px(30)).toBeCloseTo(60, 9)
})

it('bends the steps of a heat map as Σ η goes', () => {
  const { counted, steps: x, title } = stepAxes(axis('time'), [0, 40], [0, 100])
  expect(title).toBe('η·t')
  expect(counted.domain).toEqual([0, 10])
  expect(x.px(20)).toBeCloseTo(20, 9)
  expect(stepAxes(axis('log'), [0, 40], [0, 100]).steps.domain).toEqual([1, 40])
})

it('hands out an axis of steps whatever it counts, and forgets the y axis of another part of the run', () => {
  for (const count of ['step', 'log', 'time'] as const) {
    const layout = lineChart(recordingContext().ctx, box, data, { time: axis(count) })
    expect(layout.x.value(layout.x.px(30))).toBeCloseTo(30, 6)
    expect(layout.hits[0]?.x).toBeCloseTo(layout.x.px(30), 6)
  }
  const whole = lineChart(recordingContext().ctx, box, data, { time: axis('step') })
  const part = lineChart(recordingContext().ctx, box, data, { time: axis('step', [20, 40]), previous: whole })
  expect(whole.y.domain[1]).toBeGreaterThanOrEqual(16)
  expect(part.y.domain[1]).toBeLessThan(10)
})

it('takes the other scale on y, without a range that it has no place for', () => {
  expect(lineChart(recordingContext().ctx, box, data, { yLog: true, otherY: true }).y.log).toBe(false)
  const log = lineChart(recordingContext().ctx, box, data, { yDomain: [0, 1], otherY: true })
  expect(log.y.log).toBe(true)
  expect(log.y.domain[1]).toBeGreaterThanOrEqual(16)
})
