import { type ArmField, checkScenario, PRESETS, type Scenario, setValue } from '../../../scenario'
import type { Columns } from '../../../store'
import { Traces } from '../../../store/traces'
import { type ScalarName, type VectorName, type View, viewOf } from '../reading/view'

const SCALARS: readonly ScalarName[] = [
  ...(['step', 'lr', 'batch_size', 'loss', 'grad_norm', 'mu', 'alpha', 'beta', 'rel_dist', 'trace_G', 'frob_G'] as const),
  ...(['trace_sigma', 'd_eff', 'noise_share', 'mu_isotropic', 'mu_proportional', 'mu_gaussian', 'path_x', 'path_y'] as const),
  ...(['sigma_xx', 'sigma_xy', 'sigma_yy', 'G_xx', 'G_xy', 'G_yy', 'test_loss', 'test_error'] as const),
  ...(['trace_H', 'trace_H_se', 'frob_H', 'lambda_H_error', 'measured_on', 'time'] as const),
  ...(['moved', 'moved_rest', 'anchor_step', 'anchor_x', 'anchor_y'] as const),
]
const VECTORS: readonly VectorName[] = ['lambda', 'g', 'g_gaussian', 'D', 'energy', 'moved_along', 'lambda_H', 'layer_G', 'layer_mu']

/** Columns as the simulation lays them out, in order; every group is k wide, and says how many of its columns are in use. */
export function columns(k: number, layers = 0): Columns {
  const names = [...SCALARS, ...VECTORS.flatMap(v => Array.from({ length: k }, (_, i) => `${v}_${i + 1}`))]
  const at = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Columns['at']
  const first = Object.fromEntries(VECTORS.map((name, i) => [name, SCALARS.length + i * k])) as Columns['first']
  return { k, hessian: k, layers, names, width: names.length, at, first }
}

export type Row = Partial<Record<ScalarName, number>> & Partial<Record<VectorName, readonly number[]>>

/** The view of made-up rows, given per arm. */
export function viewOfRows(scenario: Scenario, rows: readonly (readonly Row[])[], k = 3, layers = 0): View {
  const traces = new Traces()
  const layout = columns(k, layers)
  traces.start(
    scenario.arms.map(a => a.id),
    layout,
  )
  const packed = rows.map(list => {
    const out = new Float64Array(list.length * layout.width).fill(Number.NaN)
    list.forEach((row, i) => {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value === 'number') out[i * layout.width + layout.at[name as ScalarName]] = value
        else out.set(value, i * layout.width + layout.first[name as VectorName])
      }
    })
    return { rows: out, divergence: null }
  })
  const step = Math.max(0, ...rows.flat().map(r => r.step ?? 0))
  traces.append({ run: 1, step, status: 'paused', rate: 0, every: 1, fingerprint: '', arms: packed })
  return viewOf(traces, scenario, '')
}

/** A preset with some fields set: `[path, arm, value]`. */
export function scenarioWith(
  preset: string,
  ...changes: readonly (readonly ['data.n' | `arm.${ArmField}`, string, number | string])[]
): Scenario {
  let s = PRESETS.get(preset)!.scenario
  for (const [path, arm, value] of changes) s = setValue(s, { path, arm }, value)
  return checkScenario(s)
}
