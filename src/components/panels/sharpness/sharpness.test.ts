import { describe, expect, it } from 'vitest'
import { decodeLink } from '../../../scenario'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { sharpnessEdges } from './edges'
import { SHARPNESS } from './spec'
import { EDGE_TRIALS } from './trialsSpec'

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

  it('says of a trial how far the loss rose with each push, and whether that is an edge', () => {
    const view = viewOfRows(scenarioWith('two-layer'), [[row(1)], [row(1)]])
    expect(EDGE_TRIALS.sentence(view)).toBe('Waiting for the first trial.')
    view.traces.startStudy(
      'edge-test',
      'key',
      Array.from({ length: 4 }, (_, repeat) => ({ scenario: view.scenario, step: 800, repeat })),
    )
    const trial = (push: 'none' | 'eta' | 'batch', rise: number) => ({
      ...{ push, rise, eta: push === 'eta' ? 0.22 : 0.2, B: push === 'batch' ? 4 : 8, loss: Float64Array.of(1, rise), diverged: false },
    })
    const add = (repeat: number, eta: number, batch: number) =>
      view.traces.addPart('edge-test', repeat, {
        ...{ repeat, arm: 'sgd', step: 800, before: Float64Array.of(1, 0.5) },
        trials: [trial('none', 0.9), trial('eta', eta), trial('batch', batch)],
      })
    add(0, 1.1, 1.2)
    expect(EDGE_TRIALS.sentence(view)).toBe(
      'SGD is at no edge at step 800: over 300 steps the largest loss is 1.2 times the largest of the 50 before with B/2 (0 of 1 catapult), 1.1 times with η·1.1 (0 of 1 catapult), 0.90 times unchanged (0 of 1 catapult). A catapult is 4 times or more. 3 more trials were asked for.',
    )
    add(1, 4, 2)
    add(2, 5, 1.5)
    add(3, Number.POSITIVE_INFINITY, 1)
    expect(EDGE_TRIALS.sentence(view)).toMatch(
      /^SGD is at an edge at step 800: .* 5 times with η·1.1 \(3 of 4 catapult\), .* A catapult is 4 times or more\.$/,
    )
    expect(EDGE_TRIALS.readout(view, 801, undefined).rows.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'L unchanged (η 0.200, B 8) 0.900',
      'L η·1.1 (η 0.220, B 8) 1.10',
      'L B/2 (η 0.200, B 4) 1.20',
    ])
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
