import { expect, it } from 'vitest'
import { type Arm, decodeLink, learningRate } from '../../../../scenario'
import { type Row, viewOfRows } from '../../testing/view.fixture'
import { lossSpec } from '../spec'
import { axisFor, courseLines, plannedReadout, scheduleSentence, scheduleWords } from './courses'

const s = decodeLink('v=1&s=linear-anisotropic&steps=1000&schedule=triangular&period=100')
const row = (step: number): Row => ({ step, loss: 1, lr: 0.1, batch_size: 4 })
const view = viewOfRows(s, [
  [row(0), row(250)],
  [row(0), row(250)],
])
const words = (change: Partial<Arm>, t: number) => scheduleWords({ ...s.arms[0], ...change }, 'eta', t, 1000)

it('says where in its schedule an arm stands', () => {
  expect(words({}, 0)).toBe('cycle 1 of 10, η rising')
  expect(words({}, 250)).toBe('cycle 3 of 10, η falling')
  expect(words({}, 249)).toBe('cycle 3 of 10, η rising')
  // The run is over: its last step speaks.
  expect(words({}, 1000)).toBe('cycle 10 of 10, η falling')
  expect(words({ schedule: 'sawtooth' }, 199)).toBe('cycle 2 of 10, η falling')
  expect(words({ schedule: 'step', period: 300 }, 650)).toBe('2 of 3 drops of η made')
  expect(words({ schedule: 'warm-up' }, 50)).toBe('warming up, η rising')
  expect(words({ schedule: 'warm-up' }, 100)).toBe('warm-up over')
  expect(words({ schedule: 'one-cycle' }, 60)).toBe('one cycle, η falling')
  expect(words({ schedule: 'cosine' }, 500)).toBe('the cosine over')
  expect(words({ schedule: 'drawn', curve: [0, 1, 500, 1, 1000, 2] }, 300)).toBe('η drawn by hand, level')
  expect(words({ schedule: 'constant' }, 5)).toBe('')
  const batches: Arm = { ...s.arms[0], bschedule: 'sawtooth', bperiod: 100 }
  expect(scheduleWords(batches, 'B', 20, 1000)).toBe('cycle 1 of 10, B rising')
})

it('speaks once for arms that share a schedule, and leaves symbols as they are', () => {
  expect(scheduleSentence(view, 'eta')).toBe('Cycle 3 of 10, η falling.')
  const own = viewOfRows(decodeLink('v=1&s=linear-anisotropic&steps=1000&sgd.schedule=drawn'), [[row(0)], [row(0)]])
  expect(scheduleSentence(own, 'eta')).toBe('SGD: η drawn by hand, level.')
  const both = viewOfRows(decodeLink('v=1&s=linear-anisotropic&steps=1000&schedule=drawn'), [[row(0)], [row(0)]])
  expect(scheduleSentence(both, 'eta')).toBe('η drawn by hand, level.')
})

it('draws the whole run, and in bold what has been run, up to a point on the line', () => {
  const { past, planned } = courseLines(view, 'eta', undefined)
  expect(planned.map(line => line.x[line.length - 1])).toEqual([1000, 1000])
  for (const [i, line] of past.entries()) {
    expect(line.x[line.length - 1]).toBe(250)
    expect(line.y[line.length - 1]).toBeCloseTo(learningRate(s.arms[i], 250), 12)
  }
  expect(courseLines(view, 'B', undefined).planned).toHaveLength(1)
  const drafted = courseLines(view, 'eta', { arms: ['sgd'], of: 'eta', from: 250, curve: [0, 1] })
  expect(drafted.planned[1].y).toEqual(planned[1].y)
})

it('reads what is planned for a step ahead', () => {
  const { title, rows } = plannedReadout(view, 'eta', undefined, 650)
  expect(title).toBe('step 650, planned')
  expect(rows[0]).toMatchObject({ label: 'SGD η', value: s.arms[0].eta.toPrecision(3) })
})

it('leaves room above the line that is drawn, whatever the other arms do', () => {
  const { planned } = courseLines(view, 'eta', undefined)
  const [sgd, gd] = view.arms
  const [a, b] = [s.arms[0].eta, s.arms[1].eta]
  expect(axisFor(planned, sgd!).rateTop).toBeCloseTo(1.2 * a, 12)
  expect(axisFor(planned, sgd!).rateLimit).toBeCloseTo(Math.max(1.2 * a, Math.min(Math.max(a, b), 2.5 * a)), 12)
  expect(axisFor(planned, gd!).rateTop).toBeCloseTo(1.2 * b, 12)
})

it('the panel says nothing of schedules until it knows the courses', () => {
  expect(lossSpec().sentence(view)).not.toContain('ycle')
})
