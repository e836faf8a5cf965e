import { formatValue } from '../../../charts'
import { isSgd, MAP } from '../../../scenario'
import type { MapCell } from '../../../store'
import { nth, number } from '../reading/numbers'
import type { View } from '../reading/view'
import { mapOf, type StabilityMap, typicalEdge } from './stabilityMap'

/** The cell that the run on screen stands for, if it is one. */
function present(view: View, map: StabilityMap): MapCell | undefined {
  const arm = view.scenario.arms.find(isSgd)
  if (!arm || view.scenario.events.length > 0 || view.scenario.steps !== MAP.steps) return undefined
  return map.cells[map.sizes.indexOf(arm.B)]?.find(cell => cell?.eta === arm.eta)
}

/** Which cell the run on screen is; else where the mean grows though the typical run shrinks. */
export function stabilitySentence(view: View): string {
  const map = mapOf(view)
  if (!map) return 'Every cell is a small ensemble, run from the same start; the map is computed on request.'
  const cell = present(view, map)
  if (cell?.fingerprint)
    return `The run on screen is a cell of this map: at step ${MAP.steps} its fingerprint is ${groups(cell.fingerprint)}.`
  const between = map.sizes.map((_, size) => gapAt(map, size)).find(gap => gap !== undefined)
  const start = between
    ? `At B = ${number(between.B)}, from η = ${formatValue(between.from)} (ρ = 1) to ${formatValue(between.to)} (Λ = 0), E[L] grows though the typical run shrinks.`
    : 'Blue cells shrink for the typical run, orange ones grow.'
  return map.whole < map.total ? `${start} ${number(map.whole)} of ${number(map.total)} cells are done.` : start
}

/** Where the mean grows and the typical run shrinks, at one batch size. */
function gapAt(map: StabilityMap, size: number): { B: number; from: number; to: number } | undefined {
  const [B, from, to] = [nth(map.sizes, size), nth(map.edges, size), typicalEdge(map.cells[size] ?? [])]
  return to > from * 1.02 ? { B, from, to } : undefined
}

/** Sixteen digits in two groups. */
export const groups = (fingerprint: string) => fingerprint.replace(/(.{8})(?=.)/, '$1 ')
