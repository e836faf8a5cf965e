import { elementAt } from '../lib/values'
import { armAt } from './events'
import { FIELDS } from './fields'
import type { Arm, ArmField, Scenario, ScenarioEvent } from './types'
import { sameValue } from './value'

/** An arm that takes another arm's steps up to `step`, and its own from there. */
interface Branch {
  readonly parent: string
  readonly step: number
}

const found = new WeakMap<Scenario, readonly (Branch | null)[]>()

/** Of every arm which arm before it it branches from: the one whose steps it takes longest; null where it differs from the start, or never. */
export function branchesOf(s: Scenario): readonly (Branch | null)[] {
  const known = found.get(s)
  if (known) return known
  const branches = s.arms.map((_, b) => {
    let best: Branch | null = null
    for (const [a, parent] of s.arms.slice(0, b).entries()) {
      const step = partingStep(s, a, b)
      if (step > (best?.step ?? 0)) best = { parent: parent.id, step }
    }
    return best
  })
  found.set(s, branches)
  return branches
}

/** The first step that two arms take with other settings; 0 where they never have the same, or always. */
function partingStep(s: Scenario, a: number, b: number): number {
  if (!alike(elementAt(s.arms, a), elementAt(s.arms, b))) return 0
  for (const step of new Set(s.events.map(e => e.step))) if (!alike(armAt(s, a, step), armAt(s, b, step))) return step
  return 0
}

const FIELD_KEYS = Object.keys(FIELDS.arm) as ArmField[]
const alike = (a: Arm, b: Arm) => a.kind === b.kind && FIELD_KEYS.every(key => sameValue(a[key], b[key]))

/** Whether an event only repeats, for a branch, what its parent does before it leaves it. */
export function isCarried(s: Scenario, event: ScenarioEvent): boolean {
  const branch = branchesOf(s)[s.arms.findIndex(arm => arm.id === event.arm)]
  if (!branch || event.step > branch.step) return false
  return s.events.some(e => e.arm === branch.parent && e.step === event.step && e.field === event.field && sameValue(e.value, event.value))
}
