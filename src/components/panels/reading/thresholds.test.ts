import { describe, expect, it } from 'vitest'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { edgeOf } from './thresholds'

const scenario = scenarioWith('linear-anisotropic')
const shapes: Row = { sigma_xx: 2, sigma_xy: 0, sigma_yy: 1, G_xx: 1, G_xy: 0, G_yy: 0.5 }
const row: Row = { step: 0, loss: 1, lr: 0.5, batch_size: 4, mu: 1, frob_G: 1.3, lambda: [1, 0.5, 0.1], path_x: 1, path_y: 2, ...shapes }

describe('thresholds', () => {
  it('are 2/η for GD and √(B/μ)/η for SGD', () => {
    const view = viewOfRows(scenario, [[{ ...row, mu: 4 }], [row]])
    expect(edgeOf(view, view.arms[0])).toMatchObject({ quantity: '‖G‖_F', value: 1.3, limit: 2 })
    expect(edgeOf(view, view.arms[1])).toMatchObject({ quantity: 'λ₁', value: 1, limit: 4 })
  })

  it('know of momentum for GD and are silent about SGD with momentum', () => {
    const view = viewOfRows(scenarioWith('linear-anisotropic', ['arm.momentum', '', 0.5]), [[row], [row]])
    expect(edgeOf(view, view.arms[0])).toBeUndefined()
    expect(edgeOf(view, view.arms[1])).toMatchObject({ limit: 6, formula: '2(1+m)/η' })
  })
})
