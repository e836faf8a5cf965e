import { describe, expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../../../scenario'
import { lossSpec } from '../loss/spec'
import { type Row, viewOfRows } from '../testing/view.fixture'
import { layerNames } from './names'
import { LAYERS } from './spec'

const net = PRESETS.get('mlp-digits-small')!.scenario
const model = (more: Partial<Scenario['model']>) => ({ ...net.model, ...more })
const _LOSS = lossSpec()
const row: Row = { step: 0, loss: 1, layer_G: [0.2, 0.5, 0.3], layer_mu: [0.35, 0.7, -0.05] }

describe('layers', () => {
  it('are named from the input on, trained ones only', () => {
    expect(layerNames(model({ kind: 'cnn', filters: [4, 8], head: 32 }))).toEqual(['conv', 'conv', 'dense', 'dense'])
    expect(layerNames(model({ kind: 'cnn', filters: [4], head: 0 }))).toEqual(['conv', 'dense'])
    expect(layerNames(model({ kind: 'vgg', filters: [4, 8], depth: 1, head: 9 }))).toEqual(['conv', 'conv', 'dense', 'dense'])
    expect(layerNames(model({ kind: 'resnet', filters: [4], depth: 1, head: 9 }))).toEqual(['conv', 'conv', 'conv', 'dense'])
    expect(layerNames(model({ kind: 'mlp', hidden: [8, 8, 8] }))).toHaveLength(4)
    expect(layerNames(model({ kind: 'transformer', blocks: 1 }))).toEqual([
      'embedding',
      'QKV 1',
      'attention out 1',
      'MLP in 1',
      'MLP out 1',
      'answer',
    ])
    expect(layerNames(model({ kind: 'two-layer', outer: 'trained' }))).toEqual(['hidden', 'outer'])
  })

  it('say which has the largest part, and which works against the others', () => {
    const view = viewOfRows(net, [[row], []], 3, 3)
    expect(LAYERS.sentence(view)).toBe(
      'Layer 2 · dense has 50 % of Tr G and 70 % of SGD’s Tr(ΣG), the numerator of μ. Layer 3 works against the others: a part below zero.',
    )
    expect(LAYERS.readout(view, 0, undefined).rows.map(r => `${r.label}: ${r.value}`)).toEqual([
      'layer 1 · dense: 20 % · 35 %',
      'layer 2 · dense: 50 % · 70 %',
      'layer 3 · dense: 30 % · −5 %',
    ])
    expect(LAYERS.table(view)).toEqual({
      header: ['arm', 'step', 'layer_G_1', 'layer_G_2', 'layer_G_3', 'layer_mu_1', 'layer_mu_2', 'layer_mu_3'],
      rows: [['sgd', 0, 0.2, 0.5, 0.3, 0.35, 0.7, -0.05]],
    })
  })

  it('by themselves say which is bent most, and whether Σ and G commute there beside what chance gives', () => {
    const apart: Row = {
      ...row,
      trace_G: 10,
      layer_lambda_G: [1.5, 4, 2.5],
      layer_lambda_G_error: [0, 0.01, 0],
      layer_trace_H: [5, 6.5, -1],
      layer_trace_H_se: [0, 0.25, 0],
      layer_lambda_H: [3, 4.5, 0.2],
      layer_lambda_min_H: [-0.5, -1, -2],
      layer_lambda_H_error: [0, 0, 0],
      layer_commutator: [0.066, 0.4, Number.NaN],
      layer_commutator_baseline: [0.062, 0.1, Number.NaN],
    }
    const view = viewOfRows(net, [[apart], []], 3, 3, 0, 3)
    expect(LAYERS.sentence(view)).toContain(
      ' By itself layer 2 is the sharpest, λ₁(H_ll) = 4.50, where Σ and G fail to commute by 0.40 against 0.10 by chance.',
    )
    expect(LAYERS.readout(view, 0, undefined).rows.slice(3, 13)).toEqual([
      { label: 'layer 1 · dense: λ₁ of its G', value: '1.50' },
      { label: 'Tr of its G', value: '2' },
      { label: 'λ of its H', value: '−0.500 … 3' },
      { label: 'Tr of its H', value: '5' },
      { label: '[Σ,G] of it (by chance)', value: '0.0660 (0.0620)' },
      { label: 'layer 2 · dense: λ₁ of its G', value: '4 ± 0.010' },
      { label: 'Tr of its G', value: '5' },
      { label: 'λ of its H', value: '−1 … 4.50' },
      { label: 'Tr of its H', value: '6.50 ± 0.25' },
      { label: '[Σ,G] of it (by chance)', value: '0.400 (0.100)' },
    ])
    const { header, rows } = LAYERS.table(view)
    expect(rows[0]?.[header.indexOf('layer_commutator_baseline_2')]).toBe(0.1)
    expect(header).toHaveLength(2 + 12 * 3)
    expect(rows[0]?.[header.indexOf('layer_trace_G_2')]).toBe(5)
  })
})
