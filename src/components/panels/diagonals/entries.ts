import type { PartOf } from '../../../store'
import { studyArms } from '../reading/studies'
import type { View } from '../reading/view'

type ComparedEntries = PartOf<'diagonals'>

/** What diag Σ is held against, in the order of the marks: its name, and an entry of it. */
export const AGAINST = {
  twoLG: { label: '2L·diag G', tex: '2L\\,G_{jj}' },
  H: { label: 'diag H', tex: 'H_{jj}' },
  h2: { label: 'diag E[h²]', tex: '\\mathbb E[h^2]_{jj}' },
} as const
export type Against = keyof typeof AGAINST

/** diag Σ against another diagonal, entry by entry, with the power law fitted to them. */
export interface Comparison {
  readonly key: Against
  readonly label: string
  readonly x: Float64Array
  /** diag Σ. */
  readonly y: Float64Array
  readonly errors: Float64Array | null
  readonly law: ComparedEntries['fits'][number]
}

/** An arm's entries at the last step of its run. */
export interface ArmEntries extends Readonly<Record<Against, Comparison>> {
  readonly label: string
  readonly step: number
  /** Number of parameters. */
  readonly p: number
  /** Powers of v_kᵀΣv_k against λ_k(H), by block and cut-off. */
  readonly laws: ComparedEntries['laws']
}

export const comparisonsOf = (entries: ArmEntries | undefined): readonly Comparison[] =>
  entries ? [entries.twoLG, entries.H, entries.h2] : []

const ready = new WeakMap<ComparedEntries, ArmEntries>()

/** The entries of the selected arm, or of the first where that one is not compared; undefined until they have come. */
export function comparedEntries(view: View): ArmEntries | undefined {
  const ids = view.traces.studies.get('diagonals')?.tasks.flatMap(task => task.scenario.arms.map(arm => arm.id)) ?? []
  const shown = ids.find(id => id === view.selected?.id) ?? ids[0]
  const arm = studyArms(view, 'diagonals').find(({ id }) => id === shown)
  if (!arm) return undefined
  const known = ready.get(arm.part)
  if (known) return known
  const made = compare(arm.part, arm.label)
  ready.set(arm.part, made)
  return made
}

function compare({ twoL, G, H, h2, sigma, step, p, fits: [lawG, lawH, lawh2], laws }: ComparedEntries, label: string): ArmEntries {
  const against = (key: Against, { values, errors }: ComparedEntries['G'], law: Comparison['law']): Comparison => {
    return { key, label: AGAINST[key].label, x: values, y: sigma, errors, law }
  }
  const twoLG = { ...G, values: G.values.map(v => twoL * v), errors: G.errors?.map(v => twoL * v) ?? null }
  return { label, step, p, laws, twoLG: against('twoLG', twoLG, lawG), H: against('H', H, lawH), h2: against('h2', h2, lawh2) }
}
