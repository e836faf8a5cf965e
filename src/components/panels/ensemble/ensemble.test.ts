import { expect, it } from 'vitest'
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
    ...{ columns: COLUMNS, rows, exact: new Table(2), escapes: null, step: row[0], R: 1024, machine: null, first: 0, rho: 0.98 },
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
})

it('does not let E[L] shrink where label noise keeps it', () => {
  expect(fanSentence(view([300, 0, 0.1, -0.8, 0.01]))).toMatch(/E\[L\] shrinks, and so does the typical run\.$/)
  expect(fanSentence(view([300, 0, 0.1, -0.8, 0.01], {}, 0.5))).toMatch(/E\[L\] settles at the level set by label noise\.$/)
})

it('writes short numbers with one kind of minus', () => {
  expect([short(-0.84), short(-1e-5)]).toEqual(['−0.84', '−1.0·10⁻⁵'])
})
