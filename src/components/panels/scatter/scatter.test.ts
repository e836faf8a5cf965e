import { describe, expect, it } from 'vitest'
import { viewOf } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { scatterArms } from './scatterArms'
import { scatterSentence } from './sentence'

const scenario = scenarioWith('linear-anisotropic')

describe('the scatter where arms are far apart', () => {
  const row = (loss: number): Row => ({ step: 0, loss, lambda: [1, 0.5, 0.1], g: [1, 1.2, 1] })
  const labels = (rows: readonly number[], lost: readonly number[] = [], selected = '') => {
    const view = viewOfRows(
      scenario,
      rows.map(loss => [row(1), { ...row(loss), step: 9 }]),
    )
    for (const i of lost) view.traces.arms[i].divergence = { step: 9, direction: 1, share: 1 }
    const { fitted, outside } = scatterArms(viewOf(view.traces, view.scenario, selected))
    return [fitted, outside].map(arms => arms.map(arm => arm.id))
  }

  it('fits every arm while they are near one another', () => {
    expect(labels([1e-3, 2])).toEqual([['sgd', 'gd'], []])
  })

  it('fits the arm that stays when the other runs away', () => {
    expect(labels([1e-32, 1e298])).toEqual([['sgd'], ['gd']])
    expect(labels([1e298, 1e-32])).toEqual([['gd'], ['sgd']])
    expect(labels([1e298, 1e-32], [0])).toEqual([['gd'], ['sgd']])
  })

  it('fits the selected arm first', () => {
    expect(labels([1e-12, 1])).toEqual([['sgd'], ['gd']])
    expect(labels([1e-12, 1], [], 'gd')).toEqual([['gd'], ['sgd']])
  })

  it('shows the last measurement when every arm has diverged, and leaves out numbers beyond counting', () => {
    expect(labels([1e298, 1e299], [0, 1])).toEqual([['sgd', 'gd'], []])
    expect(labels([1e305, Number.POSITIVE_INFINITY], [0, 1])).toEqual([['sgd'], []])
  })

  it('says which arm lies outside the axes', () => {
    const view = viewOfRows(scenario, [[row(1e-12)], [row(1)]])
    expect(scatterSentence(view)).toMatch(/power 1\. GD lies outside the axes\.$/)
  })
})
