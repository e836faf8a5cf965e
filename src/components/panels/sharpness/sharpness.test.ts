import { describe, expect, it } from 'vitest'
import { decodeLink } from '../../../scenario'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { sharpnessEdges } from './edges'
import { SHARPNESS } from './spec'

const row = (sharpness: number, se = 0): Row => ({
  step: 100,
  loss: 1,
  lr: 0.2,
  batch_size: 8,
  batch_sharpness: sharpness,
  batch_sharpness_se: se,
})

describe('the batch sharpness panel', () => {
  it('says how near its edge each arm is, the error of what was drawn included', () => {
    const preset = scenarioWith('two-layer')
    const said = (a: Row, b: Row) => SHARPNESS.sentence(viewOfRows(preset, [[a], [b]]))
    expect(said(row(3.3, 0.1), row(9.98))).toBe('SGD is at 33 % of 2/η = 10; GD is at its edge 2/η = 10.')
    expect(said(row(20), row(9, 0.1))).toBe('SGD is 2 times beyond 2/η = 10; GD is at 90 % of 2/η = 10.')
    expect(said(row(20), row(9, 0.3))).toContain('GD is at its edge')
  })

  it('says where η of the selected arm stands to its exact threshold, and draws it beside the paper’s and λ₁', () => {
    const preset = scenarioWith('two-layer')
    const view = (eta_star: number) =>
      viewOfRows(preset, [[{ ...row(3.3), eta_star, mu: 2, frob_G: 4, lambda: [3] }], [{ ...row(9), eta_star: 0.5 }]])
    expect(SHARPNESS.sentence(view(0.1))).toContain('η of SGD is 2 times beyond the mean-square threshold η* = 0.100.')
    expect(SHARPNESS.sentence(view(0.4))).toContain('η of SGD is at 50 % of the mean-square threshold η* = 0.400.')
    expect(SHARPNESS.sentence(view(Number.NaN))).not.toContain('threshold')
    const read = SHARPNESS.readout(view(0.4), 100, undefined).rows.map(({ label, value }) => `${label} ${value}`)
    expect(read).toEqual(expect.arrayContaining(['SGD η* 0.400', 'SGD √(B/μ)/‖G‖_F 0.500', 'SGD 2/λ₁ 0.667', 'GD η* 0.500']))
  })

  it('knows the edges of momentum, and none of optimizers with other steps', () => {
    const heavy = viewOfRows(scenarioWith('two-layer', ['arm.momentum', 'sgd', 0.5]), [[row(1)], [row(1)]])
    const [sgd, gd] = heavy.arms
    expect(sharpnessEdges(heavy, sgd)).toEqual([
      { limit: 5, formula: '2(1−m)/η' },
      { limit: 15, formula: '2(1+m)/η' },
    ])
    expect(sharpnessEdges(heavy, gd).map(e => e.formula)).toEqual(['2/η'])
    const adam = viewOfRows(decodeLink('s=linear-anisotropic&arms=fast:adam'), [[row(1)]])
    expect(sharpnessEdges(adam, adam.arms[0])).toEqual([])
  })
})
