import { armColors, armName } from '../../../scenario'
import type { PartOf, StudyKind } from '../../../store'
import type { View } from './view'

/** What a study has given so far, for the panels that show one. */
export const partsOf = <K extends StudyKind>(view: View, kind: K): NonNullable<PartOf<K>>[] =>
  (view.traces.studies.get(kind)?.parts ?? []).filter(part => part != null)

/** Studies with a task per arm, whose scenario has that arm alone. */
type ByArm = 'cycles' | 'diagonals' | 'reshuffled' | 'temperature' | 'variance'

/** An arm with its part of a study. */
export interface StudyArm<P> {
  readonly id: string
  readonly label: string
  readonly color: number
  readonly part: P
}

/** The arms whose parts have come. */
export function studyArms<K extends ByArm>(view: View, kind: K): StudyArm<PartOf<K>>[] {
  const study = view.traces.studies.get(kind)
  const colors = armColors(view.scenario.arms)
  return (study?.tasks ?? []).flatMap(({ scenario: { arms } }, index) => {
    const [arm] = arms
    const part = study?.parts[index]
    if (!arm || !part) return []
    return [{ id: arm.id, label: armName(arm.id), color: colors[view.scenario.arms.findIndex(a => a.id === arm.id)] ?? 0, part }]
  })
}
