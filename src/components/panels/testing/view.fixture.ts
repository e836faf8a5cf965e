import { elementAt } from '../../../lib/values'
import {
  type ArmField,
  type Columns,
  checkScenario,
  columnsFor,
  PRESETS,
  type Scalar,
  type Scenario,
  setValue,
  type Vector,
} from '../../../scenario'
import { Traces } from '../../../store/traces'
import { type View, viewOf } from '../reading/view'

/** Columns as the simulation lays them out, with k eigenvalues of H. */
export const columns = (k: number, layers = 0, hops = 0, apart = 0): Columns => columnsFor({ k, hessian: k, layers, apart, hops })

export type Row = Partial<Record<Scalar, number>> & Partial<Record<Vector, readonly number[]>>

/** The view of made-up rows, given per arm. */
export function viewOfRows(scenario: Scenario, rows: readonly (readonly Row[])[], k = 3, layers = 0, hops = 0, apart = 0): View {
  const traces = new Traces()
  const layout = columns(k, layers, hops, apart)
  traces.start(
    scenario.arms.map(a => a.id),
    layout,
  )
  const packed = rows.map(list => {
    const out = new Float64Array(list.length * layout.width).fill(Number.NaN)
    list.forEach((row, i) => {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value === 'number') out[i * layout.width + layout.at[name as Scalar]] = value
        else out.set(value, i * layout.width + layout.first[name as Vector])
      }
    })
    const path = list.flatMap(({ step = 0, path_x = Number.NaN, path_y = Number.NaN }) => [step, path_x, path_y, 0])
    return { rows: out, path: Float64Array.from(path), divergence: null }
  })
  const axes = [1, 2].map(index => ({ of: 'eigenvector' as const, index }))
  const [first, second] = [elementAt(axes, 0), elementAt(axes, 1)]
  const plane = { id: 1, kind: 'eigen', i: 1, j: 2, axes: [first, second], step: 0, anchor: 'minimum', paths: [], whole: true } as const
  traces.setPlane(plane)
  const step = Math.max(0, ...rows.flat().map(r => r.step ?? 0))
  traces.append({ run: 1, step, status: 'paused', rate: 0, every: 1, fingerprint: '', plane: 1, rowsOn: 1, arms: packed })
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
