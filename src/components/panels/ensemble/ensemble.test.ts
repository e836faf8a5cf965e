import { describe, expect, it } from 'vitest'
import { Table } from '../../../lib/table'
import { setValue } from '../../../scenario'
import type { EnsembleTrace } from '../../../store'
import { short } from '../reading/numbers'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { fanSentence } from './sentence'
import { ensembleSpec } from './spec'

const COLUMNS = ['step', 'log_mean', 'top_share', 'lyapunov', 'lyapunov_se'] as const

/** One row of replicas at a step. */
function view(row: readonly number[], more: Partial<EnsembleTrace> = {}, labelNoise = 0) {
  const scenario = setValue(scenarioWith('escape-ensemble'), { path: 'data.labelNoise', arm: '' }, labelNoise)
  const rows = new Table(COLUMNS.length)
  rows.append(Float64Array.from(row))
  const seen = viewOfRows(scenario, [[{ step: row[0], loss: 1 }], [{ step: row[0], loss: 1 }]])
  seen.traces.setEnsemble({
    ...{
      columns: COLUMNS,
      rows,
      exact: new Table(2),
      escapes: null,
      cloud: null,
      step: row[0],
      R: 1024,
      net: null,
      machine: null,
      first: 0,
      rho: 0.98,
    },
    ...{ inexact: null, refused: null, failed: null, ...more },
  })
  return seen
}

it('tells no growth of replicas that never left the start', () => {
  const spec = ensembleSpec('fan')
  const seen = view([0, 0, 0, 0, 0], { refused: 'replicas are plain SGD; this arm has momentum 0.5' })
  expect(spec.subtitle(seen)).toBe('')
  expect(spec.missing?.(seen)).toBe('Replicas are plain SGD; this arm has momentum 0.5.')
  expect(spec.subtitle(view([300, 0, 0.1, -0.8, 0.01]))).toBe('Λ −0.80 ± 0.01 per step (estimated) · ½ log ρ −0.010')
})

it('says what computes the replicas where that is not wasm as asked for', () => {
  const spec = ensembleSpec('escapes')
  const of = (machine: EnsembleTrace['machine']) => view([300, 0, 0.1, -0.8, 0.01], { machine })
  const gpu = of({ id: 'webgpu', precision: 'f32', device: 'SwiftShader', reason: 'chosen in the scenario' })
  expect(spec.subtitle(gpu)).toMatch(/ · float32 on SwiftShader$/)
  expect(ensembleSpec('fan').subtitle(gpu)).toMatch(/ · float32 on SwiftShader$/)
  expect(spec.explain(gpu).text.join(' ')).toMatch('in float32 by WebGPU (SwiftShader)')
  const lost = of({ id: 'wasm', precision: 'f64', device: '', reason: 'The GPU device was lost: reset' })
  expect(spec.subtitle(lost)).toMatch(/ · float64 on the processor$/)
  expect(spec.explain(lost).text.join(' ')).toMatch('everywhere: The GPU device was lost: reset.')
  const plain = of({ id: 'wasm', precision: 'f64', device: '', reason: 'chosen in the scenario' })
  expect(spec.subtitle(plain)).toMatch(/L\(0\)$/)
  const single = of({ id: 'wasm', precision: 'f32', device: '', reason: 'chosen in the scenario' })
  expect(spec.subtitle(single)).toMatch(/ · float32$/)
  expect(spec.explain(single).text.join(' ')).toMatch('in float32 by wasm, the same bits everywhere; their states keep to float64 within')
})

it('does not let E[L] shrink where label noise keeps it', () => {
  expect(fanSentence(view([300, 0, 0.1, -0.8, 0.01]))).toMatch(/E\[L\] shrinks, and so does the typical run\.$/)
  expect(fanSentence(view([300, 0, 0.1, -0.8, 0.01], {}, 0.5))).toMatch(/E\[L\] settles at the level set by label noise\.$/)
})

it('writes short numbers with one kind of minus', () => {
  expect([short(-0.84), short(-1e-5)]).toEqual(['−0.84', '−1.0·10⁻⁵'])
})

describe('replicas of a network', () => {
  const rows = new Table(9)
  rows.append(Float64Array.of(310, -9, -8, -7, -6, -5, -6.5, 0.1, 0.2))
  const machine = {
    id: 'wasm',
    precision: 'f32',
    device: '',
    reason: 'This browser offers no WebGPU adapter',
  } as const
  const columns = ['step', 'q01', 'q10', 'q50', 'q90', 'q99', 'log_mean', 'relative_error', 'top_share'] as const
  const escapes = Float64Array.of(304, -1, 310, -1)

  function seen(more: Partial<EnsembleTrace> = {}) {
    const shown = viewOfRows(scenarioWith('escape-replicas'), [[{ step: 310, loss: 1 }], [{ step: 310, loss: 1 }]])
    shown.traces.setEnsemble({
      ...{ columns, rows, exact: new Table(2), escapes, cloud: null, step: 310, R: 4, machine, first: 0, rho: Number.NaN },
      ...{ net: { samples: 40, every: 1, workers: 3 }, inexact: 'none', refused: null, failed: null, ...more },
    })
    return shown
  }

  it('say how they are read and computed, and nothing of what only linear models have', () => {
    const [fan, left] = [ensembleSpec('fan', true), ensembleSpec('escapes', true)]
    expect(fan.subtitle(seen())).toBe('4 replicas · float32 on the processor')
    expect(fan.subtitle(seen({ net: { samples: 30, every: 16, workers: 1 } }))).toBe(
      '4 replicas · loss of 30 of 40 samples · float32 on the processor',
    )
    expect(left.subtitle(seen())).toBe('4 replicas · threshold 10 L(300) · float32 on the processor')
    expect(fan.readout?.(seen(), 310, undefined).rows.map(({ label }) => label)).toEqual(
      expect.not.arrayContaining(['exact E[L]', 'D₁ median']),
    )
    const { text, formulas } = fan.explain(seen())
    expect(text.join(' ')).toMatch('in float32 by wasm in 3 workers, the same bits everywhere: This browser offers no WebGPU adapter')
    expect(text.join(' ')).toMatch('all 40 samples; escapes are looked for after every step.')
    expect(formulas).toEqual([])
    const onGpu = seen({ machine: { id: 'webgl', precision: 'f32', device: 'X', reason: 'chosen in the scenario' } })
    expect(fan.subtitle(onGpu)).toBe('4 replicas · float32 on X')
    expect(fan.explain(onGpu).text.join(' ')).toMatch('by WebGL (X), with the minibatches of wasm; their losses keep to float64')
    expect(fan.table(seen()).header.at(-1)).toBe('top_share')
    expect(fan.sentence(seen())).toBe('The mean represents many runs: of 4, the largest run carries 20 % of it.')
  })

  it('escape from the loss that they had at the last push', () => {
    expect(ensembleSpec('escapes', true).sentence(seen())).toBe(
      '2 of 4 replicas have exceeded 10 times their loss at step 300 by step 310; the others are censored there. Half of them had by step 310.',
    )
    expect(ensembleSpec('escapes', true).sentence(seen({ step: 300, escapes: Float64Array.of(-1, -1) }))).toMatch('10 times the first loss')
  })

  it('are not there without an arm with minibatches', () => {
    const preset = scenarioWith('escape-replicas')
    const shown = viewOfRows({ ...preset, arms: preset.arms.filter(arm => arm.kind === 'gd') }, [])
    expect(ensembleSpec('fan', true).missing?.(shown)).toBe('Replicas repeat an arm with minibatches; this run has none.')
  })
})
