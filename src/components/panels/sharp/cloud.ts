import type { SharpCloud } from '../../../charts'
import { ensembleArm } from '../../../scenario'
import { list, number } from '../reading/numbers'
import type { ArmView, View } from '../reading/view'

/** The replicas of the run, split after k, as they were told last. */
export interface CloudView extends SharpCloud {
  readonly arm: ArmView
  readonly step: number
}

const known = new WeakMap<Float64Array, Pick<SharpCloud, 'sharp' | 'flat'>>()

/** null while there is none for this k, or where the step shown lies in the past. */
export function cloudOf(view: View, k: number): CloudView | null {
  const cloud = view.traces.ensemble?.cloud
  const arm = view.arms[ensembleArm({ model: view.scenario.model, arms: view.arms })]
  if (!cloud || !arm || cloud.split !== k || view.scrubbed) return null
  const { logs, step } = cloud
  const half = logs.length / 2
  // The same arrays for the same cloud: its contours are computed once.
  const parts = known.get(logs) ?? { sharp: logs.subarray(0, half), flat: logs.subarray(half) }
  known.set(logs, parts)
  return { ...parts, arm, color: arm.color, step }
}

/** "Half of the 1,024 replicas have D₁ between 0.2 and 1.1."; '' without a cloud. */
export function cloudSentence(cloud: CloudView | null, name: string): string {
  if (!cloud) return ''
  const { sharp, flat } = cloud
  const ratios = Float64Array.from(sharp, (log, r) => Math.exp((flat[r] ?? Number.NaN) - log)).sort()
  const at = (q: number) => number(ratios[Math.round(q * (ratios.length - 1))] ?? Number.NaN, 2)
  return ` Half of the ${number(sharp.length)} replicas have ${name} between ${list([at(0.25), at(0.75)])}.`
}

/** A row per replica: its name, step, k, both energies and their ratio. */
export function cloudRows(cloud: CloudView | null, k: number): (string | number)[][] {
  if (!cloud) return []
  return Array.from(cloud.sharp, (log, r) => {
    const flat = cloud.flat[r] ?? Number.NaN
    return [`${cloud.arm.id} replica ${r}`, cloud.step, k, Math.exp(log), Math.exp(flat), Math.exp(flat - log), Number.NaN, Number.NaN]
  })
}
